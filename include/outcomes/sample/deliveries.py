"""From what the agencies know to the files that they send: periods without holes, each with what became known in it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from outcomes.contracts import Feed
from outcomes.days import add_months
from outcomes.sample.agencies import Books, Habits, habits
from outcomes.sample.calendar import DAY, Calendar, Span
from outcomes.sample.ledger import Entry
from outcomes.sample.writing import Plain, csv_bytes, gzip_bytes, xlsx_bytes

Outcome = Literal["loaded", "held", "rejected", "misnamed", "repeated"]
SILENT_MONTHS, SILENT_TERMS = 4, 3
"""A feed that is made to fall silent stops so many months before the others, or so many terms."""


@dataclass(eq=False)
class Delivery:
    """One file. outcome: what must become of it; repeated: the same bytes for the same days as another.

    received_after: hours between the end of the days that it covers and its arrival. header: columns under another
    name.
    """

    feed: str
    supplier: str
    covers_from: dt.date | None
    complete_through: dt.date
    rows: list[Entry]
    suffix: str
    outcome: Outcome = "loaded"
    note: str = ""
    received_after: float = 29.0
    header: dict[str, str] = field(default_factory=dict)
    name: str = ""
    empty: bool = False

    @property
    def file(self) -> str:
        """The file's name, which says feed, supplier and days."""
        stem = f"{self.feed}.{self.supplier}" if self.supplier else self.feed
        days = [day.isoformat() for day in (self.covers_from, self.complete_through) if day]
        return self.name or "_".join([stem, *days]) + self.suffix

    @property
    def received_at(self) -> dt.datetime:
        midnight = dt.datetime.combine(self.complete_through, dt.time(), dt.UTC)
        return midnight + dt.timedelta(hours=self.received_after)

    def again(self, **changes: Any) -> Delivery:
        """The same delivery, sent in another way."""
        return replace(self, rows=list(changes.pop("rows", self.rows)), **changes)


# Periods ----------------------------------------------------------------------------------------------------------
def periods(contract: Feed, calendar: Calendar, silent: bool) -> list[Span]:
    """The days that each delivery of an increment covers: one long first one, then ever shorter ones, without a
    hole."""
    kept = habits()[contract.feed]
    if kept.rhythm == "termly":
        begins = [calendar.covered_from] + [day for day in _school_years(calendar) if day > calendar.covered_from]
        spans = _spans(begins, calendar.term_cut_off)
        return spans[:-SILENT_TERMS] if silent else spans
    first = add_months(calendar.cut_off, -3) if contract.proposed else calendar.covered_from
    months = (9, 3, 2, 1) if kept.rhythm == "monthly" else (9, 6, 3)
    begins = [first] + [day for n in months if (day := add_months(calendar.cut_off, -n)) > first]
    if not silent:
        return _spans(begins, calendar.cut_off)
    end = add_months(calendar.cut_off, -SILENT_MONTHS)
    return _spans([day for day in begins if day < end], end)


def _school_years(calendar: Calendar) -> list[dt.date]:
    """A delivery a school year, and one a term for the last three terms; the summer holidays go with what follows."""
    ends = [term.ends_on for term in calendar.terms]
    yearly = [term.ends_on for term in calendar.terms[:-3] if term.term == "summer"]
    return sorted({*yearly, *ends[-4:-1]})


def _spans(begins: list[dt.date], end: dt.date) -> list[Span]:
    return [(first, following - DAY) for first, following in zip(begins, [*begins[1:], end], strict=True)]


def snapshot_days(calendar: Calendar) -> list[dt.date]:
    """The days of which the programme's own feeds tell the whole truth."""
    return [calendar.as_of - 15 * DAY, calendar.as_of - 8 * DAY, calendar.as_of - DAY]


# Increments -------------------------------------------------------------------------------------------------------
def increments(contract: Feed, supplier: str, entries: list[Entry], spans: list[Span], books: Books) -> list[Delivery]:
    """A delivery a period, each key once and in the form that it had at the period's end. What is known later is
    not told."""
    kept = habits()[contract.feed]
    ends = [last for _, last in spans]
    rows: list[dict[Any, Entry]] = [{} for _ in spans]
    key = contract.key
    for entry in sorted(entries, key=lambda entry: entry.known_on):
        number = bisect_left(ends, entry.known_on)
        if number < len(spans):
            entry.key = record_key(contract, key, entry, books)
            place = id(entry) if entry.spoilt else entry.key
            rows[number].pop(place, None)
            rows[number][place] = entry
    delay = 24.0 * 40 if kept.rhythm == "termly" else 29.0
    return [
        Delivery(contract.feed, supplier, first, last, list(told.values()), kept.suffix, received_after=delay)
        for (first, last), told in zip(spans, rows, strict=True)
    ]


def record_key(contract: Feed, key: tuple[str, ...], entry: Entry, books: Books) -> str:
    """The key columns joined by `|`, as the warehouse names the record."""
    values = entry.values
    if contract.person:
        values = books.who(contract.feed, entry.supplier, entry.person) | values
    return "|".join([str(values.get(column) or "") for column in key])


# Files ------------------------------------------------------------------------------------------------------------
def file_bytes(contract: Feed, delivery: Delivery, books: Books) -> bytes:
    """The file as it lies in the landing area."""
    if delivery.empty:
        return b""
    kept = habits()[contract.feed]
    columns = kept.columns(contract)
    rows = [
        [delivery.header.get(column, column) for column in columns],
        *_texts(contract, delivery, columns, kept, books),
    ]
    if delivery.suffix == ".xlsx":
        return xlsx_bytes(rows)
    plain = csv_bytes(rows, kept.encoding, kept.newline)
    return gzip_bytes(plain) if delivery.suffix == ".csv.gz" else plain


def _texts(contract: Feed, delivery: Delivery, columns: list[str], kept: Habits, books: Books) -> list[list[Any]]:
    plain = Plain(kept.dates)
    own = {column: f"{column[:1].upper()}{len(column)}" for column in kept.extra}
    made = []
    for entry in delivery.rows:
        who = books.who(contract.feed, entry.supplier, entry.person) if contract.person else {}
        values = {**own, **who, **entry.values}
        row = [values.get(column) for column in columns]
        if kept.dates != "cells" or delivery.suffix != ".xlsx":
            row = [value if value.__class__ is str else plain.text(value) for value in row]
        else:
            row = [value if isinstance(value, str | dt.date) else plain.text(value) for value in row]
        if entry.extra_fields > 0:
            row += ["and more"] * entry.extra_fields
        elif entry.extra_fields < 0:
            row = row[: entry.extra_fields]
        made.append(row)
    return made
