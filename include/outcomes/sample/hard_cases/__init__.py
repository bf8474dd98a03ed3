"""People who are hard to tell apart, or to recognise: twins, namesakes, relatives whom the programme does not know, and
members whom an agency describes otherwise than the programme does.

What a kind is, stands in `members.py`, `relatives.py` and `forms.py`; here it is decided whom each befalls.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from random import Random

from outcomes.sample.hard_cases.forms import FORMS
from outcomes.sample.hard_cases.kind import Kind, Surroundings
from outcomes.sample.hard_cases.members import NAMED_ALIKE
from outcomes.sample.hard_cases.relatives import UNLISTED
from outcomes.sample.people import Family, Person

KINDS = tuple(kind.name for kind in (*NAMED_ALIKE, *UNLISTED, *FORMS))

AT_LEAST = 3
"""So many families each kind befalls in a small county."""

SHARE_OF_FAMILIES = 0.22
"""Hard cases come together, in this share of the families, so that the answers of the others can be insisted on."""

LEFT_ALONE = 5
"""So many families with each answer are the last to be chosen, so that every answer is met without a hard case too."""


class HardCases:
    """Deals the kinds out. A member is part of one kind at most, so that the truth can name it."""

    def __init__(self, families: list[Family], around: Surroundings) -> None:
        self._around = around
        self._families = families
        self._chosen, self._others = _in_order_of_choice(families, around.rng)
        self._spoken_for = {person for family in families for person in family.named_in_quarantine}
        self._families_of: dict[Person, list[Family]] = defaultdict(list)
        for family in families:
            for stay in family.memberships:
                self._families_of[stay.person].append(family)

    def among_members(self) -> list[tuple[Family, Person]]:
        """Twins, and fathers and sons of one name. To be done before anything is known about anybody: returned are the
        twins, who are new, and go to school as others do."""
        for kind in NAMED_ALIKE:
            self._deal(kind)
        stays = [(family, stay.person) for family in self._families for stay in family.memberships]
        return [(family, person) for family, person in stays if person not in self._families_of]

    def in_the_feeds(self) -> None:
        """Everybody else. To be done when everything is known that is true about members."""
        for kind in (*UNLISTED, *FORMS):
            self._deal(kind)

    def _deal(self, kind: Kind) -> None:
        wanted = max(AT_LEAST, len(self._families) * kind.per_thousand // 1000)
        for family in self._in_turn():
            if not wanted:
                return
            wanted -= self._befalls_somebody(kind, family)

    def _in_turn(self) -> Iterator[Family]:
        """The chosen, each time in another order, and the others if those are not enough."""
        chosen = self._around.rng.sample(self._chosen, len(self._chosen))
        return chain(chosen, self._others)

    def _befalls_somebody(self, kind: Kind, family: Family) -> bool:
        members = [stay.person for stay in family.memberships if stay.person not in self._spoken_for]
        for member in self._around.rng.sample(members, len(members)):
            concerned = kind.befalls(family, member, self._around)
            if concerned:
                self._spoken_for.update((member, *concerned))
                for person in concerned:
                    person.hard = kind.name
                if kind.disturbs:
                    self._disturb([member, *concerned], kind)
                return True
        return False

    def _disturb(self, people: list[Person], kind: Kind) -> None:
        """Every family of the people who may be mistaken; a new twin is of the other's."""
        for person in people:
            for family in self._families_of.get(person, ()):
                family.disturbed.append(kind.name)


def _in_order_of_choice(families: list[Family], rng: Random) -> tuple[list[Family], list[Family]]:
    """The families in which hard cases come together, and all others, those that are rather left alone last."""
    met = Counter(answer for family in families for answer in family.intended.items())
    free, spared = [], []
    for family in rng.sample(families, len(families)):
        if not family.named_in_quarantine and all(met[answer] > LEFT_ALONE for answer in family.intended.items()):
            met.subtract(family.intended.items())
            free.append(family)
        else:
            spared.append(family)
    count = max(AT_LEAST, round(SHARE_OF_FAMILIES * len(families)))
    return free[:count], free[count:] + spared
