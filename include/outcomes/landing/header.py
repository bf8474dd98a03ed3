"""Reads a file's first row against the contract: which columns it brings, which are unknown, which are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.contracts import Feed
from outcomes.landing.rejected import Rejected

_SHOWN = 63


@dataclass(frozen=True)
class Header:
    """places: for each column of the file, the name of the contract's column, or None for one that is left out."""

    places: tuple[str | None, ...]
    unknown: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The contract's columns that the file brings, in the file's order."""
        return tuple(name for name in self.places if name)


def read_header(names: Sequence[str], contract: Feed) -> Header:
    """The file's columns. Names are compared without their case and the space around them. Raises Rejected."""
    cleaned = [name.strip().strip("\ufeff").strip().lower() for name in names]
    known = {column.name for column in contract.delivered_columns}
    places = tuple(name if name in known else None for name in cleaned)
    if not any(places):
        raise Rejected("wrong_header", "the first row holds none of the contract's column names")
    missing = [column.name for column in contract.columns if column.required and column.name not in places]
    if missing:
        raise Rejected("missing_column", f"required columns are missing: {', '.join(missing)}")
    repeated = sorted({name for name in cleaned if name and cleaned.count(name) > 1})
    if repeated:
        named = [name for name in repeated if name in known] or ["one that the contract does not know"]
        raise Rejected("duplicated_column", f"the header names a column twice: {', '.join(named)}")
    unknown = tuple(
        _shown(name, number)
        for number, (name, place) in enumerate(zip(cleaned, places, strict=True), 1)
        if place is None
    )
    return Header(places, unknown)


def _shown(name: str, number: int) -> str:
    """An unknown column's name as it is reported: printable, and no longer than a name may be."""
    printable = "".join(character for character in name if character.isprintable())
    return printable[:_SHOWN] or f"column {number}, without a name"
