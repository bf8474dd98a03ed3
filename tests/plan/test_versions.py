"""A plan is data: its second version, and another programme's plan, need no other Python and no other SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from outcomes.plan import Plan, load_plan, plan_names
from reference.cases import Case, case_of
from reference.engines import PostgreSQL
from reference.harness import Answers, engine_answers, reference_answers
from reference.oracle import COLUMNS
from reference.worked import nights_of, worked_cases

FIRST, SECOND, ANOTHER = (load_plan(name) for name in plan_names())
CHANGED = ("4A", "4H")
SECOND_CASES = [case for case in worked_cases(SECOND, within_weeks=30) if case.family.family_id.startswith(CHANGED)]
ANOTHER_CASES = worked_cases(ANOTHER)
CLOSED = {"engaged_on": dt.date(2022, 5, 10), "as_of": dt.date(2023, 10, 1), "closed_on": dt.date(2023, 3, 1)}

AnswerTo = Callable[[Case], Answers]


@pytest.fixture(scope="module")
def by_sql(postgresql: PostgreSQL) -> AnswerTo:
    said: dict[str, Answers] = {}
    for plan, cases in ((SECOND, SECOND_CASES), (ANOTHER, ANOTHER_CASES)):
        for night in nights_of(cases, plan):
            families = [case.family for case in night.cases]
            postgresql.answer(families, night.coverage, night.as_of, plan)
            said |= engine_answers(postgresql, families)
    return lambda case: said[case.family.family_id]


def asked_of(answers: Answers, case: Case) -> dict[str, dict[str, object]]:
    rows = {m: dict(zip(COLUMNS["measure_state"], answers["measure_state"][(m,)], strict=True)) for m in case.expect}
    return {measure: {name: rows[measure][name] for name in columns} for measure, columns in case.expect.items()}


def answer_of_family(postgresql: PostgreSQL, case: Case, plan: Plan) -> Answers:
    postgresql.answer([case.family], case.coverage, case.as_of, plan)
    return engine_answers(postgresql, [case.family])[case.family.family_id]


def test_the_plans_are_the_two_versions_and_the_programme_after_them() -> None:
    assert plan_names() == ("buckinghamshire-2015", "buckinghamshire-2016", "supporting-families-2022")
    assert FIRST.effective_to == SECOND.effective_from


def test_the_second_version_differs_from_the_first_in_two_measures_only() -> None:
    differing = [measure.measure for measure in SECOND.measures if measure != FIRST.measure(measure.measure)]
    assert differing == list(CHANGED)
    assert (SECOND.problems, SECOND.results, SECOND.parameters) == (FIRST.problems, FIRST.results, FIRST.parameters)


def test_a_parameter_is_replaced_by_itself_and_with_its_source() -> None:
    first, second = FIRST.measure("4A").parameters, SECOND.measure("4A").parameters
    assert {name for name in second if second[name] != first[name]} == {"within_weeks"}
    assert "30" in second["within_weeks"].source


@pytest.mark.parametrize("case", [*SECOND_CASES, *ANOTHER_CASES], ids=str)
def test_sql_answers_a_worked_case_as_its_plan_says(case: Case, by_sql: AnswerTo) -> None:
    assert asked_of(by_sql(case), case) == case.expect


@pytest.mark.parametrize("case", [case for case in SECOND_CASES if "4A" in case.expect], ids=str)
def test_the_reference_counts_26_weeks_within_30_alike(case: Case) -> None:
    assert asked_of(reference_answers(case.family, case.coverage, case.as_of, case.parameters), case) == case.expect


def test_housing_support_is_judged_in_shadow_and_enters_no_problem(postgresql: PostgreSQL) -> None:
    housing = next(case for case in SECOND_CASES if case.expect.get("4H", {}).get("status") == "no_progress")
    said = answer_of_family(postgresql, housing, SECOND)
    row = dict(zip(COLUMNS["measure_state"], said["measure_state"][("4H",)], strict=True))
    assert (row["shadow"], row["status"]) == (True, "no_progress")
    assert ("housing_support",) not in said["outcome_state"]
    assert said["problem_state"][("4",)][0] is False


@pytest.mark.parametrize(("needs", "eligible"), [(2, False), (3, True)])
def test_supporting_families_needs_three_outcomes_and_has_no_employment_route(
    postgresql: PostgreSQL, needs: int, eligible: bool
) -> None:
    records = {
        "social_care": [{"kind": "CIN", "began_on": dt.date(2022, 1, 1), "ended_on": dt.date(2022, 12, 31)}],
        "housing": [{"kind": "arrears", "began_on": dt.date(2022, 1, 1), "ended_on": dt.date(2022, 12, 31)}],
        "domestic_abuse": [{"reported_on": dt.date(2022, 3, 1)}],
    }
    written = {
        "title": "solved, closed, and held for seven months",
        "closure": "case_closed",
        "assessed_on": dt.date(2022, 6, 1),
        "plan_agreed_on": dt.date(2022, 6, 10),
        "has_lead_worker": True,
        "records": dict(list(records.items())[:needs]),
        "expect": {},
    }
    said = answer_of_family(postgresql, case_of(written | CLOSED, "solved"), ANOTHER)
    family = dict(zip(COLUMNS["family_state"], said["family_state"][()], strict=True))
    assert (family["problem_count"], family["eligible"]) == (needs, eligible)
    assert family["result_type"] == ("significant_and_sustained" if eligible else None)
    assert family["claimable_on"] == (dt.date(2023, 9, 1) if eligible else None)
    assert {result for result, _ in said["blocker"]} == (set() if eligible else {"significant_and_sustained"})
