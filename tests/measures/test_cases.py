"""The rules' worked examples and the edges of every measure, asked of the reference and of SQL.

The cases are the files in `cases/`: facts and the expected answer, as a person writes them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from outcomes.plan import Plan
from reference.cases import Case, read_cases
from reference.engines import PostgreSQL
from reference.harness import Answers, engine_answers, reference_answers
from reference.oracle import COLUMNS
from reference.parameters import MEASURES, the_page
from reference.variants import changed

CASES = [case for path in sorted((Path(__file__).parent / "cases").glob("*.yaml")) for case in read_cases(path)]
IDS = [case.title for case in CASES]

Answer = Callable[[Case], Answers]


@pytest.fixture(scope="module")
def by_sql(postgresql: PostgreSQL, plan: Plan) -> Answer:
    """Cases of one as_of, coverage and plan share a calculation."""
    alike: dict[Any, list[Case]] = defaultdict(list)
    for case in CASES:
        alike[case.as_of, repr(sorted(case.coverage.items())), repr(case.parameters)].append(case)
    said: dict[str, Answers] = {}
    page = the_page()
    for cases in alike.values():
        changes = {name: value for name, value in cases[0].parameters.items() if value != page[name]}
        families = [case.family for case in cases]
        postgresql.answer(families, cases[0].coverage, cases[0].as_of, changed(plan, changes))
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
