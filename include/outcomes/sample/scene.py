"""Ways in which a family's story can go, measure by measure. Each says how it is meant to be judged.

A scenario belongs to a *thread*: the measures that read the same records and so are told together.
`intends` names the status and reason of every measure of the thread; what it leaves out is not applicable.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from outcomes.contracts import IDENTIFIERS
from outcomes.sample.calendar import DAY, Calendar
from outcomes.sample.ledger import Entry, ImpossibleDay, Ledger
from outcomes.sample.people import Family, Person

Answer = tuple[str, str | None]
NOT_APPLICABLE: Answer = ("not_applicable", None)
SUSTAINED: Answer = ("sustained", None)
SIGNIFICANT: Answer = ("significant", None)
NO_PROGRESS: Answer = ("no_progress", None)
TOO_EARLY: Answer = ("awaiting_evidence", "too_early")
NO_RECORD: Answer = ("awaiting_evidence", "no_record")
FEED_STALE: Answer = ("awaiting_evidence", "feed_stale")
NOT_EVIDENCED: Answer = ("review", "need_not_evidenced")
QUARANTINED: Answer = ("review", "quarantined_record")
PENDING: Answer = ("review", "pending_outcome")
ENDED_OTHERWISE: Answer = ("review", "ended_otherwise")
SUCCESSOR_MISSING: Answer = ("review", "successor_missing")
ALL_LEFT: Answer = ("review", "all_left")


def decided(verdict: str) -> Answer:
    return (verdict, "decided")


THREADS: dict[str, tuple[str, ...]] = {
    "asb": ("1A",),
    "offending": ("1B", "1C"),
    "attendance": ("2A",),
    "exclusions": ("2B",),
    "safeguarding": ("3A", "3B"),
    "work": ("4A", "4B"),
    "young_people": ("4C",),
    "abuse": ("5A",),
    "treatment": ("6A",),
    "wellbeing": ("6B",),
    "early_childhood": ("6C",),
}
MEASURES = tuple(measure for thread in THREADS.values() for measure in thread)


def problem_of(measure: str) -> str:
    return measure[0]


class Scene:
    """One family's telling of one scenario: who plays, when it happens, and the books that it is written into."""

    def __init__(
        self, family: Family, cast: Mapping[str, Person], calendar: Calendar, ledger: Ledger, rng: Random
    ) -> None:
        self.family, self.cast, self.calendar, self.ledger, self.rng = family, cast, calendar, ledger, rng
        self.engaged = family.engaged_on
        self.cut_off = calendar.cut_off

    def __getitem__(self, role: str) -> Person:
        return self.cast[role]

    # Days -----------------------------------------------------------------------------------------------------------
    def day(self, first: dt.date, last: dt.date) -> dt.date:
        """Any day of those, both included."""
        if first > last:
            raise ValueError("the scenario has no room for its day; its `when` is too wide")
        return first + self.rng.randrange((last - first).days + 1) * DAY

    def days(self, count: int, first: dt.date, last: dt.date) -> list[dt.date]:
        """So many different days of those, oldest first."""
        return [first + n * DAY for n in sorted(self.rng.sample(range((last - first).days + 1), count))]

    def before(self, count: int) -> list[dt.date]:
        """Days of the six months before the engagement."""
        return self.days(count, self.engaged - 180 * DAY, self.engaged - DAY)

    def lately(self, count: int) -> list[dt.date]:
        """Days since the engagement that are in the current six months."""
        return self.days(count, max(self.engaged, self.calendar.window_from), self.cut_off - DAY)

    def long_ago(self, count: int) -> list[dt.date]:
        """Days since the engagement that no longer count, up to the very last such day."""
        last = self.calendar.window_from - DAY
        return [*self.days(count - 1, self.engaged, last - DAY), last]

    def since(self, last: dt.date) -> dt.date:
        """A day from the engagement on, up to `last`."""
        return self.day(self.engaged, last)

    # Members --------------------------------------------------------------------------------------------------------
    def leaves(self, role: str, first: dt.date, last: dt.date) -> dt.date:
        """The player leaves the family; the last day of the stay."""
        self.family.membership(self[role]).left_on = left = self.day(first, last)
        return left

    def joins(self, role: str, on: dt.date) -> None:
        self.family.membership(self[role]).joined_on = on

    # Paper ----------------------------------------------------------------------------------------------------------
    def need(self, measure: str, until: dt.date | None = None) -> None:
        """The assessment names the measure, and no feed bears it out; `until`: struck out again on that day."""
        identified = min(self.engaged + self.rng.randrange(3, 30) * DAY, self.calendar.as_of - DAY)
        self.family.needs.append((measure, identified, until))
        self.family.on_paper.add(measure)

    def decide(self, measure: str, verdict: str) -> None:
        """A person has looked, and written down what holds."""
        on = self.day(self.engaged + 5 * DAY, self.calendar.as_of - 20 * DAY)
        since = self.day(self.engaged, on) if verdict == "sustained" else None
        self.family.decisions.append((measure, on, verdict, since))

    def early(self, role: str) -> dt.date:
        """A day on which the player was alive and the agencies had already begun to report."""
        return max(self.calendar.covered_from, self[role].born) + self.rng.randrange(100, 200) * DAY

    def spoil(self, feed: str, who: str, /, **values: Any) -> None:
        """A row about the player that cannot be loaded: the date of birth is impossible, so only the name says
        whose it is."""
        column = self.ledger.reference_column(feed)
        if column:
            values[column] = self.ledger.reference(feed)
        values |= dict.fromkeys(IDENTIFIERS) | {"date_of_birth": ImpossibleDay()}
        rule = f"{feed}.date_of_birth.type"
        self.ledger.entries[feed].append(Entry(self.calendar.covered_from, "", self[who], values, rule))
        self.family.named_in_quarantine.append(self[who])


Act = Callable[[Scene], None]


@dataclass(frozen=True, eq=False)
class Scenario:
    """cast: the roles that must be filled. alone: no other child of school age lives in the family. weight: how
    often it is told."""

    thread: str
    name: str
    intends: Mapping[str, Answer]
    when: str
    cast: tuple[str, ...]
    act: Act
    weight: int = 1
    alone: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.thread}: {self.name}"

    @property
    def succeeds(self) -> bool:
        """Whether every problem that it raises is sustained; of work for adults one of two is enough."""
        answers = [status for status, reason in self.intends.values() if status != "not_applicable" and reason is None]
        if len(answers) != len([status for status, _ in self.intends.values() if status != "not_applicable"]):
            return False
        return "sustained" in answers and (self.thread == "work" or set(answers) == {"sustained"})


SCENARIOS: list[Scenario] = []


def scenario(
    thread: str,
    *,
    when: str = "settled",
    cast: tuple[str, ...] = (),
    weight: int = 1,
    alone: bool = False,
    **intends: Answer,
) -> Callable[[Act], Act]:
    """Registers the function below it. A measure is written with an `m` before it: `m1A=SUSTAINED`."""
    answers = {name[1:]: answer for name, answer in intends.items()}
    unknown = set(answers) - set(THREADS[thread])
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} is not told in the thread {thread}")

    def register(act: Act) -> Act:
        name = act.__name__.strip("_").replace("_", " ")
        whole = {measure: answers.get(measure, NOT_APPLICABLE) for measure in THREADS[thread]}
        SCENARIOS.append(Scenario(thread, name, whole, when, cast, act, weight, alone))
        return act

    return register
