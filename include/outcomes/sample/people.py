"""People who do not exist, each with a name and date of birth that nobody else in the county has, and the families
they live in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from outcomes.sample import identifiers
from outcomes.sample.calendar import DAY

SUPPLIER_OF_A_PLACE = ("aylesbury_vale", "chiltern", "south_bucks", "wycombe")


@cache
def names() -> dict[str, Any]:
    """The lists of names.yaml; what is written as flowing text there is a list of words here."""
    text = Path(__file__).with_name("names.yaml").read_text(encoding="utf-8")
    lists = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - the C form of the safe loader
    return {name: words.split() if isinstance(words, str) else words for name, words in lists.items()}


@dataclass(eq=False, slots=True)
class Person:
    """One human being, or an agency's idea of one. `ref` is the programme's key for them; who is outside the programme
    has none.

    hard: the kind of hard case that they are for whoever matches them. like: the member for whom a person outside the
    programme may be taken. shown: what an agency never leaves out of a row about them, though it may of others'.
    """

    forename: str
    surname: str
    born: dt.date
    sex: str
    postcode: str
    upn: str | None = None
    nhs_number: str | None = None
    nino: str | None = None
    pnc_id: str | None = None
    ref: str | None = None
    hard: str | None = None
    like: str | None = None
    shown: frozenset[str] = frozenset()
    sessions: dict[tuple[str, str], tuple[int, int] | None] = field(default_factory=dict)
    """Possible and unauthorised sessions by academic year and term, where they are not ordinary; None: no record."""

    def age(self, day: dt.date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    @property
    def full_name(self) -> tuple[str, str]:
        return self.forename, self.surname


@dataclass(eq=False, slots=True)
class Membership:
    """A person's stay in a family; `left_on` is the last day of it."""

    person: Person
    joined_on: dt.date
    relationship: str
    left_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.joined_on <= day and (self.left_on is None or day <= self.left_on)


@dataclass(eq=False)
class Family:
    """A family of the programme, and what the county means to happen to it.

    on_paper: measures that only the assessment names. intended: status and reason by measure. named_in_quarantine:
    members about whom a row was spoilt on purpose.
    disturbed: why a test must not hold the answer against the intention.
    """

    family_id: str
    engaged_on: dt.date
    district: str
    postcode: str
    profile: str
    memberships: list[Membership] = field(default_factory=list)
    assessed_on: dt.date | None = None
    plan_agreed_on: dt.date | None = None
    lead_worker: str | None = None
    closed_on: dt.date | None = None
    closure: str | None = None
    stays_open: bool = False
    claimed: tuple[str, dt.date] | None = None
    needs: list[tuple[str, dt.date, dt.date | None]] = field(default_factory=list)
    decisions: list[tuple[str, dt.date, str, dt.date | None]] = field(default_factory=list)
    on_paper: set[str] = field(default_factory=set)
    intended: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    scenarios: list[str] = field(default_factory=list)
    named_in_quarantine: list[Person] = field(default_factory=list)
    disturbed: list[str] = field(default_factory=list)

    def membership(self, person: Person) -> Membership:
        return next(stay for stay in self.memberships if stay.person is person)

    def on(self, day: dt.date) -> list[Person]:
        """The members on that day."""
        return [stay.person for stay in self.memberships if stay.holds(day)]


