"""The catalogue says what the numbers mean, in the plan's own words and with the source of every parameter."""

from __future__ import annotations

import psycopg
import pytest

from outcomes.contracts import feed_names, load_contract
from outcomes.plan import Plan, load_plan
from outcomes.plan.catalogue import fill
from outcomes.settings import DEFAULT_PLAN


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(DEFAULT_PLAN)


def test_every_measure_is_listed_agreed_and_proposed(warehouse: psycopg.Connection, plan: Plan) -> None:
    rows = warehouse.execute("select measure_id, status, agency from catalogue.measure").fetchall()
    assert set(rows) == {(measure.measure, measure.status, measure.words.agency) for measure in plan.measures}
    assert ("4H", "proposed", "not yet agreed") in rows


def test_a_measure_carries_the_strategic_goal_of_its_problem(warehouse: psycopg.Connection) -> None:
    differing = warehouse.execute(
        """select m.measure_id from catalogue.measure as m join catalogue.problem as p using (plan_version, problem_id)
           where m.strategic_goal <> p.strategic_goal"""
    ).fetchall()
    assert differing == []


def test_every_parameter_has_a_unit_and_a_source(warehouse: psycopg.Connection) -> None:
    assert (
        warehouse.execute("select name from catalogue.rule_parameter where unit = '' or source = ''").fetchall() == []
    )


def test_every_assumption_is_published(warehouse: psycopg.Connection) -> None:
    found = {
        a for (a,) in warehouse.execute("select assumption from catalogue.rule_parameter where assumption is not null")
    }
    assert found >= {f"A{number}" for number in range(1, 29)}


@pytest.mark.parametrize(
    ("scope", "name", "value"),
    [
        ("programme", "result_amount", "800.00"),
        ("programme", "small_count_maximum", "5"),
        ("1A", "reduction_percent", "60"),
        ("4A", "within_weeks", None),
        ("adult_employment", "combine", "best"),
        ("continuous_employment", "needs", "4A"),
    ],
)
def test_a_parameter_can_be_looked_up_by_what_it_belongs_to(
    warehouse: psycopg.Connection, scope: str, name: str, value: str | None
) -> None:
    query = "select value from catalogue.rule_parameter where scope = %s and name = %s"
    assert warehouse.execute(query, [scope, name]).fetchone() == (value,)


def test_the_terms_of_the_programme_are_listed_without_a_hole(warehouse: psycopg.Connection) -> None:
    rows = warehouse.execute(
        "select term, starts_on::text, ends_on::text from catalogue.term where academic_year = '2015/16'"
    )
    assert set(rows.fetchall()) == {
        ("autumn", "2015-09-01", "2016-01-01"),
        ("spring", "2016-01-01", "2016-03-28"),
        ("summer", "2016-03-28", "2016-08-01"),
    }


def test_every_feed_and_code_list_is_described(warehouse: psycopg.Connection) -> None:
    rows = warehouse.execute("select feed, silent_days, suppliers from catalogue.feed").fetchall()
    assert {feed for feed, _, _ in rows} == set(feed_names())
    for feed, silent_days, suppliers in rows:
        contract = load_contract(feed)
        assert (silent_days, tuple(suppliers)) == (contract.silent_days, contract.suppliers)
    assert warehouse.execute(
        "select label from catalogue.code where list = 'activity' and code = 'volunteering'"
    ).fetchone()


def test_filling_it_again_changes_nothing(warehouse: psycopg.Connection, plan: Plan) -> None:
    def everything() -> list[object]:
        tables = ("plan", "problem", "outcome", "measure", "rule_parameter", "term", "code", "feed")
        return [warehouse.execute(f"select t::text from catalogue.{t} as t order by 1").fetchall() for t in tables]

    before = everything()
    fill(warehouse, plan)
    assert everything() == before


def test_an_earlier_plan_keeps_its_rows(warehouse: psycopg.Connection, plan: Plan) -> None:
    fill(warehouse, plan.model_copy(update={"plan": "another-2020"}))
    versions = warehouse.execute(
        "select plan_version, count(*) from catalogue.measure group by 1 order by 1"
    ).fetchall()
    assert versions == [("another-2020", len(plan.measures)), (DEFAULT_PLAN, len(plan.measures))]
