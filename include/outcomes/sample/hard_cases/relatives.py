"""People whom agencies know and the programme does not, each of whom could be taken for a member.

A false link puts their facts into the member's family. So they have facts that matter there, since its engagement: an
incident, an offence, an absence. Relatives are on an ordinary register too, under their whole name, as in life; without
that nobody could tell a twin from a member whose name was mistyped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from outcomes.contracts import load_contract
from outcomes.sample.agencies import habits
from outcomes.sample.background import of_compulsory_age
from outcomes.sample.calendar import DAY, TERMLY
from outcomes.sample.hard_cases.kind import Befalls, Kind, Surroundings
from outcomes.sample.hard_cases.naming import nearly_the_same
from outcomes.sample.people import SUPPLIER_OF_A_PLACE, Family, Person, names

FACTS: dict[str, dict[str, Any]] = {
    "police_asb": {"role": "suspect"},
    "district_asb": {"role": "perpetrator"},
    "youth_offences": {"outcome": "referral_order"},
    "adult_offences": {"outcome": "community_order"},
    "exclusions": {"category": "PERM", "cancelled": "N"},
    "social_care": {"kind": "CP"},
    "domestic_abuse": {"role": "perpetrator", "child_present": "Y"},
    "treatment": {"substance": "alcohol"},
    "benefits": {"benefit": "JSA", "uc_regime": ""},
    "child_health": {"level": "universal_partnership_plus"},
}
"""What would count in a family, by feed. Who is of the feed's age (agencies.yaml) can have such a fact."""

CARRY = {"benefits": "nino", "treatment": "nhs_number", "police_asb": "pnc_id", "exclusions": "upn"}
"""Feeds of FACTS that identify people, one for each kind of identifier."""


# What the agencies have about them ------------------------------------------------------------------------------------
def _fact(feed: str, stranger: Person, family: Family, around: Surroundings) -> bool:
    """A record of such a fact, since the engagement if time allows. False: the stranger is not of that age."""
    calendar, kept = around.calendar, habits()[feed]
    last = (calendar.term_cut_off if feed in TERMLY else calendar.cut_off) - DAY
    first = min(max(family.engaged_on, calendar.window_from), last - 30 * DAY)
    on = first + around.rng.randrange((last - first).days + 1) * DAY
    youngest, oldest = kept.ages
    if not youngest <= stranger.age(on) <= oldest:
        return False
    supplier = family.district if load_contract(feed).suppliers else ""
    _write(feed, supplier, stranger, on, around, FACTS[feed])
    return True


def _facts(stranger: Person, family: Family, around: Surroundings, count: int) -> int:
    """So many facts in different feeds, or as many as there can be of a person of that age."""
    feeds, written = around.rng.sample(sorted(FACTS), len(FACTS)), 0
    for feed in feeds:
        if written < count and _fact(feed, stranger, family, around):
            written += 1
    return written


def _everyday(stranger: Person, family: Family, around: Surroundings) -> None:
    """The register on which anybody of that age is: school, work or the health visitor's."""
    calendar = around.calendar
    terms = [term for term in calendar.terms[-4:] if of_compulsory_age(stranger, term)]
    for term in terms:
        _write("attendance", "", stranger, term.starts_on, around, {})
    on = calendar.cut_off - around.rng.randrange(40, 300) * DAY
    if not terms and stranger.age(on) >= 17:
        _write("employment", "", stranger, on, around, {"ended_on": None})
    elif not terms and stranger.born + 40 * DAY < on and stranger.age(on) < 5:
        _write("child_health", "", stranger, on, around, {"level": "universal"})


def _write(
    feed: str, supplier: str, stranger: Person, on: dt.date, around: Surroundings, values: dict[str, Any]
) -> None:
    entry = around.strangers.entry(load_contract(feed), supplier, stranger, on)
    entry.values |= values
    around.ledger.entries[feed].append(entry)


# Who they are ---------------------------------------------------------------------------------------------------------
Resembles = Callable[[Family, Person, Surroundings], Person | None]
"""Somebody outside the programme who resembles the member; None if there can be nobody."""


def _is_known(resembles: Resembles, facts: int, everyday: bool = True) -> Befalls:
    def befalls(family: Family, member: Person, around: Surroundings) -> Sequence[Person]:
        stranger = resembles(family, member, around)
        if stranger is None or not _facts(stranger, family, around, facts):
            return ()
        if everyday:
            _everyday(stranger, family, around)
        stranger.like = member.ref
        return (stranger,)

    return befalls


def _twin(family: Family, member: Person, around: Surroundings) -> Person | None:
    """A twin who lives elsewhere in the family's eyes, such as with the other parent, at the same address by the
    agencies' books."""
    if member.sex == "X":
        return None
    forename = around.rng.choice(nearly_the_same(member.forename, around.population.forenames_like(member)))
    return around.population.named(member, forename, member.surname, member.born)