class Population:
    """Makes people. Members' names and birthdays are remembered, so that a record that must be nobody's is nobody's."""

    def __init__(self, rng: Random, as_of: dt.date) -> None:
        self._rng, self._as_of = rng, as_of
        self._taken: set[tuple[str, str, dt.date]] = set()
        self.member_names: Counter[tuple[str, str]] = Counter()
        self.member_birthdays: set[dt.date] = set()
        self._members_by_birthday: set[tuple[str, dt.date]] = set()
        self._members = 0

    def postcode(self, district: str) -> str:
        rng = self._rng
        area = rng.choice(names()["places"][district])
        return f"{area} {rng.randrange(1, 10)}{rng.choice('ABDEFGHJLNPQRSTUWXYZ')}{rng.choice('ABDEFGHJLNPQRSTUWXYZ')}"

    def person(self, born: dt.date, surname: str, postcode: str, member: bool = True) -> Person:
        """Somebody of that birthday, unlike anybody else; a little surname drift keeps large counties possible."""
        rng, lists = self._rng, names()
        sex = rng.choice("FM")
        forenames = self._forenames(sex, born)
        forename = rng.choice(forenames)
        while (forename, surname, born) in self._taken or (not member and self._like_a_member(forename, surname, born)):
            forename = rng.choice(forenames)
            if rng.random() < 0.1:
                surname = rng.choice(lists["surnames"])
        found = Person(forename, surname, born, "X" if rng.random() < 0.01 else sex, postcode)
        return self._registered(found, member)

    def named(
        self, like: Person, forename: str, surname: str, born: dt.date, postcode: str = "", member: bool = False
    ) -> Person | None:
        """Somebody of that name and birthday, otherwise like that person, with identifiers of their own. None if there
        is such a person already."""
        if (forename, surname, born) in self._taken:
            return None
        return self._registered(Person(forename, surname, born, like.sex, postcode or like.postcode), member)

    def renamed(self, member: Person, forename: str) -> bool:
        """Gives the member another forename, unless somebody born on that day has the whole name already."""
        if (forename, member.surname, member.born) in self._taken:
            return False
        self._taken.remove((*member.full_name, member.born))
        self.member_names[member.full_name] -= 1
        member.forename = forename
        self._taken.add((*member.full_name, member.born))
        self.member_names[member.full_name] += 1
        self._members_by_birthday.add((forename, member.born))
        return True

    def forenames_like(self, person: Person) -> list[str]:
        """The forenames of the person's sex and generation."""
        return self._forenames(person.sex, person.born)

    def _forenames(self, sex: str, born: dt.date) -> list[str]:
        young, lists = self._years(born) < 21, names()
        return lists["girls" if young else "women"] if sex == "F" else lists["boys" if young else "men"]

    def _like_a_member(self, forename: str, surname: str, born: dt.date) -> bool:
        """Whether a member has two of the three: who resembles a member does so on purpose (hard_cases)."""
        known = self._members_by_birthday
        return (forename, surname) in self.member_names or (forename, born) in known or (surname, born) in known

    def _years(self, born: dt.date) -> float:
        return (self._as_of - born).days / 365.25

    def _registered(self, person: Person, member: bool) -> Person:
        """The person with the identifiers that are issued by that age, and remembered."""
        rng, years, year = self._rng, self._years(person.born), self._as_of.year
        self._taken.add((*person.full_name, person.born))
        if 3 <= years < 20:
            person.upn = identifiers.upn(rng)
        if years >= 16:
            person.nino = identifiers.nino(rng)
        if years >= 12 and rng.random() < 0.35:
            person.pnc_id = identifiers.pnc_id(rng, rng.randrange(year - 6, year))
        person.nhs_number = identifiers.nhs_number(rng)
        if member:
            self._members += 1
            person.ref = f"M{self._members:06d}"
            self.member_names[person.full_name] += 1
            self.member_birthdays.add(person.born)
            self._members_by_birthday |= {(person.forename, person.born), (person.surname, person.born)}
        return person

    def stranger(self, first: dt.date, last: dt.date, unlike_members: bool = False) -> Person:
        """Somebody outside the programme, born in those days. Unlike members: shares no member's birthday either."""
        rng = self._rng
        born = _any_day(rng, first, last)
        while unlike_members and born in self.member_birthdays:
            born = _any_day(rng, first, last)
            first -= DAY
        district = rng.choice(SUPPLIER_OF_A_PLACE)
        return self.person(born, rng.choice(names()["surnames"]), self.postcode(district), member=False)


def _any_day(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    return first + rng.randrange(max((last - first).days, 0) + 1) * DAY
