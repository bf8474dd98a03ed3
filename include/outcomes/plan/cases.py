"""Worked cases: a few facts about one family and the answer that the plan gives it, as a policy officer writes them
beneath the measure that they belong to. They are the measure's tests, and are printed on its reference page.

What a case does not say is ordinary: engaged on 2016-01-10, judged on 2016-10-01, every feed complete through the day
before, and a family of an adult `A` (born 1980-05-05) and a child `C` (born 2006-05-05) who joined long ago."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from outcomes.contracts import TERM, Column, Feed, feed_names, load_codes, load_contract
from outcomes.documents import FieldError

ATTENDED = re.compile(r"\d{4}/\d{2} (autumn|spring|summer)")
ABSENCE = re.compile(r"\d+ of \d+")
PYTHON: dict[str, tuple[type, str]] = {
    "date": (dt.date, "a day"),
    "integer": (int, "a whole number"),
    "boolean": (bool, "true or false"),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(_Strict):
    """Somebody's birthday and one spell of membership, both days included."""

    born: dt.date
    joined: dt.date | None = None
    left: dt.date | None = None


class Decided(_Strict):
    measure_id: str
    decided_on: dt.date
    verdict: str
    sustained_on: dt.date | None = None

    @model_validator(mode="after")
    def _known_verdict(self) -> Self:
        _of_list("verdict", self.verdict, "verdict")
        return self


class Expected(_Strict):
    """Columns of the measure's published state. What is not said is not looked at; null is looked at."""

    status: str | None = None
    reason_code: str | None = None
    baseline_value: Decimal | None = None
    current_value: Decimal | None = None
    allowed_value: Decimal | None = None
    gap: Decimal | None = None
    gap_unit: str | None = None
    cut_off: dt.date | None = None
    sustained_on: dt.date | None = None
    earliest_on: dt.date | None = None

    @model_validator(mode="after")
    def _known_words(self) -> Self:
        from outcomes.measures.vocabulary import REASONS, STATUSES  # the stage after this one

        if self.status is not None and self.status not in (*STATUSES, "not_applicable"):
            raise FieldError(f"there is no status {self.status!r}", "status")
        if self.reason_code is not None and self.reason_code not in (*REASONS, "decided"):
            raise FieldError(f"there is no reason {self.reason_code!r}", "reason_code")
        return self


class Case(_Strict):
    """`example`: its number among the worked examples of the rules. `through`: the last day through which a feed is
    complete, null for one that never came. `records`: a feed's rows, `who` being a person's letter; a list of days
    stands for as many rows. `undecided`, `quarantined`: a feed, and whom a match or a row there leaves in doubt."""

    title: str = Field(min_length=10)
    example: int | None = None
    engaged_on: dt.date | None = None
    as_of: dt.date | None = None
    through: dict[str, dt.date | None] = Field(default_factory=dict)
    closed_on: dt.date | None = None
    closure: str | None = None
    people: dict[str, dt.date | Person | list[Person] | None] = Field(default_factory=dict)
    records: dict[str, list[dict[str, Any]]] = Field(default_factory=dict)
    needs: dict[str, dt.date] = Field(default_factory=dict)
    decisions: list[Decided] = Field(default_factory=list)
    undecided: dict[str, str] = Field(default_factory=dict)
    quarantined: dict[str, str] = Field(default_factory=dict)
    expect: dict[str, Expected] = Field(min_length=1)

    @property
    def written(self) -> dict[str, Any]:
        """The case as it stands in its file."""
        return self.model_dump(exclude_unset=True)

    @model_validator(mode="after")
    def _speaks_of_what_there_is(self) -> Self:
        if self.closure is not None:
            _of_list("closure", self.closure, "closure")
        for field in ("through", "undecided", "quarantined", "records"):
            for feed in getattr(self, field):
                if feed not in feed_names():
                    raise FieldError(f"there is no feed {feed!r}", field, feed)
        for feed, rows in self.records.items():
            contract = load_contract(feed)
            for number, row in enumerate(rows):
                for name, value in row.items():
                    if wrong := _wrong(contract, name, value):
                        raise FieldError(wrong, "records", feed, number, name)
        return self


def _of_list(name: str, value: str, field: str) -> None:
    if value not in load_codes(name).values:
        raise FieldError(f"there is no {name} {value!r}", field)


def _wrong(contract: Feed, name: str, value: Any) -> str | None:
    """What is wrong with one word of a record, or None."""
    if name == "who":
        return None if contract.person and isinstance(value, str) else "a person's letter is wanted"
    if contract.dated_by == TERM and ATTENDED.fullmatch(name):
        attended = isinstance(value, str) and ABSENCE.fullmatch(value)
        return None if attended else f"{value!r}: sessions are written as 12 of 120, unauthorised of possible"
    column = next((column for column in contract.columns if column.name == name and column.identity is None), None)
    if column is None:
        return f"the feed {contract.feed} has no column {name!r}"
    values = value if isinstance(value, list) else [value]
    return next((wrong for one in values if (wrong := _misfit(column, one))), None)


def _misfit(column: Column, value: Any) -> str | None:
    if value is None:
        return f"{column.name} is never blank" if column.required else None
    if column.type == "code":
        return None if value in column.code_values else f"{value!r} is not among the codes of {column.name}"
    kind, said = PYTHON.get(column.type, (str, "text"))
    fits = isinstance(value, kind) and isinstance(value, bool) == (kind is bool)
    return None if fits else f"{column.name} is {said}, not {value!r}"
