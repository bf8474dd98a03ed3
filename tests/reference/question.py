"""One measure asked of one family: E, c, and who is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reference.calendar import age, day_before, next_day
from reference.facts import Family
from reference.parameters import Parameters

Coverage = Mapping[str, dt.date | None]


def cut_off(feeds: tuple[str, ...], coverage: Coverage, as_of: dt.date) -> dt.date | None:
    """The smaller of as_of and the oldest complete_through + 1 day; null if a feed was never delivered."""
    through = [coverage.get(feed) for feed in feeds]
    known = [day for day in through if day is not None]
    if len(known) < len(through):
        return None
    return min([as_of, *map(next_day, known)])


def is_stale(as_of: dt.date, c: dt.date, stale_after_days: int) -> bool:
    return (as_of - c).days > stale_after_days


@dataclass(frozen=True, slots=True)
class Question:
    """`cut_off` is known here: a null one is answered by step 1."""

    family: Family
    measure: str
    engaged_on: dt.date
    cut_off: dt.date
    as_of: dt.date
    parameters: Parameters

    @property
    def last_day(self) -> dt.date:
        """c-1: the last day before c."""
        return day_before(self.cut_off)

    def records(self, kind: type, dated_by: str, person: str | None = None) -> list[Any]:
        """A feed's records; those dated on or after c do not exist."""
        return [
            record
            for record in self.family.of(kind)
            if getattr(record, dated_by) < self.cut_off and person in (None, record.person_ref)
        ]

    def age_at_engagement(self, person: str) -> int:
        return age(self.family.born(person), self.engaged_on)

    def children(self) -> list[str]:
        """Members on E who were under 18 then."""
        return [
            person
            for person in self.family.members_on(self.engaged_on)
            if self.age_at_engagement(person) < self.parameters["adult_from"]
        ]

    def adults(self) -> list[str]:
        """Members on E who were 18 or over then."""
        return [
            person
            for person in self.family.members_on(self.engaged_on)
            if self.age_at_engagement(person) >= self.parameters["adult_from"]
        ]

    def still_members(self, people: list[str]) -> list[str]:
        """Those who are members on c-1."""
        return [person for person in people if self.family.is_member(person, self.last_day)]
