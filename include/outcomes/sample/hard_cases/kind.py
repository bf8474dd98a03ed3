"""What a kind of hard case is, and what it may look at and write to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from outcomes.sample.agencies import habits
from outcomes.sample.background import Strangers
from outcomes.sample.calendar import Calendar
from outcomes.sample.ledger import Entry, Ledger
from outcomes.sample.people import Family, Person, Population


@dataclass(frozen=True)
class Surroundings:
    """The county as it is being made."""

    population: Population
    calendar: Calendar
    ledger: Ledger
    strangers: Strangers
    rng: Random

    @cached_property
    def _registers(self) -> dict[Person, dict[tuple[str, str], dict[str, list[Entry]]]]:
        found: dict[Person, dict[tuple[str, str], dict[str, list[Entry]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        for feed, entries in self.ledger.entries.items():
            agency = habits()[feed].agency
            for entry in entries:
                if not entry.spoilt:
                    found[entry.person][agency, entry.supplier][feed].append(entry)
        return found

    def registers(self, person: Person) -> list[dict[str, list[Entry]]]:
        """What each agency has about the person, by feed. One agency's feeds share its key for the person, and so its
        idea of who that is. To be asked once everything else is on the books."""
        return list(self._registers.get(person, {}).values())


Befalls = Callable[[Family, Person, Surroundings], Sequence[Person]]
"""What befalls a member. Gives everybody whom it makes hard to tell; nobody if it cannot befall this member."""


@dataclass(frozen=True)
class Kind:
    """per_thousand: families in a thousand whom it befalls. disturbs: whether a night may leave the match undecided, so
    that the family's answers cannot be insisted on."""

    name: str
    per_thousand: int
    befalls: Befalls
    disturbs: bool = True
