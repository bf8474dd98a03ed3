"""DuckDB gives the answers of the reference from the same SQL: every table, every row, every column."""

from __future__ import annotations

import pytest

from outcomes.plan import load_plan
from outcomes.settings import DEFAULT_PLAN
from reference.duckdb_engine import DuckDB
from reference.generator import make_batch
from reference.harness import Comparison, Disagreement, differences, engine_answers, reference_answers
from reference.parameters import the_page
from reference.variants import changed, some_changes
from reference.worked import nights_of, worked_cases

PLAN = load_plan(DEFAULT_PLAN)
FAMILIES = 1_500
THE_PAGES_OWN, OTHERS = 2, 3
"""A seed without changed parameters, and one with."""


@pytest.fixture(scope="module")
def duck() -> DuckDB:
    return DuckDB()


@pytest.mark.parametrize("seed", [THE_PAGES_OWN, OTHERS])
def test_duckdb_and_reference_agree(seed: int, duck: DuckDB) -> None:
    batch, changes = make_batch(seed, FAMILIES), some_changes(seed)
    assert bool(changes) is (seed == OTHERS)
    comparison = Comparison(duck, changed(PLAN, changes), batch.coverage, batch.as_of, the_page(**changes))
    found = comparison.of(batch.families)
    assert not found, f"seed {seed}: {len(found)} families disagree, such as\n{first_of(found)}"


@pytest.fixture(scope="module")
def worked(duck: DuckDB) -> dict[str, list[str]]:
    """The worked cases whose answer is not the reference's, by measure. Cases that can share a night do."""
    unlike: dict[str, list[str]] = {measure.measure: [] for measure in PLAN.answered}
    for night in nights_of(worked_cases(PLAN), PLAN):
        families = [case.family for case in night.cases]
        duck.answer(families, night.coverage, night.as_of, PLAN)
        said = engine_answers(duck, families)
        for case in night.cases:
            expected = reference_answers(case.family, night.coverage, night.as_of, the_page())
            if differences(said[case.family.family_id], expected):
                for measure in case.expect:
                    unlike[measure].append(case.title)
    return unlike


@pytest.mark.parametrize("measure", [measure.measure for measure in PLAN.answered])
def test_duckdb_answers_a_measures_worked_cases(measure: str, worked: dict[str, list[str]]) -> None:
    """The reference answers them as a person expects (tests/measures)."""
    assert worked[measure] == []


def first_of(found: dict[str, list[Disagreement]]) -> str:
    family_id, rows = next(iter(found.items()), ("", []))
    return "\n".join([family_id, *map(str, rows)])
