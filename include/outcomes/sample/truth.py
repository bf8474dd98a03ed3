"""What the county means to be true: intended answers, expected quarantine, who is who. Written beside the landing
area, never into it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from typing import Any, NamedTuple

from outcomes.contracts import Feed
from outcomes.days import add_months
from outcomes.sample.agencies import Books, habits
from outcomes.sample.background import of_compulsory_age
from outcomes.sample.calendar import DAY, TERMLY, Calendar
from outcomes.sample.deliveries import SILENT_MONTHS, SILENT_TERMS, Delivery, record_key
from outcomes.sample.hard_cases import KINDS
from outcomes.sample.people import Family, Person
from outcomes.sample.scene import FEED_STALE, MEASURES, NOT_APPLICABLE, TOO_EARLY, Answer, problem_of

READS = {
    "1A": ("police_asb", "district_asb"),
    "1B": ("youth_offences", "adult_offences"),
    "1C": ("youth_offences", "adult_offences"),
    "2A": ("attendance",),
    "2B": ("exclusions",),
    "3A": ("social_care",),
    "3B": ("social_care",),
    "4A": ("benefits", "employment"),
    "4B": ("benefits", "activities"),
    "4C": ("young_people", "activities", "employment"),
    "5A": ("domestic_abuse", "marac"),
    "6A": ("treatment",),
    "6B": ("outcome_star",),
    "6C": ("child_health",),
}
"""The feeds that a scenario of the measure writes to; a silent one makes the measure stale."""


# Answers ----------------------------------------------------------------------------------------------------------
def cut_off(measure: str, calendar: Calendar, silent: frozenset[str]) -> dt.date:
    """The day after the last complete one of the measure's feeds."""
    termly = READS[measure][0] in TERMLY
    if silent.isdisjoint(READS[measure]):
        return calendar.term_cut_off if termly else calendar.cut_off
    return calendar.terms[-1 - SILENT_TERMS].ends_on if termly else add_months(calendar.cut_off, -SILENT_MONTHS)


def intended(family: Family, measure: str, calendar: Calendar, silent: frozenset[str]) -> Answer:
    """The scenario's answer, unless the family was engaged after the feeds end, or a feed has fallen silent."""
    told = family.intended.get(measure, NOT_APPLICABLE)
    stale = not silent.isdisjoint(READS[measure])
    if cut_off(measure, calendar, silent) <= family.engaged_on:
        return FEED_STALE if stale else TOO_EARLY
    return FEED_STALE if stale and told != NOT_APPLICABLE and measure not in family.on_paper else told


def attendance_gate(family: Family, calendar: Calendar, silent: frozenset[str]) -> bool:
    """Whether every pupil of the last three terms was there nine times in ten, or a panel has decided it."""
    if any(measure == "attendance_gate" for measure, *_ in family.decisions):
        return True
    if "attendance" in silent:
        return False
    last_terms = calendar.terms[-3:]
    for pupil in family.on(calendar.term_cut_off - DAY):
        due = [term for term in last_terms if of_compulsory_age(pupil, term)]
        if not due:
            continue
        sessions = [pupil.sessions.get((term.academic_year, term.term)) for term in due]
        known = [one for one in sessions if one]
        possible, unauthorised = (sum(column) for column in zip(*known, strict=True)) if known else (0, 0)
        if len(known) < len(due) or 10 * unauthorised >= possible:
            return False
    return True


def practice_gate(family: Family) -> bool:
    return bool(family.assessed_on and family.plan_agreed_on and family.lead_worker)


def eligible(family: Family, answers: dict[str, Answer], left_open: set[str]) -> bool:
    """Two problems with a baseline or a need, and a child in the family when it was engaged. What the panel has decided
    to be not applicable is none; neither is a measure that is left open because the family was engaged too late."""
    applicable = {
        problem_of(measure)
        for measure, (status, _) in answers.items()
        if status != "not_applicable" and measure not in left_open
    }
    child = any(person.age(family.engaged_on) < 18 for person in family.on(family.engaged_on))
    return len(applicable) >= 2 and child


def routes(answers: dict[str, Answer], gates: dict[str, bool]) -> list[str]:
    """The kinds of result that can be claimed. Of 4A and 4B, which are one outcome, the better counts."""
    if not (gates["eligible"] and gates["practice_gate"]) or gates["already_claimed"]:
        return []
    found = ["continuous_employment"] if answers["4A"][0] == "sustained" else []
    work = {answers["4A"][0], answers["4B"][0]} - {"not_applicable"}
    others = {answers[m][0] for m in MEASURES if m not in ("4A", "4B")} - {"not_applicable"}
    all_sustained = others <= {"sustained"} and (not work or "sustained" in work)
    return [*(["significant_and_sustained"] if all_sustained and gates["attendance_gate"] else []), *found]


