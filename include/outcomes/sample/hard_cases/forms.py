"""Members whom an agency describes otherwise than the programme does: they have moved or married, or somebody has typed
what they heard.

What has happened stays as it is. Only the agency's idea of who it is about changes: its records are given a person with
the member's key and another description.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any

from outcomes.contracts import IDENTIFIERS, load_contract
from outcomes.sample.agencies import habits
from outcomes.sample.calendar import DAY
from outcomes.sample.hard_cases.kind import Befalls, Kind, Surroundings
from outcomes.sample.hard_cases.naming import others
from outcomes.sample.ledger import Entry
from outcomes.sample.people import SUPPLIER_OF_A_PLACE, Family, Person, names

Change = Callable[[Person, Surroundings], dict[str, Any]]
"""What an agency has otherwise, by attribute of Person; nothing if it cannot befall this member."""

ADULT, OF_SCHOOL_AGE = 18, 5


def _to_some_agencies(change: Change, shown: Sequence[str] = (), only: str = "") -> Befalls:
    """Some agencies describe the member so. shown: what must not be left out. only: the feed whose agency it is."""

    def can(feeds: dict[str, list[Entry]]) -> bool:
        return (not only or only in feeds) and all(_keeps(feed, shown) for feed in feeds)

    def befalls(family: Family, member: Person, around: Surroundings) -> Sequence[Person]:
        registers = [feeds for feeds in around.registers(member) if can(feeds)]
        changed = change(member, around) if registers else {}
        if not changed:
            return ()
        chosen = around.rng.sample(registers, around.rng.randrange(len(registers)) + 1)
        return [_described(member, feeds, changed, shown) for feeds in chosen]

    return befalls


def _to_one_agency(change: Change) -> Befalls:
    def befalls(family: Family, member: Person, around: Surroundings) -> Sequence[Person]:
        registers = around.registers(member)
        changed = change(member, around) if registers else {}
        return (_described(member, around.rng.choice(registers), changed),) if changed else ()

    return befalls


def _keeps(feed: str, shown: Sequence[str]) -> bool:
    return set(habits()[feed].omits).isdisjoint(shown)


def _described(
    member: Person, feeds: dict[str, list[Entry]], changed: dict[str, Any], shown: Sequence[str] = ()
) -> Person:
    """The member as the agency has them; its records are about that person from here on."""
    described = replace(member, **changed, shown=frozenset(shown))
    for entries in feeds.values():
        for entry in entries:
            entry.person = described
    return described


# Another address, another surname -------------------------------------------------------------------------------------
def _moved(member: Person, around: Surroundings) -> dict[str, Any]:
    """The agency has the address before the last."""
    old = around.population.postcode(around.rng.choice(SUPPLIER_OF_A_PLACE))
    return {"postcode": old} if old != member.postcode else {}


def _married(member: Person, around: Surroundings) -> dict[str, Any]:
    """The agency has the surname from before."""
    if member.sex != "F" or member.age(around.calendar.first_engagement) < ADULT:
        return {}
    before = around.rng.choice(names()["surnames"])
    return {"surname": before} if before != member.surname else {}


def _moved_and_married(member: Person, around: Surroundings) -> dict[str, Any]:
    """Both: only a forename and a birthday are left to know her by."""
    married = _married(member, around)
    return married | _moved(member, around) if married else {}


def _double_barrelled(member: Person, around: Surroundings) -> dict[str, Any]:
    """One of two surnames, both the other way round, or both without the hyphen; one that was single is doubled."""
    rng = around.rng
    if "-" in member.surname:
        first, second = member.surname.split("-", 1)
        return {"surname": rng.choice((first, second, f"{second}-{first}", f"{first} {second}"))}
    other = rng.choice([name for name in names()["surnames"] if "-" not in name and name != member.surname])
    first, second = rng.sample((member.surname, other), 2)
    return {"surname": f"{first}{rng.choice('- ')}{second}"}


# Another spelling -----------------------------------------------------------------------------------------------------
def _transliterated(member: Person, around: Surroundings) -> dict[str, Any]:
    """Another way to write the forename or the surname in Latin letters."""
    parts = [part for part in ("forename", "surname") if getattr(member, part) in others("spellings")]
    if not parts:
        return {}
    part = around.rng.choice(parts)
    return {part: around.rng.choice(others("spellings")[getattr(member, part)])}


def _nickname(member: Person, around: Surroundings) -> dict[str, Any]:
    """What everybody calls them, or what nobody does."""
    used = others("nicknames").get(member.forename)
    return {"forename": around.rng.choice(used)} if used else {}


def _initial(member: Person, around: Surroundings) -> dict[str, Any]:
    """The services tell no more than that, to protect who is treated."""
    return {"forename": member.forename[0] + around.rng.choice(("", "."))}


def _misspelt(member: Person, around: Surroundings) -> dict[str, Any]:
    """Two letters changed places, or one was left out."""
    name, rng = member.forename, around.rng
    at = rng.randrange(1, max(len(name) - 1, 2))
    swapped = name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
    typed = swapped if rng.random() < 0.5 and swapped != name else name[:at] + name[at + 1 :]
    return {"forename": typed}


def _birthday_typo(member: Person, around: Surroundings) -> dict[str, Any]:
    """A figure mistyped, day and month changed places, or 1 January, because only the year was known. Never so late
    that a record would be older than the person."""
    if member.age(around.calendar.covered_from) < OF_SCHOOL_AGE - 2:
        return {}
    born, rng = member.born, around.rng
    slips = [[_one_figure(born, rng)], _days(born.year, born.day, born.month), _days(born.year, 1, 1)]
    possible = [day for slip in slips for day in slip if day != born and day < born + 366 * DAY]
    return {"born": rng.choice(possible)} if possible else {}


def _one_figure(born: dt.date, rng: Random) -> dt.date:
    """The day with one of its last five figures mistyped: of the year's last, the month and the day."""
    written = born.strftime("%Y%m%d")
    while True:
        at = rng.randrange(3, 8)
        typed = written[:at] + rng.choice("0123456789") + written[at + 1 :]
        if typed == written:
            continue
        with suppress(ValueError):
            return dt.datetime.strptime(typed, "%Y%m%d").date()  # noqa: DTZ007 - a birthday has no time zone


