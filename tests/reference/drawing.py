"""Drawing from a seed, and the days on which an answer can change. Days are ordinals while a family is being made."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import TypeVar

from reference.calendar import add_months
from reference.parameters import the_page
from reference.question import Coverage, cut_off

T = TypeVar("T")

EPOCH = dt.date(1930, 1, 1).toordinal()
DAYS = [dt.date.fromordinal(EPOCH + number) for number in range(45_000)]
READS = the_page()["reads"]


def number_of(day: dt.date) -> int:
    return day.toordinal() - EPOCH


class Draw:
    """A seeded source of choices and days, for the families of one batch."""

    family_id: str
    engaged: int
    six_before: int

    def __init__(self, rng: random.Random, as_of: dt.date, coverage: Coverage) -> None:
        self.random = rng.random
        self.as_of = number_of(as_of)
        cuts = {measure: cut_off(feeds, coverage, as_of) for measure, feeds in READS.items()}
        self.cuts = {measure: number_of(c or as_of) for measure, c in cuts.items()}
        self.count = 0

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.random() * len(choices))]

    def chance(self, share: float) -> bool:
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """Both ends included; `low` if they cross."""
        return low + int(self.random() * (high - low + 1)) if high > low else low

    def near(self, day: int) -> int:
        """The day itself, or the day before or after."""
        return day + self.pick((-1, 0, 0, 0, 1))

    def months(self, day: int, months: int) -> int:
        return number_of(add_months(DAYS[day], months))

    def reference(self) -> str:
        self.count += 1
        return f"{self.family_id}.{self.count}"

    def key(self, reference: str) -> str:
        """A record's own key: nothing else in the batch has it."""
        self.count += 1
        return f"{reference}|{self.family_id}.{self.count}"