def family_truth(family: Family, calendar: Calendar, silent: frozenset[str]) -> dict[str, Any]:
    """The family's line: what was told, how it should be judged, and why a test should not insist."""
    answers = {measure: intended(family, measure, calendar, silent) for measure in MEASURES}
    left_open = {measure for measure in MEASURES if cut_off(measure, calendar, silent) <= family.engaged_on}
    gates = {
        "eligible": eligible(family, answers, left_open),
        "attendance_gate": attendance_gate(family, calendar, silent),
        "practice_gate": practice_gate(family),
        "already_claimed": family.claimed is not None,
    }
    return {
        "family_id": family.family_id,
        "profile": family.profile,
        "engaged_on": family.engaged_on.isoformat(),
        "scenarios": family.scenarios,
        "measures": {measure: list(answer) for measure, answer in answers.items()},
        **gates,
        "routes": routes(answers, gates),
        "disturbed": sorted(set(family.disturbed)),
    }


# Deliveries -------------------------------------------------------------------------------------------------------
def delivery_truth(contract: Feed, delivery: Delivery, content: bytes) -> dict[str, Any]:
    """A file's line: what is in it, and what must become of it."""
    faults = Counter(row.spoilt for row in delivery.rows if row.spoilt)
    return {
        "file": delivery.file,
        "feed": delivery.feed,
        "supplier": delivery.supplier,
        "covers_from": delivery.covers_from.isoformat() if delivery.covers_from else None,
        "complete_through": delivery.complete_through.isoformat(),
        "received_at": delivery.received_at.isoformat(),
        "outcome": delivery.outcome,
        "note": delivery.note,
        "rows": len(delivery.rows),
        "bad_rows": sum(1 for row in delivery.rows if row.spoilt),
        "faults": dict(sorted(faults.items())),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


class Link(NamedTuple):
    """Who an agency's person is. member_ref: the programme's key, None for a stranger. kind: of hard case, None where
    nothing is hard. like: the member for whom a stranger may be taken."""

    feed: str
    supplier: str
    person_ref: str
    member_ref: str | None
    kind: str | None
    like: str | None


def hard_cases(links: list[Link]) -> dict[str, int]:
    """Agencies' people by kind of hard case; every kind, in the order in which they are dealt out."""
    counted = Counter(link.kind for link in links)
    return {kind: counted[kind] for kind in KINDS}


def feed_truth(contract: Feed, sent: list[Delivery], books: Books) -> tuple[dict[str, Any], list[Link]]:
    """The feed's line, and its links."""
    loaded = sorted(
        (one for one in sent if one.outcome == "loaded"), key=lambda one: (one.complete_through, one.received_at)
    )
    key = contract.key
    for one in loaded:
        for row in one.rows:
            row.key = row.key or record_key(contract, key, row, books)
    good = [(row, one) for one in loaded for row in one.rows if not row.spoilt]
    current: dict[tuple[str, str], bool] = {}
    withdrawn = 0
    for one in loaded:
        told = {(one.supplier, row.key): row for row in one.rows if not row.spoilt}
        if contract.snapshot:
            gone = [key for key, there in current.items() if there and key not in told]
            current |= dict.fromkeys(gone, False)
        else:
            gone = [key for key, row in told.items() if row.values.get("withdrawn") == "Y" and current.get(key, True)]
        current |= {key: row.values.get("withdrawn") != "Y" for key, row in told.items()}
        withdrawn += len(gone)
    people: dict[tuple[str, str], Person] = {}
    if contract.person and contract.feed != "members":
        for row, one in good:
            people.setdefault((one.supplier, books.ref(contract.feed, one.supplier, row.person)), row.person)
    texts = [column.name for column in contract.columns if column.type == "text" and not column.personal]
    formulas = sum(1 for row, _ in good if any(_like_a_formula(row.values.get(text)) for text in texts))
    line = {
        "files": dict(sorted(Counter(one.outcome for one in sent).items())),
        "complete_through": _complete_through(contract, loaded),
        "rows_read": sum(len(one.rows) for one in loaded),
        "rows_quarantined": sum(1 for one in loaded for row in one.rows if row.spoilt),
        "rows_quarantined_about_members": sum(1 for one in loaded for row in one.rows if row.spoilt and row.person.ref),
        "rows_withdrawn": withdrawn,
        "rows_like_a_formula": formulas,
        "records": sum(current.values()),
        "records_withdrawn": len(current) - sum(current.values()),
        "people": len(people),
        "unmatched_people": sum(1 for person in people.values() if person.ref is None),
        "unknown_columns": list(habits()[contract.feed].extra),
    }
    return line, [
        Link(contract.feed, supplier, ref, person.ref, person.hard, person.like)
        for (supplier, ref), person in people.items()
    ]


def _like_a_formula(value: Any) -> bool:
    return isinstance(value, str) and value.lstrip().startswith(("=", "+", "@", "-"))


def _complete_through(contract: Feed, loaded: list[Delivery]) -> str | None:
    """The oldest of the suppliers' newest days; the deliveries that are loaded leave no hole."""
    newest: dict[str, Any] = defaultdict(lambda: None)
    for one in loaded:
        newest[one.supplier] = max(filter(None, (newest[one.supplier], one.complete_through)))
    return min(newest.values()).isoformat() if newest else None