def _sibling(family: Family, member: Person, around: Surroundings) -> Person | None:
    """A brother or sister, some years apart, with a part of the forename in common: Ellie-Mae and Ellie-Rose."""
    if member.sex == "X":
        return None
    rng = around.rng
    first = member.forename.split("-")[0]
    second = rng.choice([name for name in around.population.forenames_like(member) if "-" not in name])
    forename = first if "-" in member.forename and rng.random() < 0.5 else f"{first}{rng.choice('- ')}{second}"
    born = member.born + rng.choice((-1, 1)) * rng.randrange(330, 1400) * DAY
    return around.population.named(member, forename, member.surname, born)


def _father_or_son(family: Family, member: Person, around: Surroundings) -> Person | None:
    """A boy's father, or a man's son, of the same whole name and at the same address."""
    if member.sex != "M":
        return None
    apart = around.rng.randrange(20 * 365, 30 * 365) * DAY
    born = member.born - apart if member.age(family.engaged_on) < 22 else member.born + apart
    return around.population.named(member, member.forename, member.surname, born)


def _cousin(family: Family, member: Person, around: Surroundings) -> Person | None:
    """Somebody of the same surname at the same address; often with the same initial, or born on the same day of
    another year."""
    rng = around.rng
    names = around.population.forenames_like(member)
    same_initial = [name for name in names if name[0] == member.forename[0] and name != member.forename]
    forename = rng.choice(same_initial if same_initial and rng.random() < 0.5 else names)
    years = rng.choice((-6, -4, -2, -1, 1, 2, 4, 6))
    born = member.born.replace(year=member.born.year + years, day=min(member.born.day, 28))
    if rng.random() < 0.5:
        born += rng.randrange(1, 300) * DAY
    return around.population.named(member, forename, member.surname, born)


def _namesake(family: Family, member: Person, around: Surroundings) -> Person | None:
    """Another age, another place."""
    born = member.born - around.rng.randrange(1500, 3000) * DAY
    elsewhere = around.population.postcode(around.rng.choice(SUPPLIER_OF_A_PLACE))
    return around.population.named(member, member.forename, member.surname, born, postcode=elsewhere)


def _same_birthday(family: Family, member: Person, around: Surroundings) -> Person | None:
    """The same forename and, as chance has it, the same birthday."""
    surname = around.rng.choice(names()["surnames"])
    elsewhere = around.population.postcode(around.rng.choice(SUPPLIER_OF_A_PLACE))
    if surname == member.surname:
        return None
    return around.population.named(member, member.forename, surname, member.born, postcode=elsewhere)


def _lookalike(family: Family, member: Person, around: Surroundings) -> Person | None:
    """A cousin of the same name at the same address, born some weeks earlier: another day of another month, so that no
    slip of the pen explains it."""
    born = member.born - around.rng.randrange(32, 60) * DAY
    same_day = born.day == member.born.day or (born.day, born.month) == (member.born.month, member.born.day)
    if same_day or (1, 1) in ((born.month, born.day), (member.born.month, member.born.day)):
        return None
    return around.population.named(member, member.forename, member.surname, born)


def _neighbour(family: Family, member: Person, around: Surroundings) -> Person | None:
    """Nothing in common but the postcode."""
    born = member.born - around.rng.randrange(1500, 3000) * DAY
    stranger = around.population.stranger(born, born)
    stranger.postcode = member.postcode
    return stranger


def _borrowed_identifier(family: Family, member: Person, around: Surroundings) -> Sequence[Person]:
    """A stranger's record carries the member's identifier: a clerk took the wrong card."""
    kinds = [(feed, kind) for feed, kind in CARRY.items() if getattr(member, kind)]
    for feed, kind in around.rng.sample(kinds, len(kinds)):
        born = member.born - around.rng.randrange(400, 900) * DAY
        stranger = around.population.stranger(born, born)
        setattr(stranger, kind, getattr(member, kind))
        if _fact(feed, stranger, family, around):
            stranger.shown, stranger.like = frozenset((kind,)), member.ref
            return (stranger,)
    return ()


UNLISTED = (
    Kind("unlisted_twin", 6, _is_known(_twin, 2)),
    Kind("unlisted_sibling", 5, _is_known(_sibling, 2)),
    Kind("unlisted_father_or_son", 5, _is_known(_father_or_son, 2)),
    Kind("unlisted_relative", 20, _is_known(_cousin, 2)),
    Kind("namesake", 10, _is_known(_namesake, 1, everyday=False)),
    Kind("same_birthday", 10, _is_known(_same_birthday, 1, everyday=False)),
    Kind("lookalike", 10, _is_known(_lookalike, 1, everyday=False)),
    Kind("neighbour", 10, _is_known(_neighbour, 1, everyday=False), disturbs=False),
    Kind("borrowed_identifier", 10, _borrowed_identifier),
)
