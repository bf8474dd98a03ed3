"""Attacks on the dashboards. The attacker has every view, knows the rules, and adds and subtracts what is published:
between rows and totals, over districts and measures, from one view to another. No small number may come out.

`Attacker` writes down what is known of each cell and which cells add up, and asks how little and how much a hidden cell
can be. A cell whose two answers are the same has been worked out."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict

import numpy
import psycopg
import pytest
from scipy.optimize import LinearConstraint, milp

from .population import Family, many, publish
from .test_dashboards import VIEWS, shown

STATUSES = ("not_applicable", "no_progress", "significant", "sustained", "awaiting_evidence", "review")
DISTRICTS = ("aylesbury_vale", "chiltern", "south_bucks", "wycombe")
MEASURES = ("1A", "3B", "5A")
WORTHLESS = 100_000  # no programme has so many families: an upper bound that says nothing

HIDDEN = (1, WORTHLESS)

Cell = tuple[str, ...]


class Attacker:
    """What can be known from outside. Cells are named; the same quantity has the same name in every view."""

    def __init__(self) -> None:
        self.bounds: dict[Cell, tuple[int, int]] = {}
        self.lines: list[tuple[Cell, list[Cell]]] = []

    def sees(self, cell: Cell, families: int | None) -> None:
        """A published count: what it says of the exact one. A cell seen twice is known by the better of the two."""
        if families is None:
            low, high = HIDDEN
        elif families == 0:
            low, high = 0, 0
        else:
            low, high = max(families - 2, 6), families + 2
        before = self.bounds.get(cell, (0, WORTHLESS))
        self.bounds[cell] = (max(low, before[0]), min(high, before[1]))

    def adds(self, total: Cell, parts: list[Cell]) -> None:
        self.lines.append((total, [part for part in parts if part in self.bounds]))

    def subtracts_only(self, truth: dict[Cell, int]) -> None:
        """Somehow has the exact number of everything that is shown, and does not know that a hidden one is a count."""
        for cell, bounds in self.bounds.items():
            self.bounds[cell] = (
                (-WORTHLESS, WORTHLESS) if bounds == HIDDEN else (truth.get(cell, 0), truth.get(cell, 0))
            )

    def range_of(self, cell: Cell) -> tuple[int, int]:
        cells = sorted(self.bounds)
        place = {name: number for number, name in enumerate(cells)}
        matrix = numpy.zeros((len(self.lines), len(cells)))
        for row, (total, parts) in enumerate(self.lines):
            matrix[row, place[total]] -= 1
            for part in parts:
                matrix[row, place[part]] += 1
        low, high = (numpy.array([self.bounds[name][side] for name in cells]) for side in (0, 1))
        found = []
        for sign in (1, -1):
            goal = numpy.zeros(len(cells))
            goal[place[cell]] = sign
            solved = milp(
                goal, integrality=numpy.ones(len(cells)), bounds=(low, high), constraints=LinearConstraint(matrix, 0, 0)
            )
            assert solved.success, "what is published contradicts itself"
            found.append(round(solved.x[place[cell]]))
        return found[0], found[1]


def population(seed: int) -> list[Family]:
    """A small programme with many small numbers: the worst case for disclosure control."""
    chance = random.Random(seed)
    families = []
    for district in DISTRICTS:
        weights = {measure: [chance.choice((0, 0, 1, 3, 9)) + 0.01 for _ in STATUSES] for measure in MEASURES}
        for _ in range(chance.choice((0, 2, 7, 13, 25, 60))):
            statuses = {m: chance.choices(STATUSES, weights[m])[0] for m in MEASURES}
            claimed = chance.random() < 0.2
            claimable = not claimed and chance.random() < 0.2
            dated = not claimed and not claimable and chance.random() < 0.7
            families.append(
                Family(
                    district,
                    eligible=chance.random() < 0.9,
                    claimed=claimed,
                    claimable=claimable,
                    earliest_on=dt.date(2016, chance.randint(10, 12), 5) if dated else None,
                    statuses=statuses,
                    blockers=tuple(
                        (m, "measure") for m in MEASURES if statuses[m] not in ("not_applicable", "sustained")
                    ),
                )
            )
    return families


def truth_of(families: list[Family]) -> dict[Cell, int]:
    counted: dict[Cell, int] = defaultdict(int)
    for family in families:
        for district in ("all", str(family.district)):
            counted["families", district] += 1
            counted["eligible", district] += family.eligible
            counted["already_claimed", district] += family.claimed
            counted["claimable", district] += family.claimable
            counted["in_progress", district] += not family.claimed and not family.claimable
            for measure, status in family.statuses.items():
                counted[measure, status, district] += 1
        if not family.claimed and not family.claimable:
            counted["month", str(family.earliest_on and family.earliest_on.replace(day=1))] += 1
        for blocker, _ in family.blockers:
            counted["blocker", blocker] += 1
    return counted


def attack(warehouse: psycopg.Connection, views: tuple[str, ...] = VIEWS) -> Attacker:
    """Reads the views that count families, and writes down every sum that holds between what it reads."""
    attacker = Attacker()
    query = "select indicator, district, families from bi.programme_summary"
    for indicator, district, families in shown(warehouse, query):
        attacker.sees((indicator, district), families)
    query = "select measure_id, status, district, families from bi.measure_progress"
    for measure, status, district, families in shown(warehouse, query):
        attacker.sees(("families", district) if status == "all" else (measure, status, district), families)
    if "claims_pipeline" in views:
        for stage, month, families in shown(warehouse, "select stage, month::text, families from bi.claims_pipeline"):
            name = {"all": ("families", "all"), "expected": ("month", month), "no_date": ("month", "None")}
            attacker.sees(name.get(stage, (stage, "all")), families)
    if "blockers_by_agency" in views:
        for blocker, families in shown(warehouse, "select blocker, families from bi.blockers_by_agency"):
            attacker.sees(("blocker", blocker), families)

    seen = [district for district in DISTRICTS if ("families", district) in attacker.bounds]
    for indicator in ("families", "eligible", "already_claimed", "claimable", "in_progress"):
        attacker.adds((indicator, "all"), [(indicator, district) for district in seen])
    for district in ("all", *seen):
        parts = [(indicator, district) for indicator in ("already_claimed", "claimable", "in_progress")]
        attacker.adds(("families", district), parts)
        for measure in MEASURES:
            attacker.adds(("families", district), [(measure, status, district) for status in STATUSES])
    for measure in MEASURES:
        for status in STATUSES:
            attacker.adds((measure, status, "all"), [(measure, status, district) for district in seen])
        if ("blocker", measure) in attacker.bounds:
            waiting = [(measure, status, "all") for status in STATUSES if status not in ("not_applicable", "sustained")]
            attacker.adds(("blocker", measure), waiting)
    if "claims_pipeline" in views:
        attacker.adds(("in_progress", "all"), [cell for cell in attacker.bounds if cell[0] == "month"])
    return attacker


@pytest.mark.parametrize("seed", range(10))
def test_no_small_number_can_be_worked_out_of_all_views_together(warehouse: psycopg.Connection, seed: int) -> None:
    families = population(seed)
    publish(warehouse, families)
    truth, attacker = truth_of(families), attack(warehouse)
    small = [cell for cell, count in truth.items() if 1 <= count <= 5 and cell in attacker.bounds]
    assert all(attacker.bounds[cell] == HIDDEN for cell in small), "a small number is shown"
    assert [cell for cell in small if len(set(attacker.range_of(cell))) == 1] == []


@pytest.mark.parametrize("seed", range(10))
def test_subtraction_gives_nothing_away_even_if_what_is_shown_were_exact(
    warehouse: psycopg.Connection, seed: int
) -> None:
    """Rounding is a second wall: behind it, one line's subtraction gives nothing away either."""
    families = population(seed)
    publish(warehouse, families)
    truth, attacker = truth_of(families), attack(warehouse, views=VIEWS[:2])
    small = [cell for cell, count in truth.items() if 1 <= count <= 5 and cell in attacker.bounds]
    attacker.subtracts_only(truth)
    assert [cell for cell in small if len(set(attacker.range_of(cell))) == 1] == []


