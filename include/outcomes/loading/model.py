"""What is said about deliveries on their way, and what is reported of them afterwards: counts, never values."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from typing import Any, Literal

Outcome = Literal["loaded", "held", "rejected", "superseded"]


@dataclass(frozen=True)
class Delivery:
    """One file that arrived, numbered in the order of receipt. `stamp` tells whether a file is still the same without
    reading it. `released`: it was held, and a named person has let it through. A misnamed file has no days."""

    delivery_id: int
    feed: str
    supplier: str
    file: str
    covers_from: dt.date | None
    complete_through: dt.date | None
    received_at: dt.datetime
    stamp: str
    run_id: int | None
    sha256: str | None = None
    released: bool = False


@dataclass(frozen=True)
class Rows:
    """A delivery's rows by what became of them. `withdrawn` counts rows that withdraw their key, and the records that a
    snapshot ends by not naming them."""

    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    superseded: int = 0
    quarantined: int = 0
    withdrawn: int = 0

    def __add__(self, other: Rows) -> Rows:
        return Rows(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass
class FeedResult:
    """What an ingest of one feed did. `known`: files that had been dealt with before. `seconds`: by step."""

    feed: str
    deliveries: Counter[str] = field(default_factory=Counter)
    known: int = 0
    rows: Rows = field(default_factory=Rows)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def count(self, outcome: Outcome, rows: Rows) -> None:
        self.deliveries[outcome] += 1
        self.rows += rows

    @property
    def outcome(self) -> str:
        """In a word, what most needs a person's eye first."""
        for word in ("rejected", "held", "loaded", "superseded"):
            if self.deliveries[word]:
                return word
        return "nothing new"

    def counts(self) -> dict[str, Any]:
        """What a task may show."""
        rows = {f"rows_{each.name}": getattr(self.rows, each.name) for each in fields(self.rows)}
        seconds = {f"seconds_{step}": round(taken, 3) for step, taken in self.seconds.items()}
        return {"outcome": self.outcome, **self.deliveries, "known": self.known, **rows, **seconds}
