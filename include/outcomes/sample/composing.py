"""Families put together from scenarios, so that every answer to every measure is met, and a realistic share can be
claimed."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from outcomes.sample.calendar import DAY, Calendar
from outcomes.sample.ledger import Ledger
from outcomes.sample.people import SUPPLIER_OF_A_PLACE, Family, Membership, Person, Population, names
from outcomes.sample.scenarios import SCENARIOS
from outcomes.sample.scene import THREADS, Scenario, Scene, problem_of

AGES = {
    "adult": (24.0, 45.0),
    "second_adult": (24.0, 45.0),
    "joiner": (24.0, 45.0),
    "leaving_adult": (24.0, 45.0),
    "pupil": (7.0, 13.8),
    "sibling": (7.0, 13.8),
    "leaving_pupil": (7.0, 13.8),
    "youth": (12.0, 15.3),
    "school_leaver": (17.0, 20.0),
    "leaving_school_leaver": (17.0, 20.0),
    "infant": (0.5, 2.3),
    "leaving_infant": (0.5, 2.3),
}
"""The years that a player of the role can have at the engagement; `nearly_adult` turns 18 some weeks after it."""

ADULTS = frozenset(("adult", "second_adult", "joiner", "leaving_adult"))
OF_SCHOOL_AGE = frozenset(("pupil", "sibling", "leaving_pupil", "youth"))
CHILDREN = OF_SCHOOL_AGE | {"infant", "leaving_infant", "nearly_adult"}
PLAYED_ONCE = frozenset(role for role in AGES if role.startswith("leaving_")) | {"joiner", "nearly_adult"}
"""Roles whose player may do nothing else in the family."""

PROFILES = {
    "mixed": 57,
    "claimable": 6,
    "employment": 2,
    "nearly": 14,
    "one_problem": 5,
    "no_child": 3,
    "claimed": 6,
    "fresh": 3,
    "unprepared": 4,
}
"""Families in a hundred. nearly: all but one thing holds. fresh: engaged so lately that no feed reaches there.
unprepared: the practice gate is shut. claimed: the programme has had a result for it before."""


class Deck:
    """Scenarios that are told in turn, so that in the long run none is left out."""

    def __init__(self, scenarios: Iterable[Scenario], rng: Random) -> None:
        cards = [scenario for scenario in scenarios for _ in range(scenario.weight)]
        rng.shuffle(cards)
        self._cards = deque(cards)

    def draw(self, accepts: Callable[[Scenario], bool] = lambda scenario: True) -> Scenario | None:
        """The first that is accepted; it goes to the bottom."""
        for number, card in enumerate(self._cards):
            if accepts(card):
                del self._cards[number]
                self._cards.append(card)
                return card
        return None


@dataclass
class Decks:
    """leads: what is no success. seconds: what beside a lead leads to no claim by itself. successes: what leads to
    a claim.
    lately: significant and no more. works: an adult in work to stay."""

    leads: Deck
    seconds: Deck
    successes: Deck
    lately: Deck
    works: Deck

    @classmethod
    def shuffled(cls, rng: Random) -> Decks:
        answers = {s: {status for status, _ in s.intends.values() if status != "not_applicable"} for s in SCENARIOS}
        return cls(
            leads=Deck((s for s in SCENARIOS if not s.succeeds), rng),
            seconds=Deck((s for s in SCENARIOS if not _works(s)), rng),
            successes=Deck((s for s in SCENARIOS if s.succeeds), rng),
            lately=Deck((s for s in SCENARIOS if answers[s] == {"significant"}), rng),
            works=Deck((s for s in SCENARIOS if _works(s)), rng),
        )


class Composer:
    """Makes families one after another; what happens to them goes into the ledger."""

    def __init__(self, calendar: Calendar, population: Population, ledger: Ledger, rng: Random) -> None:
        self.calendar, self.population, self.ledger, self.rng = calendar, population, ledger, rng
        self.decks = Decks.shuffled(rng)
        self.extras: list[tuple[Family, Person]] = []
        """Members who play no part, and so may move."""

    def families(self, count: int) -> list[Family]:
        profiles = _in_turn(PROFILES, self.rng)
        found = [self.family(f"F{number:05d}", next(profiles)) for number in range(1, count + 1)]
        self._move_some(found)
        return found

    def family(self, family_id: str, profile: str) -> Family:
        """A family of the profile: its scenarios first, then people to play them, then what happens."""
        scenarios, engaged = self._choose(profile)
        rng = self.rng
        district = rng.choice(SUPPLIER_OF_A_PLACE)
        postcode = self.population.postcode(district)
        family = Family(family_id, engaged, district, postcode, profile)
        family.scenarios = [scenario.full_name for scenario in scenarios]
        cast = self._household(family, scenarios)
        self._paperwork(family)
        for scenario in scenarios:
            family.intended |= scenario.intends
            scenario.act(Scene(family, cast, self.calendar, self.ledger, rng))
        self._assessment(family)
        self._closure(family)
        return family

    # The story ------------------------------------------------------------------------------------------------------
    def _choose(self, profile: str) -> tuple[list[Scenario], dt.date]:
        rng, decks = self.rng, self.decks
        if profile == "fresh":
            return [], self.calendar.cut_off + rng.randrange(
                (self.calendar.as_of - self.calendar.cut_off).days + 1
            ) * DAY
        if profile == "no_child":
            lead = _drawn(decks.leads, lambda s: bool(s.cast) and ADULTS.issuperset(s.cast))
            return self._with_others([lead], decks.seconds, 1, lambda s: ADULTS.issuperset(s.cast))
        if profile == "one_problem":
            return self._with_others([_drawn(decks.leads)], decks.seconds, 0)
        if profile == "employment":
            return self._with_others([_drawn(decks.works)], decks.seconds, rng.randrange(1, 3))
        if profile == "claimable" or (profile in ("claimed", "unprepared") and rng.random() < 0.5):
            return self._with_others([_drawn(decks.successes)], decks.successes, rng.randrange(1, 3))
        if profile == "nearly":
            missing = _drawn(decks.lately, lambda s: s.when != "unsettled")
            return self._with_others([missing], decks.successes, rng.randrange(1, 3), lambda s: not _works(s))
        return self._with_others([_drawn(decks.leads)], decks.seconds, rng.choice((1, 1, 2, 2, 3)))

    def _with_others(
        self,
        chosen: list[Scenario],
        deck: Deck,
        count: int,
        accepts: Callable[[Scenario], bool] = lambda scenario: True,
    ) -> tuple[list[Scenario], dt.date]:
        """The lead decides between which days the family is engaged. Each other must fit that day and the others;
        the second is of another problem."""
        first, last = self.calendar.engagement(chosen[0].when)
        engaged = first + self.rng.randrange((last - first).days + 1) * DAY
        for number in range(count):

            def accepted(other: Scenario, second: bool = number == 0) -> bool:
                if second and _problems(other) & _problems(chosen[0]):
                    return False
                return accepts(other) and self._fits(other, engaged) and all(_go_together(other, one) for one in chosen)

            if another := deck.draw(accepted):
                chosen.append(another)
        return chosen, engaged

    def _fits(self, scenario: Scenario, engaged: dt.date) -> bool:
        first, last = self.calendar.engagement(scenario.when)
        return first <= engaged <= last

    # The people -----------------------------------------------------------------------------------------------------
    def _household(self, family: Family, scenarios: list[Scenario]) -> dict[str, Person]:
        """Somebody for every role, a parent and (nearly always) a child, and some who play no part."""
        rng = self.rng
        roles = list(dict.fromkeys(["adult", *(role for scenario in scenarios for role in scenario.cast)]))
        alone = any(scenario.alone for scenario in scenarios)
        surname = rng.choice(names()["surnames"])
        cast = {role: self._member(family, role, surname) for role in roles}
        extras = ["second_adult"] if "second_adult" not in cast and rng.random() < 0.45 else []
        if family.profile != "no_child":
            others = ["infant"] if alone else ["infant", "pupil", "sibling", "youth"]
            extras += [role for role in others if role not in cast and rng.random() < 0.28]
            if not CHILDREN & {*cast, *extras}:
                extras.append("pupil")
        for role in extras:
            self.extras.append((family, self._member(family, role, surname)))
        return cast

    def _member(self, family: Family, role: str, surname: str) -> Person:
        rng = self.rng
        if role in ("second_adult", "joiner", "leaving_adult") and rng.random() < 0.6:
            surname = rng.choice(names()["surnames"])
        person = self.population.person(self._birthday(family, role), surname, family.postcode)
        adult = role in ADULTS
        kind = {"F": "mother", "M": "father"} if adult else {"F": "daughter", "M": "son"}
        relationship = kind.get(person.sex, "parent" if adult else "child")
        family.memberships.append(Membership(person, family.engaged_on, relationship))
        return person

    def _birthday(self, family: Family, role: str) -> dt.date:
        """A birthday that no one else in the family has."""
        taken = {stay.person.born for stay in family.memberships}
        while True:
            if role == "nearly_adult":
                turns = family.engaged_on + self.rng.randrange(30, 60) * DAY
                born = turns.replace(year=turns.year - 18, day=min(turns.day, 28))
            else:
                youngest, oldest = AGES[role]
                born = family.engaged_on - round(self.rng.uniform(youngest, oldest) * 365.25) * DAY
            if born not in taken:
                return born

    def _move_some(self, families: list[Family]) -> None:
        """One extra in eight moves to another family, where nothing depends on it."""
        rng, calendar = self.rng, self.calendar
        closed = {scenario.full_name for scenario in SCENARIOS if scenario.alone}
        open_to_all = [f for f in families if f.profile in ("mixed", "nearly") and not closed.intersection(f.scenarios)]
        for family, person in self.extras:
            if not open_to_all or rng.random() > 0.12:
                continue
            to = rng.choice(open_to_all)
            first = max(family.engaged_on, to.engaged_on) + 10 * DAY
            last = calendar.cut_off - 30 * DAY
            if to is family or first > last:
                continue
            old = family.membership(person)
            old.left_on = first + rng.randrange((last - first).days + 1) * DAY
            to.memberships.append(Membership(person, old.left_on + DAY, old.relationship))

    # The programme's own papers --------------------------------------------------------------------------------------
    def _paperwork(self, family: Family) -> None:
        """Assessment, plan and lead worker: all there, but for an unprepared family and a few others."""
        rng, last = self.rng, self.calendar.as_of - DAY
        assessed = family.engaged_on + rng.randrange(2, 25) * DAY
        agreed = assessed + rng.randrange(0, 20) * DAY
        family.assessed_on = assessed if assessed <= last else None
        family.plan_agreed_on = agreed if agreed <= last else None
        family.lead_worker = rng.choice(names()["lead_workers"])
        careless = family.profile == "unprepared" or (family.profile == "mixed" and rng.random() < 0.1)
        if careless:
            setattr(family, rng.choice(("assessed_on", "plan_agreed_on", "lead_worker")), None)

    def _assessment(self, family: Family) -> None:
        """Most problems that the feeds bear out stand in the assessment too; of a fresh family it is all that is
        known."""
        rng, last = self.rng, self.calendar.as_of - DAY
        named = {measure for measure, _, _ in family.needs}
        evident = [
            m for m, (status, reason) in family.intended.items() if status != "not_applicable" or reason == "decided"
        ]
        if family.profile == "fresh":
            evident = rng.sample([measure for thread in THREADS.values() for measure in thread], 3)
        for measure in evident:
            if measure not in named and rng.random() < 0.85:
                family.needs.append((measure, min(family.engaged_on + rng.randrange(3, 30) * DAY, last), None))
        if family.profile == "claimed":
            first, latest = family.engaged_on + 10 * DAY, self.calendar.as_of - 20 * DAY
            day = first + rng.randrange(max((latest - first).days, 0) + 1) * DAY
            family.claimed = rng.choice(("significant_and_sustained", "continuous_employment")), min(day, last)

    def _closure(self, family: Family) -> None:
        """Three in ten of the older cases are closed, in one way or another, if no scenario has said so."""
        rng, calendar = self.rng, self.calendar
        room = (calendar.cut_off - family.engaged_on).days
        if family.closed_on or family.stays_open or room < 200 or rng.random() > 0.3:
            return
        family.closed_on = family.engaged_on + rng.randrange(120, room) * DAY
        family.closure = rng.choice(("case_closed", "stepped_down", "moved_away", "disengaged"))


def _drawn(deck: Deck, accepts: Callable[[Scenario], bool] = lambda scenario: True) -> Scenario:
    """Raises LookupError if the deck has no such card."""
    card = deck.draw(accepts)
    if card is None:
        raise LookupError("no scenario is of that kind")
    return card


def _works(scenario: Scenario) -> bool:
    """Whether an adult is meant to be in work to stay, which is a claim by itself."""
    return scenario.intends.get("4A") == ("sustained", None)


def _problems(scenario: Scenario) -> set[str]:
    return {problem_of(measure) for measure in scenario.intends}


def _go_together(one: Scenario, other: Scenario) -> bool:
    """Of different threads; no part played twice that is played once; nobody of school age beside an only pupil."""
    if one.thread == other.thread:
        return False
    if PLAYED_ONCE & set(one.cast) & set(other.cast):
        return False
    return not ((one.alone and OF_SCHOOL_AGE & set(other.cast)) or (other.alone and OF_SCHOOL_AGE & set(one.cast)))


def _in_turn(shares: dict[str, int], rng: Random) -> Iterator[str]:
    """The names for ever, each hundred in its own order with exactly these shares."""
    while True:
        hundred = [name for name, share in shares.items() for _ in range(share)]
        rng.shuffle(hundred)
        yield from hundred