def _days(year: int, month: int, day: int) -> list[dt.date]:
    """The day, if the calendar has it."""
    with suppress(ValueError):
        return [dt.date(year, month, day)]
    return []


# Another key ----------------------------------------------------------------------------------------------------------
def _wrong_identifier(family: Family, member: Person, around: Surroundings) -> Sequence[Person]:
    """One agency has filed the member under a relative's real identifier. Not a twin's, whose name may be so much alike
    that nobody can tell."""
    for feeds in around.registers(member):
        kinds = {kind for feed in feeds for kind in IDENTIFIERS if kind in load_contract(feed).identity}
        for kind in sorted(kinds):
            owners = [stay.person for stay in family.memberships if stay.person.born != member.born]
            theirs = [getattr(owner, kind) for owner in owners if getattr(owner, kind)]
            if theirs and getattr(member, kind):
                return (_described(member, feeds, {kind: around.rng.choice(theirs)}, (kind,)),)
    return ()


def _entered_twice(family: Family, member: Person, around: Surroundings) -> Sequence[Person]:
    """One agency has the member twice, under two keys of its own, each with a part of the records; under the second
    key often with an old address."""
    for feeds in around.registers(member):
        feed, entries = max(feeds.items(), key=lambda feed: len(_by_reference(feed[0], feed[1], around)))
        records = _by_reference(feed, entries, around)
        if len(records) < 2:
            continue
        first = _described(member, feeds, {})
        elsewhere = _moved(member, around) if around.rng.random() < 0.5 else {}
        later = [entry for record in records[len(records) // 2 :] for entry in record]
        return first, _described(member, {feed: later}, elsewhere)
    return ()


def _by_reference(feed: str, entries: list[Entry], around: Surroundings) -> list[list[Entry]]:
    """The entries, record by record: what is told again of a record is about the same person."""
    columns = around.ledger.what_happened(feed)
    records: dict[tuple[Any, ...], list[Entry]] = {}
    for entry in entries:
        records.setdefault(tuple(entry.values[column] for column in columns), []).append(entry)
    return list(records.values())


FORMS = (
    Kind("initials", 20, _to_some_agencies(_initial, only="treatment")),
    Kind("transliterated", 25, _to_some_agencies(_transliterated)),
    Kind("married", 30, _to_some_agencies(_married)),
    Kind("moved_and_married", 10, _to_some_agencies(_moved_and_married, shown=("postcode",))),
    Kind("double_barrelled", 20, _to_some_agencies(_double_barrelled)),
    Kind("nickname", 50, _to_some_agencies(_nickname)),
    Kind("moved", 75, _to_some_agencies(_moved, shown=("postcode",)), disturbs=False),
    Kind("birthday_typo", 40, _to_one_agency(_birthday_typo)),
    Kind("misspelt", 40, _to_one_agency(_misspelt)),
    Kind("wrong_identifier", 15, _wrong_identifier),
    Kind("entered_twice", 25, _entered_twice),
)