def test_the_attacker_finds_what_is_not_protected() -> None:
    """Were only the small cell hidden, its neighbours would give it away: the attack above is a real one."""
    attacker = Attacker()
    attacker.sees(("total",), 5)
    attacker.sees(("big",), 5)
    attacker.sees(("small",), None)
    attacker.adds(("total",), [("big",), ("small",)])
    assert attacker.range_of(("small",)) == (1, 1)


def test_a_total_is_hidden_with_its_only_part(warehouse: psycopg.Connection) -> None:
    publish(warehouse, [*many(30, Family("wycombe")), *many(4, Family("wycombe", claimable=True))])
    query = "select district, families from bi.programme_summary where indicator = 'claimable'"
    assert set(shown(warehouse, query)) == {("all", None), ("wycombe", None)}


def test_a_lone_small_district_takes_the_next_smallest_with_it(warehouse: psycopg.Connection) -> None:
    publish(
        warehouse,
        [*many(40, Family("wycombe")), *many(30, Family("aylesbury_vale")), *many(3, Family("chiltern"))],
    )
    query = "select district, families from bi.programme_summary where indicator = 'families'"
    assert set(shown(warehouse, query)) == {("all", 75), ("wycombe", 40), ("aylesbury_vale", None), ("chiltern", None)}


def test_nothing_is_hidden_where_nothing_is_small(warehouse: psycopg.Connection) -> None:
    publish(
        warehouse,
        [
            family
            for district in DISTRICTS
            for status in STATUSES
            for family in many(10, Family(district, statuses={"1A": status}))
        ],
    )
    assert shown(warehouse, "select count(*) from bi.measure_progress where suppressed") == [(0,)]


def test_the_sum_of_two_views_gives_nothing_away(warehouse: psycopg.Connection) -> None:
    """Blocked families and sustained ones make up all: where the sustained are few, the blocked are hidden too."""
    blocked = Family(statuses={"1A": "no_progress"}, blockers=(("1A", "measure"),))
    publish(warehouse, [*many(60, blocked), *many(3, Family(statuses={"1A": "sustained"}))])
    assert shown(warehouse, "select families from bi.blockers_by_agency where blocker = '1A'") == [(None,)]
