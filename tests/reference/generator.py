"""Batches of families whose histories live on the boundaries of the rules, made from a seed and from nothing else.

Hypothesis cannot make thousands of families an example; this makes a hundred thousand in seconds. Days are drawn
around those on which an answer can change: E, c, six months and 13 or 26 weeks from either, terms, birthdays, joining.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from reference.calendar import add_months, terms_of
from reference.drawing import DAYS, READS, number_of
from reference.facts import RECORDS, Decision, EarlierClaim, Family, Member, Need, PriorClaim
from reference.histories import DISTRICTS, Histories
from reference.parameters import MEASURES

FEEDS = tuple(kind.feed for kind in RECORDS)
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
            coverage[feed] = rng.choice((None, *(as_of - dt.timedelta(days=days) for days in range(299, 304))))
    if rng.random() < 0.1:
        del coverage[rng.choice(FEEDS)]
    return coverage


class Maker(Histories):
    """Makes the families of one batch: household, practice and histories, and what people wrote by hand."""

    previous: Family | None = None
    claim_id = 0

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
        return [number_of(day) for day in found]

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
            return number_of(dt.date(year - year % 4, 2, 29))
        born = number_of(add_months(day, -12 * age))
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
        if self.chance(0.17):
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

    # What people wrote by hand, and what matching left open

    def hand_made(self, family: Family, promising: bool) -> None:
        doubt = 0.1 if promising else 0.16
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
        if self.chance(0.08):
            self.prior(family)

    def some_feed(self, family: Family) -> str:
        """Most often one that says something about the family."""
        if family.records and self.chance(0.8):
            return self.pick(sorted({record.feed for record in family.records}))
        return self.pick(FEEDS)

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
