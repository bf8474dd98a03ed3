"""Two plans asked about one day: whose answers change, and why; and nothing is left behind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import psycopg
import pytest

from conftest import MakeWarehouse
from outcomes import night
from outcomes.compare import Comparison, compare, page
from outcomes.compare.comparison import differences
from outcomes.contracts import load_contracts
from outcomes.plan import load_plan
from outcomes.warehouse.connection import connect
from reference.cases import case_of
from route.county import deliver, landed_at

AS_OF = dt.date(2016, 10, 1)
FIRST, SECOND, ANOTHER = map(load_plan, ("buckinghamshire-2015", "buckinghamshire-2016", "supporting-families-2022"))
JSA = {"benefit": "JSA", "began_on": dt.date(2015, 6, 1), "ended_on": dt.date(2016, 2, 29)}
BROKEN = [
    {"began_on": dt.date(2016, 3, 5), "ended_on": dt.date(2016, 7, 31)},
    {"began_on": dt.date(2016, 8, 28)},
]


@pytest.fixture
def county(make_warehouse: MakeWarehouse, tmp_path: Path) -> psycopg.Connection:
    """A job seeker whose work was broken, one whose work was not, and both loaded and matched."""
    broken = case_of({"title": "", "records": {"benefits": [JSA], "employment": BROKEN}, "expect": {}}, "broken")
    unbroken = case_of(
        {"title": "", "records": {"benefits": [JSA], "employment": BROKEN[:1]}, "expect": {}}, "unbroken"
    )
    unbroken.family.records[1].ended_on = None
    settings = landed_at(make_warehouse(), tmp_path)
    deliver(tmp_path, [broken.family, unbroken.family], broken.coverage, AS_OF)
    connection = connect(settings, "test")
    run_id = night.open_run(connection, AS_OF, settings.plan, "test")
    for feed in load_contracts():
        night.ingest_feed(connection, settings, run_id, feed)
    night.gate(connection, settings, run_id)
    night.match(connection, settings, run_id)
    connection.commit()
    return connection


def test_it_says_whose_answers_change_from_what_to_what_and_by_which_parameter(county: psycopg.Connection) -> None:
    with county:
        found = compare(county, FIRST, SECOND, AS_OF)
        assert [(change.family_id, change.measure_id) for change in found.changes] == [("broken", "4A")]
        assert found.transitions == {("4A", "significant", "sustained"): 1}
        assert found.changes[0].a.earliest_on == dt.date(2017, 2, 26)
        assert found.changes[0].b.sustained_on == dt.date(2016, 9, 30)
        assert [(each.scope, each.name) for each in found.differences] == [("4A", "within_weeks")]
        assert found.only_b == {"4H": {"not_applicable": 2}}
        assert_page(found)
        left = county.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'compared%'").fetchone()
        assert left == (0,)
        assert county.execute("SELECT count(*) FROM claims.measure_state").fetchone() == (0,)


def assert_page(found: Comparison) -> None:
    said = page(found)
    assert "1 of 2 families have another answer" in said
    assert "4A  within_weeks  none                  30" in said
    assert "sustained since 2016-09-30" in said


def test_a_plan_is_like_itself() -> None:
    assert list(differences(FIRST, FIRST)) == []


def test_plans_of_two_programmes_differ_in_the_programme_and_share_no_measure() -> None:
    assert {each.scope for each in differences(FIRST, ANOTHER)} == {"programme"}
    assert "problems_needed" in {each.name for each in differences(FIRST, ANOTHER)}
