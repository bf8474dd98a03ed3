"""Members of one family who could be taken for each other."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.sample.hard_cases.kind import Kind, Surroundings
from outcomes.sample.hard_cases.naming import nearly_the_same
from outcomes.sample.people import Family, Membership, Person
from outcomes.sample.scenarios import SCENARIOS

ONLY_PUPIL = frozenset(scenario.full_name for scenario in SCENARIOS if scenario.alone)


def _twin(family: Family, child: Person, around: Surroundings) -> Sequence[Person]:
    """A schoolchild has a twin in the family, who plays no part in what happens to it."""
    if not 5 <= child.age(family.engaged_on) < 16 or child.sex == "X" or not ONLY_PUPIL.isdisjoint(family.scenarios):
        return ()
    stay = family.membership(child)
    forename = around.rng.choice(nearly_the_same(child.forename, around.population.forenames_like(child)))
    twin = around.population.named(child, forename, child.surname, child.born, member=True)
    if twin is None:
        return ()
    family.memberships.append(Membership(twin, family.engaged_on, stay.relationship))
    return child, twin


def _father_and_son(family: Family, father: Person, around: Surroundings) -> Sequence[Person]:
    """A son has his father's whole name."""
    if father.sex != "M" or father.age(family.engaged_on) < 24:
        return ()
    for stay in family.memberships:
        son = stay.person
        younger = son.age(family.engaged_on) < 18 and son.sex == "M" and son.surname == father.surname
        plain = son.hard is None and son not in family.named_in_quarantine
        if younger and plain and around.population.renamed(son, father.forename):
            return father, son
    return ()


NAMED_ALIKE = (Kind("twins", 25, _twin), Kind("father_and_son", 16, _father_and_son))
