"""The worked cases of every measure, asked of the reference and of SQL.

A measure's cases stand in its own file in the plan; those about whole families, in `cases/`: facts and the expected
answer, as a person writes them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from outcomes.plan import Plan, load_plan
from outcomes.settings import DEFAULT_PLAN
from reference.cases import Case, read_cases
from reference.engines import PostgreSQL
from reference.harness import Answers, engine_answers, reference_answers
from reference.oracle import COLUMNS
from reference.parameters import MEASURES, the_page
from reference.variants import changed
from reference.worked import nights_of, worked_cases

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
ABOUT_FAMILIES = [case for path in FILES for case in read_cases(path)]
CASES = [*worked_cases(load_plan(DEFAULT_PLAN)), *ABOUT_FAMILIES]
IDS = [case.title for case in CASES]

Answer = Callable[[Case], Answers]


@pytest.fixture(scope="module")
def by_sql(postgresql: PostgreSQL, plan: Plan) -> Answer:
    """Cases that can share a calculation do: a measure's look only at the feeds that it reads."""
    alike: dict[Any, list[Case]] = defaultdict(list)
    for case in ABOUT_FAMILIES:
        alike[case.as_of, repr(sorted(case.coverage.items())), repr(case.parameters)].append(case)
    nights = [(cases[0].coverage, cases) for cases in alike.values()]
    nights += [(night.coverage, night.cases) for night in nights_of(worked_cases(plan), plan)]
    said: dict[str, Answers] = {}
    page = the_page()
    for coverage, cases in nights:
        changes = {name: value for name, value in cases[0].parameters.items() if value != page[name]}
        families = [case.family for case in cases]
        postgresql.answer(families, coverage, cases[0].as_of, changed(plan, changes))
        said |= engine_answers(postgresql, families)
    return lambda case: said[case.family.family_id]


def by_reference(case: Case) -> Answers:
    return reference_answers(case.family, case.coverage, case.as_of, case.parameters)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_reference_answers_as_a_person_expects(case: Case) -> None:
    assert said_of(by_reference(case), case.expect) == wanted(case.expect)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_sql_answers_as_a_person_expects(case: Case, by_sql: Answer) -> None:
    assert said_of(by_sql(case), case.expect) == wanted(case.expect)


def test_every_measure_has_at_least_three_cases() -> None:
    about = [measure for case in CASES for measure in case.expect if measure in MEASURES]
    assert {measure for measure in MEASURES if about.count(measure) < 3} == set()


def said_of(answers: Answers, expect: dict[str, Any]) -> dict[str, Any]:
    """What was answered to what the case asks about, in the case's own form."""
    said: dict[str, Any] = {}
    for subject, columns in expect.items():
        if subject == "blockers":
            said[subject] = {route: sorted(blockers(answers, route)) for route in columns}
        else:
            table, key = ("family_state", ()) if subject == "family" else ("measure_state", (subject,))
            row = dict(zip(COLUMNS[table], answers[table][key], strict=True))
            said[subject] = {name: row[name] for name in columns}
    return said


def blockers(answers: Answers, route: str) -> list[str]:
    return [blocker for result_type, blocker in answers["blocker"] if result_type == route]


def wanted(expect: dict[str, Any]) -> dict[str, Any]:
    """Blockers in any order; a decimal fraction exactly."""
    return {
        subject: {name: sorted(value) if isinstance(value, list) else exactly(value) for name, value in columns.items()}
        for subject, columns in expect.items()
    }


def exactly(value: str | int | float | bool | dt.date | None) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value
