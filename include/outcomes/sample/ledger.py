"""What the agencies have on their books: entries as they became known, before anybody writes a file of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from outcomes.contracts import load_contracts
from outcomes.sample.people import Person


class ImpossibleDay:
    """A day that no calendar has, written in the file's own form."""


@dataclass(frozen=True)
class OtherForm:
    """A day that is written in the form that the rest of its column is not written in."""

    day: dt.date


@dataclass(eq=False, slots=True)
class Entry:
    """A record in the form that it had from `known_on`. A later entry with the same key replaces or withdraws it.

    key: the key columns joined by `|`, once the row is in a delivery. spoilt: the rule that the row breaks, by its
    published name; such a row is expected in quarantine. extra_fields: fields too many or, below zero, too few.
    """

    known_on: dt.date
    supplier: str
    person: Person
    values: dict[str, Any]
    spoilt: str = ""
    extra_fields: int = 0
    key: str = ""


class Ledger:
    """Entries by feed, in the order in which they were made."""

    def __init__(self) -> None:
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        self._contracts = load_contracts()
        self._references: dict[str, int] = defaultdict(int)

    def reference_column(self, feed: str) -> str | None:
        """The key column that holds the agency's reference of the record; None where the key has none (attendance)."""
        first = self._contracts[feed].columns[0]
        return first.name if first.key and first.identity is None else None

    def what_happened(self, feed: str) -> tuple[str, ...]:
        """The key columns that say which of a person's records it is; what is told again of a record shares them."""
        return tuple(column.name for column in self._contracts[feed].columns if column.key and column.identity is None)

    def reference(self, feed: str) -> str:
        """A new reference in the agency's series."""
        self._references[feed] += 1
        letters = "".join(word[0] for word in feed.split("_")).upper()
        return f"{letters}{100000 + self._references[feed] * 3}"

    def add(
        self,
        feed: str,
        person: Person,
        known_on: dt.date,
        supplier: str = "",
        reference: str | None = None,
        **values: Any,
    ) -> str:
        """One record. Returns its reference, by which it can be added again in another form."""
        column = self.reference_column(feed)
        reference = reference or self.reference(feed)
        if column:
            values[column] = reference
        self.entries[feed].append(Entry(known_on, supplier, person, values))
        return reference

    def spell(
        self,
        feed: str,
        person: Person,
        began: dt.date,
        ended: dt.date | None = None,
        at_end: dict[str, Any] | None = None,
        **values: Any,
    ) -> str:
        """A spell: told when it begins, and told again when it ends; `at_end` is what is only known then."""
        reference = self.add(feed, person, began, began_on=began, **values)
        if ended:
            self.add(
                feed, person, ended, reference=reference, began_on=began, ended_on=ended, **values, **(at_end or {})
            )
        return reference
