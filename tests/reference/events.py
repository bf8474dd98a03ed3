"""1A, 1B, 1C and 5A: events reduced by a share, over six months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from reference.answer import Answer, failing, in_review, reached_or_held
from reference.calendar import add_months, age, days, next_day
from reference.facts import AdultOffence, DistrictAsb, DomesticAbuse, Marac, PoliceAsb, YouthOffence
from reference.question import Question


@dataclass(frozen=True, slots=True)
class Row:
    """One row about one person; `event` is the reference within its feed."""

    event: tuple[str, ...]
    person_ref: str
    day: dt.date
    child_present: bool = False
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    day: dt.date
    child_present: bool


def rows_of(question: Question) -> list[Row]:
    """The rows that count, each by its own person's role, age, outcome and membership; the pending ones too."""
    return {
        "1A": antisocial_rows,
        "1B": youth_rows,
        "1C": adult_rows,
        "5A": abuse_rows,
    }[question.measure](question)


def belongs(question: Question, person: str, day: dt.date) -> bool:
    """Before E: a member on E. On or after E: a member on the day of the event."""
    return question.family.is_member(person, max(day, question.engaged_on))


def antisocial_rows(question: Question) -> list[Row]:
    """Police or district incidents in which a member is suspect or perpetrator."""
    reports = question.records(PoliceAsb, "incident_on") + question.records(DistrictAsb, "incident_on")
    rows = []
    for report in reports:
        if report.role in question.parameters["asb_roles"] and belongs(question, report.person_ref, report.incident_on):
            rows.append(Row(incident(report), report.person_ref, report.incident_on))
    return without_the_same_incidents(rows)


def incident(report: PoliceAsb | DistrictAsb) -> tuple[str, ...]:
    """A reference within its feed; for a district with its district."""
    if isinstance(report, PoliceAsb):
        return ("police_asb", report.incident_ref)
    return ("district_asb", report.district, report.case_ref)


def without_the_same_incidents(rows: list[Row]) -> list[Row]:
    """A district incident is the same as a police one if a same member is in counted rows of both on one date."""
    seen_by_police = {(row.person_ref, row.day) for row in rows if row.event[0] == "police_asb"}
    same = {row.event for row in rows if row.event[0] == "district_asb" and (row.person_ref, row.day) in seen_by_police}
    return [row for row in rows if row.event not in same]


def offence_rows(question: Question) -> list[tuple[YouthOffence | AdultOffence, Row, int]]:
    """Proven and pending offences by people who belong, with the person's age on the day."""
    found = []
    for offence in question.records(YouthOffence, "offence_on") + question.records(AdultOffence, "offence_on"):
        pending = offence.outcome in question.parameters["pending"]
        proven = offence.outcome in question.parameters["substantive"]
        if (proven or pending) and belongs(question, offence.person_ref, offence.offence_on):
            row = Row((offence.feed, offence.offence_ref), offence.person_ref, offence.offence_on, pending=pending)
            found.append((offence, row, age(question.family.born(offence.person_ref), offence.offence_on)))
    return found


def youth_rows(question: Question) -> list[Row]:
    """Before E: the youth feed, aged 10 to 17 on the day. From E on: any member, either feed, "across the family"."""
    youngest, adult = question.parameters["offender_from"], question.parameters["adult_from"]
    return [
        row
        for offence, row, years in offence_rows(question)
        if row.day >= question.engaged_on or (isinstance(offence, YouthOffence) and youngest <= years < adult)
    ]


def adult_rows(question: Question) -> list[Row]:
    """Either feed, by a member aged 18 or over on the day."""
    return [row for _, row, years in offence_rows(question) if years >= question.parameters["adult_from"]]


def abuse_rows(question: Question) -> list[Row]:
    """Police or MARAC reports, a member being victim, perpetrator or child."""
    rows = []
    for report in question.family.of(DomesticAbuse):
        day = police_day(report)
        if report.role in question.parameters["abuse_roles"] and belongs(question, report.person_ref, day):
            rows.append(Row(("domestic_abuse", report.report_ref), report.person_ref, day, report.child_present))
    for case in question.family.of(Marac):
        day = marac_day(case, question)
        if case.role in question.parameters["abuse_roles"] and belongs(question, case.person_ref, day):
            rows.append(Row(("marac", case.case_ref), case.person_ref, day, case.children >= 1))
    return [row for row in rows if row.day < question.cut_off]


def police_day(report: DomesticAbuse) -> dt.date:
    return report.reported_on if report.incident_on is None else report.incident_on


def marac_day(case: Marac, question: Question) -> dt.date:
    """A case without its day took place on that of the newest police report that names the same member within the
    28 days up to the referral, whatever c; else on the day of the referral."""
    if case.incident_on is not None:
        return case.incident_on
    earliest = case.referred_on - days(question.parameters["marac_days"])
    named = [police_day(report) for report in question.family.of(DomesticAbuse) if report.person_ref == case.person_ref]
    return max((day for day in named if earliest <= day <= case.referred_on), default=case.referred_on)


def events_of(rows: list[Row]) -> list[Event]:
    """A reference makes one event, on the earliest day of its counted rows."""
    together: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        together.setdefault(row.event, []).append(row)
    return [Event(min(row.day for row in each), any(row.child_present for row in each)) for each in together.values()]


def in_baseline(event: Event, question: Question) -> bool:
    """Within the six months before E; for 5A with a child present."""
    if question.measure == "5A" and not event.child_present:
        return False
    before = event.day < question.engaged_on
    return before and add_months(event.day, question.parameters["event_months"]) >= question.engaged_on


def in_current_window(day: dt.date, question: Question) -> bool:
    """From E on, unless six months have passed since the day after."""
    passed = add_months(next_day(day), question.parameters["event_months"]) <= question.cut_off
    return day >= question.engaged_on and not passed


def due_day(events: list[Event], allowed: int, question: Question) -> dt.date:
    """Six months after the later of E and the day after the (a+1)-th newest event in [E, c)."""
    since = sorted((event.day for event in events if event.day >= question.engaged_on), reverse=True)
    start = question.engaged_on
    if len(since) > allowed:
        start = max(start, next_day(since[allowed]))
    return add_months(start, question.parameters["event_months"])


UNITS = {"1A": "incidents", "1B": "offences", "1C": "offences", "5A": "reports"}


def judge(question: Question) -> Answer | None:
    """What the measure says; None without a baseline."""
    rows = rows_of(question)
    events = events_of([row for row in rows if not row.pending])
    before = sum(in_baseline(event, question) for event in events)
    if before < question.parameters["baseline_events"]:
        return None
    allowed = before * (100 - question.parameters["reduction"][question.measure]) // 100
    now = sum(in_current_window(event.day, question) for event in events)
    due = due_day(events, allowed, question)
    answer = Answer("", baseline=before, current=now, allowed=allowed, earliest_on=due)
    if now > allowed:
        return failing(answer, now - allowed, UNITS[question.measure])
    if any(row.pending and in_current_window(row.day, question) for row in rows):
        return in_review("pending_outcome", answer)
    return reached_or_held(answer, due, question.cut_off)
