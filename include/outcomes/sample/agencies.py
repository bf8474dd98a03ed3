"""Who delivers what, and how untidily: the habits of agencies.yaml, and people as each agency has them on its books."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

import yaml

from outcomes.contracts import IDENTIFIERS, Feed, load_contracts
from outcomes.sample.people import Person


@dataclass(frozen=True)
class Habits:
    """A feed's line in agencies.yaml."""

    agency: str
    person_ref: str = ""
    case: Literal["as_typed", "upper", "title", "lower"] = "as_typed"
    rhythm: Literal["monthly", "quarterly", "termly"] = "monthly"
    dates: Literal["iso", "dmy", "cells"] = "iso"
    encoding: str = "utf-8"
    newline: Literal["lf", "crlf"] = "lf"
    suffix: str = ".csv"
    order: str | int = "as_is"
    extra: tuple[str, ...] = ()
    omits: tuple[str, ...] = ()
    ages: tuple[int, int] = (18, 65)
    identified: int = 0

    def columns(self, contract: Feed) -> list[str]:
        """The contract's columns that the agency keeps, in its own order, then `withdrawn` where rows can be, then
        its own."""
        kept = [column.name for column in contract.columns if column.name not in self.omits]
        if self.order == "reversed":
            kept.reverse()
        elif isinstance(self.order, int):
            kept = kept[self.order :] + kept[: self.order]
        return [*kept, *(() if contract.snapshot else ("withdrawn",)), *self.extra]


@cache
def habits() -> dict[str, Habits]:
    """Habits by feed. Raises ValueError where the feeds are not exactly those that have a contract."""
    text = Path(__file__).with_name("agencies.yaml").read_text(encoding="utf-8")
    found = {feed: Habits(**_tuples(line)) for feed, line in yaml.safe_load(text).items()}
    if set(found) != set(load_contracts()):
        raise ValueError(
            f"agencies.yaml and the contracts differ in: {', '.join(sorted(set(found) ^ set(load_contracts())))}"
        )
    return found


def _tuples(line: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in line.items()}


class Books:
    """Every agency's key for every person, and the name as that agency has typed it once and for all."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._refs: dict[tuple[str, str, Person], str] = {}
        self._used: dict[tuple[str, str], int] = {}
        self._typed: dict[tuple[str, str, Person], dict[str, Any]] = {}
        self._contracts = load_contracts()

    def ref(self, feed: str, supplier: str, person: Person) -> str:
        """The agency's key for the person; a supplier that has a name has keys of its own."""
        kept = habits()[feed]
        if kept.agency == "programme" and person.ref:
            return person.ref
        key = kept.agency, supplier, person
        if key not in self._refs:
            number = self._used.get(key[:2], 0) + 1 + self._rng.randrange(3)
            self._used[key[:2]] = number
            self._refs[key] = kept.person_ref.format(number)
        return self._refs[key]

    def who(self, feed: str, supplier: str, person: Person) -> dict[str, Any]:
        """The identity columns of a row about the person, by column name; the birthday is still a day."""
        key = feed, supplier, person
        if key not in self._typed:
            self._typed[key] = self._type(feed, supplier, person)
        return self._typed[key]

    def _type(self, feed: str, supplier: str, person: Person) -> dict[str, Any]:
        rng, kept, identity = self._rng, habits()[feed], self._contracts[feed].identity
        typed = {
            "person_ref": self.ref(feed, supplier, person),
            "forename": _untidy(person.forename, kept, rng),
            "surname": _untidy(person.surname, kept, rng),
            "date_of_birth": person.born,
            "sex": person.sex if rng.random() < 0.92 else "",
            "postcode": _postcode(person.postcode, kept, rng, always="postcode" in person.shown),
        }
        typed |= dict.fromkeys(IDENTIFIERS)
        if kept.identified > rng.randrange(100) or not person.shown.isdisjoint(IDENTIFIERS):
            typed |= {kind: _identifier(kind, getattr(person, kind), rng) for kind in IDENTIFIERS}
        return {column: typed[role] for role, column in identity.items()}


def _untidy(name: str, kept: Habits, rng: Random) -> str:
    """The name in the agency's case; now and then with a blank around it, without its accent, or with another
    apostrophe."""
    name = {"upper": name.upper(), "title": name.title(), "lower": name.lower()}.get(kept.case, name)
    chance = rng.random()
    if chance < 0.03:
        return f" {name}"
    if chance < 0.06:
        return f"{name}  "
    if chance < 0.10 and not name.isascii():
        return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    if chance < 0.30 and "'" in name:
        return name.replace("'", "’")
    return name.swapcase() if chance > 0.985 else name


def _postcode(postcode: str, kept: Habits, rng: Random, always: bool) -> str:
    """The postcode as typed: often without its space, sometimes not at all."""
    chance = rng.random()
    if chance < 0.08 and not always:
        return ""
    typed = postcode.replace(" ", "") if chance < 0.35 else postcode
    return typed.lower() if kept.case == "lower" or chance > 0.95 else typed


def _identifier(kind: str, value: str | None, rng: Random) -> str | None:
    """The identifier as typed: an NHS number in threes, a National Insurance number in twos, small letters here and
    there."""
    if value and kind == "nhs_number" and rng.random() < 0.5:
        return f"{value[:3]} {value[3:6]} {value[6:]}"
    if value and kind == "nino" and rng.random() < 0.2:
        return f"{value[:2]} {value[2:4]} {value[4:6]} {value[6:8]} {value[8:]}"
    return value.lower() if value and kind != "nhs_number" and rng.random() < 0.05 else value
