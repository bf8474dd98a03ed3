"""How agencies and the programme describe a person, read from the files as plainly as can be."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from typing import Any, NamedTuple

from outcomes.contracts import IDENTIFIERS, load_contract, load_contracts
from outcomes.sample.agencies import habits
from sample.conftest import Made

Key = tuple[str, str, str]
"""Feed, supplier and the agency's key for a person."""


class Described(NamedTuple):
    """One row's word on who it is about, without the habits of whoever typed it; "" and None where nothing is said."""

    forename: str
    surname: str
    born: dt.date | None
    postcode: str
    identifiers: dict[str, str]
    facts: tuple[tuple[str, str], ...]
    """What the row says besides, by column."""


def rows_by_person(made: Made) -> dict[Key, list[Described]]:
    """Every whole row of every loaded file about a person, the programme's own among them (as the feed `members`)."""
    found: dict[Key, list[Described]] = defaultdict(list)
    for feed, contract in load_contracts().items():
        if not contract.person:
            continue
        for file in made.files(feed):
            for row in file.rows:
                if len(row) == len(file.header):
                    read = dict(zip(file.header, row, strict=True))
                    found[feed, file.truth["supplier"], read["person_ref"]].append(_described(feed, read))
    return found


def _described(feed: str, row: dict[str, str]) -> Described:
    identity = load_contract(feed).identity
    says: dict[str, Any] = {role: row.get(column, "") for role, column in identity.items()}
    besides = {*identity.values(), *habits()[feed].extra}
    facts = {column: text for column, text in row.items() if column not in besides}
    return Described(
        forename=_plain(says["forename"]),
        surname=_plain(says["surname"]),
        born=_day(says["date_of_birth"], habits()[feed].dates),
        postcode=_plain(says["postcode"]).replace(" ", ""),
        identifiers={kind: _plain(says[kind]).replace(" ", "") for kind in IDENTIFIERS if says.get(kind)},
        facts=tuple(sorted(facts.items())),
    )


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("’", "'").strip().lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _day(text: str, form: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text.strip(), "%d/%m/%Y" if form == "dmy" else "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        return None
