"""Batches of families whose histories live on the boundaries of the rules, made from a seed and from nothing else.

Hypothesis cannot make thousands of families an example; this makes a hundred thousand in seconds. Days are ordinals
while a family is being made, and are drawn around the days on which an answer can change: E, c, six months and 13 or
26 weeks from either, terms, birthdays, joining and leaving. Withdrawn records are simply absent.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from reference.calendar import add_months, judged_terms, last_three_terms_by, terms_of
from reference.facts import (
    RECORDS,
    Activity,
    AdultOffence,
    Attendance,
    Benefit,
    ChildHealth,
    Decision,
    DistrictAsb,
    DomesticAbuse,
    EarlierClaim,
    Employment,
    Exclusion,
    Family,
    Marac,
    Member,
    Need,
    OutcomeStar,
    PoliceAsb,
    PriorClaim,
    SocialCare,
    Treatment,
    YoungPerson,
    YouthOffence,
)
from reference.parameters import MEASURES, the_page
from reference.question import cut_off

T = TypeVar("T")

FEEDS = tuple(kind.feed for kind in RECORDS)  # type: ignore[attr-defined]
READS = the_page()["reads"]
EPOCH = dt.date(1930, 1, 1).toordinal()
DAYS = [dt.date.fromordinal(EPOCH + number) for number in range(45_000)]
DISTRICTS = ("aylesbury_vale", "chiltern", "south_bucks", "wycombe")
SUBSTANTIVE = the_page()["substantive"]
NOT_SUBSTANTIVE = ("no_further_action", "community_resolution", "acquitted", "withdrawn")
RESULT_TYPES = ("significant_and_sustained", "continuous_employment")


@dataclass(slots=True)
class Batch:
    """Families that share an as_of and how far each feed is complete."""

    seed: int
    as_of: dt.date
    coverage: dict[str, dt.date | None]
    families: list[Family]


def make_batch(seed: int, size: int) -> Batch:
    rng = random.Random(seed)
    as_of = notable_day(rng)
    coverage = coverage_around(rng, as_of)
    maker = Maker(rng, as_of, coverage)
    return Batch(seed, as_of, coverage, [maker.family(f"F{number:06d}") for number in range(size)])


def notable_day(rng: random.Random) -> dt.date:
    """Any day of some years, most often one on which months, ages or terms turn."""
    year = rng.randrange(2014, 2025)
    autumn, spring, summer = terms_of(year - 1)
    notable = [
        dt.date(year, 2, 28),
        dt.date(year, 3, 1),
        dt.date(year, 8, 30),
        dt.date(year, 8, 31),
        dt.date(year, 12, 31),
        dt.date(year, 9, 1),
        autumn.ends_on,
        spring.ends_on,
        summer.ends_on,
        dt.date(year, rng.randrange(1, 13), rng.randrange(1, 29)),
        dt.date(year, rng.randrange(1, 13), rng.randrange(1, 29)),
        dt.date(year, rng.randrange(1, 13), rng.randrange(1, 29)),
        dt.date(year, rng.randrange(1, 13), rng.randrange(1, 29)),
    ]
    if year % 4 == 0:
        notable += [dt.date(year, 2, 29)] * 3
    return rng.choice(notable) + dt.timedelta(days=rng.choice((-1, 0, 0, 0, 1)))


def coverage_around(rng: random.Random, as_of: dt.date) -> dict[str, dt.date | None]:
    """All feeds fresh, or most, or each for itself: stopped around the limit of staleness, or never delivered."""

    def through() -> dt.date | None:
        back = rng.choice(
            (-40, 0, 1, 2, 7, 30, 30, 60, 62, 63, 64, 65, 90, 130, 299, 300, 301, 302, 303, 400, 700, None)
        )
        return None if back is None else as_of - dt.timedelta(days=back)

    unlike = rng.choice((0.0, 0.0, 0.0, 0.05, 0.1, 0.2, 0.5))
    fresh = as_of - dt.timedelta(days=rng.choice((1, 1, 1, 0, 5, 35)))
    coverage = {feed: through() if rng.random() < unlike else fresh for feed in FEEDS}
    for feed in ("attendance", "exclusions"):
        if rng.random() < 0.15:
            coverage[feed] = as_of - dt.timedelta(days=rng.randrange(299, 304))
    if rng.random() < 0.1:
        del coverage[rng.choice(FEEDS)]
    return coverage


class Maker:
    """Makes the families of one batch. A method a measure; `good` leans towards a result, and still misses by a day."""

    def __init__(self, rng: random.Random, as_of: dt.date, coverage: dict[str, dt.date | None]) -> None:
        self.rng = rng
        self.random = rng.random
        self.as_of = as_of.toordinal() - EPOCH
        cuts = {measure: cut_off(feeds, coverage, as_of) for measure, feeds in READS.items()}
        self.cuts = {measure: (as_of if c is None else c).toordinal() - EPOCH for measure, c in cuts.items()}
        self.claim_id = 0
        self.previous: Family | None = None

    # Drawing

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.random() * len(choices))]

    def chance(self, share: float) -> bool:
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """Both ends included; `low` if they cross."""
        return low + int(self.random() * (high - low + 1)) if high > low else low

    def near(self, day: int) -> int:
        """The day itself, or the day before or after."""
        return day + self.pick((-1, 0, 0, 0, 1))

    def months(self, day: int, months: int) -> int:
        return add_months(DAYS[day], months).toordinal() - EPOCH

    def reference(self) -> str:
        self.count += 1
        return f"{self.family_id}.{self.count}"

    # The family

    def family(self, family_id: str) -> Family:
        self.family_id, self.count = family_id, 0
        self.c = self.cuts[self.pick(MEASURES)]
        self.engaged = self.engagement()
        self.six_before, self.six_after = self.months(self.engaged, -6), self.months(self.engaged, 6)
        self.it = family = Family(family_id, DAYS[self.engaged], district=self.pick(DISTRICTS))
        self.records = family.records
        self.household(family)
        promising = self.chance(0.5)
        self.practice(family, promising)
        self.histories(promising)
        self.hand_made(family, promising)
        self.shared_with_previous(family)
        self.previous = family
        return family

    def engagement(self) -> int:
        """Long enough before c for most; else around every duration that is counted from E."""
        draw = self.random()
        if draw < 0.55:
            return self.c - self.between(185, 800)
        if draw < 0.65:
            return self.near(self.pick(self.calendar_days(self.c - self.between(100, 700))))
        if draw < 0.75:
            return self.near(self.months(self.c, -6))
        if draw < 0.85:
            return self.near(self.c - self.pick((91, 182, 56, 28)))
        if draw < 0.95:
            return self.c - self.between(2, 185)
        return self.near(self.pick((self.c, self.as_of, self.as_of + 40)))

    def calendar_days(self, around: int) -> list[int]:
        """Ends of months, terms and a leap day in that year."""
        year = DAYS[around].year
        found = [dt.date(year, 8, 31), dt.date(year, 8, 29), dt.date(year, 3, 1), dt.date(year, 2, 28)]
        found += [term.ends_on for term in terms_of(year - 1)]
        found += [dt.date(year, 9, 1)]
        return [day.toordinal() - EPOCH for day in found]

    def household(self, family: Family) -> None:
        self.adults, self.children, self.young = [], [], []
        for number in range(self.pick((1, 1, 1, 2, 2, 3))):
            self.adults.append(self.member(family, f"a{number}", self.adult_birthday()))
        for number in range(self.pick((0, 1, 1, 1, 2, 2, 3))):
            self.children.append(self.member(family, f"c{number}", self.child_birthday()))
        if self.chance(0.3):
            self.young.append(self.member(family, "y0", self.birthday(self.pick((16, 17, 18, 20, 24, 25)))))
        self.people = self.adults + self.children + self.young
        self.minors = self.children + self.young
        self.grown = self.adults + self.young

    def birthday(self, age: int) -> int:
        """The age is reached around E, c or the first of a September; some were born on a leap day."""
        on = self.pick((self.engaged, self.engaged, self.c, self.c - 1, self.c - self.between(0, 400)))
        day = DAYS[on]
        if self.chance(0.15):
            day = dt.date(day.year, 9, 1)
        year = day.year - age
        if self.chance(0.06):
            return dt.date(year - year % 4, 2, 29).toordinal() - EPOCH
        born = add_months(day, -12 * age).toordinal() - EPOCH
        return born + self.pick((-1, 0, 1)) if self.chance(0.5) else born - self.between(0, 360)

    def adult_birthday(self) -> int:
        return self.birthday(18) if self.chance(0.1) else self.engaged - 365 * self.between(20, 55)

    def child_birthday(self) -> int:
        if self.chance(0.4):
            return self.birthday(self.pick((5, 10, 15, 16, 17, 18)))
        return self.engaged - self.between(1, 365 * 17)

    def member(self, family: Family, suffix: str, born: int) -> str:
        person = f"{family.family_id}-{suffix}"
        born_on = DAYS[born]
        joined = self.engaged - self.between(10, 2000)
        left = None
        if self.chance(0.13):
            joined = self.near(self.pick((self.engaged, self.engaged, self.c, self.between(self.engaged, self.c))))
        if self.chance(0.13):
            left = self.near(
                self.pick((self.engaged, self.c, self.c - 1, self.between(self.engaged, self.c), self.c + 30))
            )
            left = max(left, joined)
        family.members.append(Member(person, DAYS[joined], None if left is None else DAYS[left], born_on))
        if left is not None and self.chance(0.3):
            again = left + self.pick((1, 1, 2, 10)) if self.chance(0.8) else self.between(joined + 1, left)
            gone = None if self.chance(0.6) else DAYS[again + self.between(0, 200)]
            family.members.append(Member(person, DAYS[again], gone, born_on))
        return person

    def practice(self, family: Family, promising: bool) -> None:
        def day() -> dt.date | None:
            if self.chance(0.9 if promising else 0.6):
                return DAYS[self.engaged + self.between(-5, 90)]
            return DAYS[self.near(self.as_of)] if self.chance(0.6) else None

        family.assessed_on, family.plan_agreed_on = day(), day()
        family.has_lead_worker = self.chance(0.93)
        if self.chance(0.45):
            closed = self.pick(
                (self.c - 28, self.c - 29, self.c, self.as_of, self.engaged, self.between(self.engaged, self.c + 20))
            )
            family.closed_on = DAYS[self.near(closed)]
            family.closure = self.pick(("case_closed", "case_closed", "stepped_down", "moved_away", "disengaged"))

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
        for _ in range(self.pick((1, 1, 2, 2, 3, 5, 5, 6))):
            self.incident(self.before())
        for _ in range(self.pick((0, 0, 1, 1, 2, 3))):
            self.incident(self.after(c, good))

    def incident(self, day: int) -> None:
        """One incident, of one or several people, in one feed or in both."""
        reference, district = self.reference(), self.pick(DISTRICTS)
        people = [self.pick(self.people) for _ in range(self.pick((1, 1, 1, 2, 2, 3)))]
        both, by_police = self.chance(0.25), self.chance(0.6)
        for number, person in enumerate(people):
            role = self.pick(("suspect", "suspect", "perpetrator", "suspect", "victim", "witness"))
            on = DAYS[day if self.chance(0.95) else self.near(day)]
            key = f"{reference}|{person}{number}"
            if by_police or both:
                self.records.append(PoliceAsb(person, key, reference, role, on))
            if both or not by_police:
                who = person if self.chance(0.8) else self.pick(self.people)
                role = role if self.chance(0.85) else "victim"
                if both and self.chance(0.15):
                    on = DAYS[self.near(day)]
                district_key = f"{reference}|{district}|{person}{number}"
                self.records.append(DistrictAsb(who, district_key, reference, district, role, on))

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
        for number in range(self.pick((1, 1, 1, 1, 2))):
            person = self.pick(people)
            young = person not in self.adults
            kind = YouthOffence if young != self.chance(0.12) else AdultOffence
            draw = self.random()
            outcome = (
                self.pick(SUBSTANTIVE) if draw < 0.72 else self.pick(NOT_SUBSTANTIVE) if draw < 0.87 else "pending"
            )
            on = DAYS[day if self.chance(0.95) else self.near(day)]
            self.records.append(kind(person, f"{reference}|{person}{number}", reference, on, outcome))

    def abuse(self, good: bool) -> None:
        c = self.cuts["5A"]
        for _ in range(self.pick((1, 1, 2))):
            self.abuse_report(self.before(), 0.8)
        for _ in range(self.pick((0, 0, 0, 1) if good else (0, 1, 1, 2))):
            self.abuse_report(self.after(c, good), 0.4)

    def abuse_report(self, day: int, child_share: float) -> None:
        """By the police, and sometimes by MARAC about the same people some days later."""
        reference, marac = self.reference(), self.chance(0.4)
        for number in range(self.pick((1, 1, 2))):
            person = self.pick(self.people)
            role = self.pick(("victim", "perpetrator", "child", "victim", "witness"))
            key = f"{reference}|{person}{number}"
            if not marac or self.chance(0.6):
                incident = None if self.chance(0.3) else DAYS[day]
                reported = DAYS[day if incident is None else day + self.pick((0, 0, 1, 5))]
                child = self.chance(child_share)
                self.records.append(DomesticAbuse(person, key, reference, role, incident, reported, child))
            if marac:
                referred = day + self.pick((-1, 0, 1, 14, 27, 28, 28, 29))
                incident = DAYS[day] if self.chance(0.35) else None
                children = self.pick((1, 2, 3)) if self.chance(child_share) else 0
                self.records.append(Marac(person, key, reference, role, incident, DAYS[referred], children))

    # 2A, 2B

    def attendance(self, good: bool) -> None:
        """Each child's terms before E and up to c, around one session in ten."""
        engaged, c = DAYS[self.engaged], DAYS[self.cuts["2A"]]
        before = last_three_terms_by(engaged)
        now = tuple(dict.fromkeys(judged_terms(engaged, c) + last_three_terms_by(c)))
        for child in self.minors:
            absent, recovered = self.chance(0.5), self.chance(0.85 if good else 0.5)
            for term in dict.fromkeys(before + now):
                if self.chance(0.98 if good else 0.93):
                    low = recovered if term not in before else not absent
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
        if not self.minors:
            return
        engaged, c = DAYS[self.engaged], DAYS[self.cuts["2B"]]
        child = self.pick(self.minors)
        before = last_three_terms_by(engaged)
        now = judged_terms(engaged, c)
        for _ in range(self.pick((1, 2, 3, 3, 3, 4))):
            self.exclusion(child, self.school_day(before), 0.12)
        if now:
            for _ in range(self.pick((0, 0, 1, 2, 2, 3) if good else (0, 2, 3, 3, 4))):
                self.exclusion(child, self.school_day(now), 0.03 if good else 0.1)

    def school_day(self, terms: Sequence[Any]) -> int:
        """In one of the terms, at its edge, or between the first's start and the last's end."""
        term = self.pick(terms)
        start, end = term.starts_on.toordinal() - EPOCH, term.ends_on.toordinal() - EPOCH
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
        if self.chance(0.8):
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
            reference = self.reference()
            self.records.append(Employment(adult, reference, reference, *self.span(start, last)))

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
        key = f"{self.reference()}|{began}"
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
        about = self.between(self.engaged, c) if closed is None else closed.toordinal() - EPOCH
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

    # What people wrote by hand, and what matching left open

    def hand_made(self, family: Family, promising: bool) -> None:
        doubt = 0.08 if promising else 0.16
        if self.chance(doubt):
            family.undecided.add((self.some_feed(family), self.pick(self.people)))
        if self.chance(doubt):
            family.quarantined.add((self.some_feed(family), self.pick(self.people)))
        if self.chance(0.12):
            self.need(family)
        if self.chance(0.8 if family.needs or family.undecided or family.quarantined else 0.4):
            self.decision(family)
        if self.chance(0.04):
            self.earlier(family)
        if self.chance(0.05):
            self.prior(family)

    def some_feed(self, family: Family) -> str:
        """Most often one that says something about the family."""
        return self.pick(family.records).feed if family.records and self.chance(0.7) else self.pick(FEEDS)

    def need(self, family: Family) -> None:
        identified = self.pick((self.engaged, self.engaged - 20, self.as_of, self.as_of + 1))
        family.needs.append(Need(self.pick(MEASURES), DAYS[identified]))

    def decision(self, family: Family) -> None:
        """About a measure that is likely to be in review: one in doubt, needed, or any."""
        doubts = {feed for feed, _ in family.undecided | family.quarantined} or {self.some_feed(family)}
        doubtful = [each for each in MEASURES if not doubts.isdisjoint(READS[each])] * 3
        needed = [need.measure_id for need in family.needs]
        subject = self.pick((*doubtful, *needed, *needed, self.pick(MEASURES), "attendance_gate"))
        for days_ago in self.pick(((0,), (3,), (-1,), (10, 1), (10, -1))):
            verdict = self.pick(("sustained", "no_progress", "not_applicable"))
            sustained_on = DAYS[self.as_of - 20 - self.between(0, 60)] if verdict == "sustained" else None
            family.decisions.append(Decision(subject, DAYS[self.as_of - days_ago], verdict, sustained_on))

    def earlier(self, family: Family) -> None:
        claimed = self.as_of + self.pick((-400, -1, 0, 1))
        family.claims_history.append(EarlierClaim(self.pick(RESULT_TYPES), DAYS[claimed]))

    def prior(self, family: Family) -> None:
        """Of the family itself, or of one of its adults in another."""
        self.claim_id += 1
        own = self.chance(0.5)
        employment = not own or self.chance(0.5)
        family.prior_claims.append(
            PriorClaim(
                claim_id=self.claim_id,
                family_id=family.family_id if own else f"another than {family.family_id}",
                result_type=RESULT_TYPES[employment],
                as_of=DAYS[self.as_of - self.pick((400, 30, 1, 1, 0, -1))],
                person_ref=self.pick(self.grown) if employment else None,
            )
        )

    def shared_with_previous(self, family: Family) -> None:
        """Now and then somebody is a member of two families, with the same facts in both."""
        other = self.previous
        if other is None or not self.chance(0.02):
            return
        row = self.pick(other.members)
        person = row.person_ref
        family.members.append(Member(person, row.joined_on, row.left_on, row.date_of_birth))
        family.records += [record for record in other.records if record.person_ref == person]
        family.undecided |= {each for each in other.undecided if each[1] == person}
        family.quarantined |= {each for each in other.quarantined if each[1] == person}
        family.prior_claims += [claim for claim in other.prior_claims if claim.person_ref == person]
