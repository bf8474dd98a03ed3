"""The histories of one family's people, measure by measure, crowded about the days on which an answer can change.

Withdrawn records are simply absent. `good` leans towards a result, and still misses it by a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from reference.calendar import judged_terms, last_three_terms_by
from reference.drawing import DAYS, Draw, number_of
from reference.facts import (
    Activity,
    AdultOffence,
    Attendance,
    Benefit,
    ChildHealth,
    DistrictAsb,
    DomesticAbuse,
    Employment,
    Exclusion,
    Family,
    Marac,
    OutcomeStar,
    PoliceAsb,
    SocialCare,
    Treatment,
    YoungPerson,
    YouthOffence,
)
from reference.parameters import the_page

DISTRICTS = ("aylesbury_vale", "chiltern", "south_bucks", "wycombe")
SUBSTANTIVE = the_page()["substantive"]
NOT_SUBSTANTIVE = ("no_further_action", "community_resolution", "acquitted", "withdrawn")


class Histories(Draw):
    """A method a measure; each adds records about somebody of the household."""

    it: Family
    records: list[Any]
    people: list[str]
    adults: list[str]
    minors: list[str]
    young: list[str]
    grown: list[str]
    case: str | None = None

    def histories(self, promising: bool) -> None:
        """A promising family has a few problems, nearly solved; another has anything."""
        makers: tuple[Callable[[bool], None], ...] = (
            self.antisocial_behaviour,
            self.offences,
            self.offences,
            self.exclusions,
            self.care,
            self.care,
            self.work,
            self.work,
            self.not_in_education,
            self.abuse,
            self.treatment,
            self.treatment,
            self.stars,
            self.stars,
            self.child_health,
        )
        share = 0.22 if promising else 0.28
        for make in makers:
            if self.random() < share:
                make(promising or self.chance(0.3))
        if promising or self.chance(0.4):
            self.attendance(promising)

    # Around a day on which an answer can change

    def before(self) -> int:
        """Around the six months before E."""
        if self.chance(0.3):
            return self.near(self.pick((self.six_before, self.engaged, self.engaged - 1)))
        return self.between(self.six_before, self.engaged - 1)

    def after(self, c: int, good: bool) -> int:
        """From E on; a good one far enough before c."""
        edge = self.months(c, -6) - 1
        draw = self.random()
        if draw < 0.4:
            return self.pick((edge - 2, edge - 1, edge, edge, edge + 1, edge + 2))
        if good and edge > self.engaged:
            return self.between(self.engaged, edge)
        if draw < 0.6:
            return self.near(self.pick((self.engaged, c, c - 1)))
        return self.between(self.engaged, c + 5)

    def ended(self, c: int, good: bool, months: int = 6) -> int:
        """The last day of a spell that was open on E, around the due day."""
        draw = self.random()
        if draw < 0.35:
            return self.pick((-2, -1, 0, 0, 1, 2)) + self.months(c, -months) - 1
        if good and self.months(c, -months) - 1 > self.engaged:
            return self.between(self.engaged, self.months(c, -months) - 1)
        if draw < 0.6:
            return self.near(self.pick((self.engaged, c - 1, c)))
        return self.between(self.engaged, c)

    def begun(self) -> int:
        """Before E, or about then."""
        return self.near(self.engaged) if self.chance(0.12) else self.engaged - self.between(1, 500)

    def span(self, first: int, last: int | None) -> tuple[dt.date, dt.date | None]:
        return DAYS[first], None if last is None else DAYS[max(first, last)]

    # 1A, 1B, 1C, 5A

    def antisocial_behaviour(self, good: bool) -> None:
        c = self.cuts["1A"]
        self.case = None
        for _ in range(self.pick((1, 1, 2, 2, 3, 5, 5, 6))):
            self.incident(self.before())
        for _ in range(self.pick((0, 0, 1, 1, 2, 3))):
            self.incident(self.after(c, good))

    def incident(self, day: int) -> None:
        """One incident, of one or several people, in one feed or in both; or another row of the one before."""
        if self.case is None or self.chance(0.85):
            self.case = self.reference()
        reference, district = self.case, self.pick(DISTRICTS)
        people = [self.pick(self.people) for _ in range(self.pick((1, 1, 1, 2, 2, 3)))]
        both, by_police = self.chance(0.25), self.chance(0.6)
        for person in people:
            role = self.pick(("suspect", "suspect", "perpetrator", "suspect", "victim", "witness"))
            on = DAYS[day if self.chance(0.95) else self.near(day)]
            if by_police or both:
                self.records.append(PoliceAsb(person, self.key(reference), reference, role, on))
            if both or not by_police:
                who = person if self.chance(0.8) else self.pick(self.people)
                role = role if self.chance(0.85) else "victim"
                if both and self.chance(0.15):
                    on = DAYS[self.near(day)]
                self.records.append(DistrictAsb(who, self.key(reference), reference, district, role, on))

    def offences(self, good: bool) -> None:
        """By somebody young or grown, before E and perhaps after."""
        c = self.cuts["1B"]
        people = self.pick((self.minors, self.grown, self.people)) or self.people
        for _ in range(self.pick((1, 1, 2))):
            self.offence(people, self.before(), good)
        for _ in range(self.pick((0, 0, 0, 1, 2) if good else (0, 1, 1, 2))):
            self.offence(self.people, self.after(c, good), good)

    def offence(self, people: list[str], day: int, good: bool) -> None:
        reference = self.reference()
        for _ in range(self.pick((1, 1, 1, 1, 2))):
            person = self.pick(people)
            young = person not in self.adults
            kind = YouthOffence if young != self.chance(0.12) else AdultOffence
            draw = self.random()
            outcome = (
                self.pick(SUBSTANTIVE) if draw < 0.72 else self.pick(NOT_SUBSTANTIVE) if draw < 0.87 else "pending"
            )
            on = DAYS[day if self.chance(0.95) else self.near(day)]
            self.records.append(kind(person, self.key(reference), reference, on, outcome))

    def abuse(self, good: bool) -> None:
        c = self.cuts["5A"]
        for _ in range(self.pick((1, 1, 2))):
            self.abuse_report(self.before(), 0.8)
        for _ in range(self.pick((0, 0, 0, 1) if good else (0, 1, 1, 2))):
            self.abuse_report(self.after(c, good), 0.4)

    def abuse_report(self, day: int, child_share: float) -> None:
        """By the police, and sometimes by MARAC about the same people some days later."""
        reference, marac = self.reference(), self.chance(0.4)
        for _ in range(self.pick((1, 1, 2))):
            person = self.pick(self.people)
            if not marac or self.chance(0.6):
                incident = None if self.chance(0.3) else DAYS[day]
                reported = DAYS[day if incident is None else day + self.pick((0, 0, 1, 5))]
                child = self.chance(child_share)
                key = self.key(reference)
                self.records.append(
                    DomesticAbuse(person, key, reference, self.part_in_abuse(), incident, reported, child)
                )
            if marac:
                referred = DAYS[day + self.pick((-1, 0, 1, 14, 14, 27, 28, 28, 29))]
                incident = DAYS[day] if self.chance(0.25) else None
                children = self.pick((1, 2, 3)) if self.chance(child_share) else 0
                key = self.key(reference)
                self.records.append(Marac(person, key, reference, self.part_in_abuse(), incident, referred, children))

    def part_in_abuse(self) -> str:
        return self.pick(("victim", "perpetrator", "child", "victim", "witness"))

    # 2A, 2B

    def attendance(self, good: bool) -> None:
        """Each child's terms before E and up to c, around one session in ten."""
        engaged, c = DAYS[self.engaged], DAYS[self.cuts["2A"]]
        before = last_three_terms_by(engaged)
        terms = sorted({*before, *judged_terms(engaged, c), *last_three_terms_by(c)}, key=lambda term: term.starts_on)
        for child in self.minors:
            absent, recovered = self.chance(0.5), self.chance(0.85 if good else 0.5)
            for term in terms:
                if self.chance(0.98 if good else 0.93):
                    low = not absent if term in before else recovered
                    self.term_attended(child, term.academic_year, term.name, low)

    def term_attended(self, child: str, year: str, term: str, low: bool) -> None:
        possible = self.pick((60, 100, 110, 120, 120, 123))
        share = possible // 10
        unauthorised = self.pick((0, 2, share - 1, share - 1, share)) if low else share + self.pick((-1, 0, 0, 1, 9))
        if self.chance(0.02):
            possible = unauthorised = 0
        schools = [("110001", possible, unauthorised)]
        if possible > 20 and self.chance(0.1):
            part = self.between(0, unauthorised)
            schools = [("110001", possible - 20, unauthorised - part), ("110002", 20, part)]
        for school, sessions, absent in schools:
            key = f"{child}|{school}|{year}|{term}"
            self.records.append(Attendance(child, key, school, year, term, sessions, 0, absent))

    def exclusions(self, good: bool) -> None:
        for child in self.minors[: self.pick((1, 1, 2))]:
            self.exclusions_of(child, good)

    def exclusions_of(self, child: str, good: bool) -> None:
        engaged, c = DAYS[self.engaged], DAYS[self.cuts["2B"]]
        before, now = last_three_terms_by(engaged), judged_terms(engaged, c)
        for _ in range(self.pick((1, 2, 3, 3, 3, 4))):
            self.exclusion(child, self.school_day(before), 0.12)
        if now:
            for _ in range(self.pick((0, 0, 1, 2, 2, 3) if good else (0, 2, 3, 3, 4))):
                self.exclusion(child, self.school_day(now), 0.03 if good else 0.1)

    def school_day(self, terms: Sequence[Any]) -> int:
        """In one of the terms, at its edge, or between the first's start and the last's end."""
        term = self.pick(terms)
        start, end = number_of(term.starts_on), number_of(term.ends_on)
        if self.chance(0.25):
            return self.pick((start - 1, start, end - 1, end, end + 5))
        return self.between(start, end - 1)

    def exclusion(self, child: str, day: int, permanent: float) -> None:
        reference = self.reference()
        category = "PERM" if self.chance(permanent) else self.pick(("FIXD", "FIXD", "FIXD", "LNCH"))
        cancelled = self.pick((None, False, False, False, True)) if self.chance(0.4) else None
        self.records.append(Exclusion(child, reference, reference, "110001", category, DAYS[day], cancelled=cancelled))

    # 3A, 3B

    def care(self, good: bool) -> None:
        """A plan for neglect about E, how it ended, and what followed."""
        if not self.minors:
            return
        c = self.cuts["3A"]
        child = self.pick(self.minors)
        kind = self.pick(("CIN", "CP"))
        category = self.pick(("NEG", "NEG", "NEG", "NEG", "EMO"))
        last = None if self.chance(0.1 if good else 0.3) else self.ended(c, good)
        reason = self.care_reason(good)
        self.episode(child, kind, self.begun(), last, category, None if last is None else reason)
        if last is not None and self.chance(0.45):
            self.care_after(child, last, good)
        if self.chance(0.2):
            other = self.begun()
            self.episode(
                child, self.pick(("CIN", "CP", "LAC")), other, other + self.between(0, 60), "NEG", "stepped_down"
            )

    def care_reason(self, good: bool) -> str | None:
        if good and self.chance(0.85):
            return self.pick(("no_further_need", "stepped_down"))
        reasons = (
            "escalated",
            "looked_after",
            "moved_away",
            "transferred",
            "turned_18",
            "adopted",
            "died",
            "other",
            None,
        )
        return self.pick(reasons)

    def care_after(self, child: str, last: int, good: bool) -> None:
        """The step-down or the escalation: adjacent, overlapping or later."""
        kind = self.pick(("CIN", "CIN", "CIN", "CP", "LAC"))
        first = last + self.pick((1, 1, 1, 0, 2, 30, -10))
        ended = (
            None
            if self.chance(0.4)
            else self.pick((last, first + self.between(0, 90), self.ended(self.cuts["3A"], good)))
        )
        reason = None if ended is None else self.care_reason(good)
        self.episode(child, kind, first, ended, self.pick(("NEG", "NEG", "OTH")), reason)

    def episode(self, child: str, kind: str, first: int, last: int | None, category: str, reason: str | None) -> None:
        reference = self.reference()
        began, ended = self.span(first, last)
        self.records.append(SocialCare(child, reference, reference, kind, began, ended, category, reason))

    # 4A, 4B, 4C

    def work(self, good: bool) -> None:
        """A benefit about E, and then work or activity."""
        c = self.cuts["4A"]
        adult = self.pick(self.grown)
        benefit = self.pick(("JSA", "JSA", "ESA", "ESA", "IS", "IB", "SDA", "CA", "UC", "UC", "UC"))
        weeks = self.pick((91, 182))
        last: int | None = self.since(c, weeks, good) - 1
        if self.chance(0.08 if good else 0.25):
            last = None
        first = self.begun()
        self.benefit(adult, benefit, first, last)
        if self.chance(0.15):
            extra = self.pick(("UC", "JSA", "ESA"))
            begins = self.pick((first, self.engaged, self.between(self.engaged, c)))
            self.benefit(adult, extra, begins, begins + self.between(0, 120))
        if self.chance(0.12):
            last_day = self.engaged + self.pick((-2, -1, -1, 0, 0, 1))
            self.job(adult, last_day - self.between(0, 300), last_day)
        if self.chance(0.75):
            self.employment(adult, self.since(c, weeks, good), c, good)
        if self.chance(0.55):
            self.activities(adult, self.since(self.cuts["4B"], 91, good), self.cuts["4B"], good)

    def since(self, c: int, held: int, good: bool) -> int:
        """A first day from which something has been held about so long by c."""
        draw = self.random()
        if draw < 0.45:
            return c - held + self.pick((-1, 0, 0, 0, 1))
        if good and c - held > self.engaged:
            return self.between(self.engaged, c - held)
        if draw < 0.55:
            return self.near(self.engaged)
        return self.between(self.engaged, c + 3)

    def benefit(self, adult: str, benefit: str, first: int, last: int | None) -> None:
        reference = self.reference()
        began, ended = self.span(first, last)
        regime = self.pick(("intensive", "intensive", "other", "other", "working", None)) if benefit == "UC" else None
        self.records.append(Benefit(adult, reference, reference, benefit, regime, began, ended))

    def stretches(self, first: int, c: int, gap: int, good: bool) -> list[tuple[int, int | None]]:
        """One spell, or several with about so many whole days between; open, or ended about c."""
        last: int | None = None
        if not self.chance(0.75 if good else 0.4):
            last = self.pick((c - 2, c - 1, c, c + 9, self.between(first, max(first, c))))
        found = []
        while self.chance(0.3):
            upto = first + self.between(0, 80)
            found.append((first, upto))
            first = upto + 1 + self.pick((gap, gap, gap - 1, gap + 1, 0, -2))
        found.append((first, last if last is None else max(first, last)))
        return found

    def employment(self, adult: str, first: int, c: int, good: bool) -> None:
        for start, last in self.stretches(first, c, 3, good):
            self.job(adult, start, last)

    def job(self, adult: str, first: int, last: int | None) -> None:
        reference = self.reference()
        self.records.append(Employment(adult, reference, reference, *self.span(first, last)))

    def activities(self, person: str, first: int, c: int, good: bool) -> None:
        kinds = ("volunteering", "work_trial", "traineeship", "permitted_work", "job_search_review")
        for start, last in self.stretches(first, c, 7, good):
            reference = self.reference()
            self.records.append(Activity(person, reference, reference, self.pick(kinds), *self.span(start, last)))

    def not_in_education(self, good: bool) -> None:
        c = self.cuts["4C"]
        person = self.pick(self.young or self.minors or self.people)
        first = self.begun()
        since = self.since(c, 91, good)
        last = None if self.chance(0.3) else since - 1
        self.status(person, self.pick(("610", "615", "540", "680", "530")), first, last)
        if self.chance(0.5):
            for start, end in self.stretches(since, c, 7, good):
                self.status(person, self.pick(("210", "320", "540", "460", "340")), start, end)
        elif self.chance(0.6):
            make = self.pick((self.employment, self.activities))
            make(person, since, c, good)
        if self.chance(0.25):
            start = self.between(self.engaged, c)
            self.status(person, self.pick(("810", "820", "830", "710", "150")), start, self.pick((None, start + 20)))

    def status(self, person: str, status: str, first: int, last: int | None) -> None:
        """The key is the person (as Connexions knows it) and the first day."""
        began, ended = self.span(first, last)
        key = self.key(str(began))
        self.records.append(YoungPerson(person, key, status, began, ended))

    # 6A, 6B, 6C

    def treatment(self, good: bool) -> None:
        c = self.cuts["6A"]
        adult = self.pick(self.grown)
        last = None if self.chance(0.1 if good else 0.3) else self.ended(c, good)
        self.treatment_episode(adult, self.begun(), last, good)
        if self.chance(0.25):
            first = self.pick((self.begun(), self.engaged + self.between(0, 100)))
            upto = self.pick((None, last, first + self.between(0, 100)))
            self.treatment_episode(adult, first, upto, good)

    def treatment_episode(self, adult: str, first: int, last: int | None, good: bool) -> None:
        reference = self.reference()
        codes = ("80", "81", "82") if good and self.chance(0.85) else ("80", "82", "83", "84", "85", "89", None)
        discharge = None if last is None else self.pick(codes)
        began, ended = self.span(first, last)
        self.records.append(Treatment(adult, reference, reference, "alcohol", began, ended, discharge))

    def stars(self, good: bool) -> None:
        """A first score about E, and later ones about the closing of the case."""
        c = self.cuts["6B"]
        person, star = self.pick(self.people), self.pick(("family_star_plus", "my_star"))
        first = self.engaged + self.pick((-29, -28, -27, 0, 10, 55, 56, 57, self.between(-28, 56)))
        score = self.pick((1, 2, 3, 3, 4, 7, 8, 9) if star == "family_star_plus" else (1, 1, 2, 3, 3, 4))
        self.star_score(person, star, first, score)
        if self.chance(0.1):
            self.star_score(person, star, first, score + self.pick((-1, 1)))
        closed = self.it.closed_on
        about = self.between(self.engaged, c) if closed is None else number_of(closed)
        for _ in range(self.pick((0, 1, 1, 1, 2))):
            day = about + self.pick((-29, -28, -27, 0, 5, 27, 28, 29, self.between(-60, 60)))
            self.star_score(person, star, day, score + (2 if good else self.pick((0, 1, 2, 3, -1))))
        if self.chance(0.1):
            self.star_score(self.pick(self.people), "my_star", first, 2)

    def star_score(self, person: str, star: str, day: int, score: int) -> None:
        reference = self.reference()
        area = "wellbeing" if star == "family_star_plus" else "feelings"
        if self.chance(0.05):
            area = "boundaries"
        score = max(1, min(score, 10 if star == "family_star_plus" else 5))
        self.records.append(OutcomeStar(person, reference, reference, star, area, score, DAYS[day]))

    def child_health(self, good: bool) -> None:
        """Partnership plus about E, and the levels that followed."""
        if not self.minors:
            return
        c = self.cuts["6C"]
        child = self.pick(self.minors)
        last = None if self.chance(0.1 if good else 0.25) else self.ended(c, good)
        reason = self.pick(("stepped_down", "closed")) if good or self.chance(0.5) else self.health_reason()
        self.health_spell(child, "universal_partnership_plus", self.begun(), last, reason)
        if last is None:
            return
        if self.chance(0.15):
            again = self.pick((self.begun(), last - self.between(0, 40)))
            upto = last + self.pick((-5, -1, 0, 0, 1, 20))
            self.health_spell(child, "universal_partnership_plus", again, upto, self.health_reason())
        first = last + self.pick((1, 1, 1, 2, -5, 30))
        if self.chance(0.3):
            upto = first + self.between(0, 60)
            self.health_spell(child, "universal_plus", first, upto, self.health_reason())
            first = upto + self.pick((1, 1, 0, 3))
        if self.chance(0.85):
            upto = None if self.chance(0.6) else self.pick((first + self.between(0, 90), c - 2, c - 1))
            self.health_spell(child, "universal", first, upto, self.health_reason())
            if upto is not None and self.chance(0.6):
                again = upto + self.pick((1, 1, 2, 0))
                self.health_spell(child, "universal", again, self.pick((None, again + 10)), self.health_reason())

    def health_reason(self) -> str | None:
        return self.pick(("stepped_down", "closed", "escalated", "moved_away", "aged_out", "aged_out", None))

    def health_spell(self, child: str, level: str, first: int, last: int | None, reason: str | None) -> None:
        reference = self.reference()
        began, ended = self.span(first, last)
        reason = None if ended is None else reason
        self.records.append(ChildHealth(child, reference, reference, level, began, ended, reason))
