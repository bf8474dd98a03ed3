"""What a dashboard shows: every view as the role that dashboards have, next to the families that it counts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from .population import NIGHT, Family, many, publish

VIEWS = (
    "programme_summary", "measure_progress", "claims_pipeline", "blockers_by_agency", "time_to_claim", "feed_health",
)  # fmt: skip


def shown(warehouse: psycopg.Connection, query: str) -> list[tuple[Any, ...]]:
    """What fop_bi, which cannot read claims, gets for an answer."""
    with warehouse.transaction(force_rollback=True):
        warehouse.execute("set local role fop_bi")
        return warehouse.execute(query).fetchall()  # type: ignore[arg-type]


@pytest.mark.parametrize("view", VIEWS)
def test_a_dashboard_reads_every_view_and_finds_nobody_in_it(warehouse: psycopg.Connection, view: str) -> None:
    shown(warehouse, f"select * from bi.{view}")
    rows = warehouse.execute(
        "select attname from pg_attribute where attrelid = to_regclass(%s) and attnum > 0", [f"bi.{view}"]
    )
    assert not {name for (name,) in rows} & {"family_id", "person_ref", "claim_id", "run_id", "record_key"}


def test_counts_are_rounded_small_ones_suppressed_and_zero_stays_zero(warehouse: psycopg.Connection) -> None:
    publish(warehouse, [*many(52, Family()), *many(3, Family(eligible=False)), *many(33, Family(claimed=True))])
    rows = shown(warehouse, "select indicator, families, suppressed from bi.programme_summary where district = 'all'")
    assert {name: (count, hidden) for name, count, hidden in rows} == {
        "families": (90, False),
        "eligible": (85, False),
        "already_claimed": (35, False),
        "claimable": (0, False),
        "in_progress": (55, False),
    }


@pytest.mark.parametrize(("families", "expected"), [(1, None), (5, None), (6, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_rounding_begins_where_suppression_ends(
    warehouse: psycopg.Connection, families: int, expected: int | None
) -> None:
    publish(warehouse, many(families, Family()))
    query = "select families from bi.programme_summary where district = 'all' and indicator = 'families'"
    assert shown(warehouse, query) == [(expected,)]


def test_the_parameters_are_the_catalogues(warehouse: psycopg.Connection) -> None:
    publish(warehouse, many(17, Family()))
    warehouse.execute(
        """update catalogue.rule_parameter set value = case name when 'small_count_maximum' then '9' else '10' end
           where name in ('small_count_maximum', 'rounding_base')"""
    )
    warehouse.commit()
    query = "select families from bi.programme_summary where district = 'all' and indicator = 'families'"
    assert shown(warehouse, query) == [(20,)]
    warehouse.execute("update catalogue.rule_parameter set value = '17' where name = 'small_count_maximum'")
    warehouse.commit()
    assert shown(warehouse, query) == [(None,)]


def test_without_parameters_nothing_is_shown(warehouse: psycopg.Connection) -> None:
    publish(warehouse, many(500, Family()))
    warehouse.execute("delete from catalogue.rule_parameter")
    warehouse.commit()
    assert {
        count for (count,) in shown(warehouse, "select families from bi.programme_summary where families <> 0")
    } <= {None}


def test_history_is_there_and_the_latest_night_is_marked(warehouse: psycopg.Connection) -> None:
    publish(warehouse, many(20, Family()), NIGHT - dt.timedelta(days=1))
    publish(warehouse, many(30, Family()))
    query = """select as_of, is_latest, families from bi.programme_summary
               where district = 'all' and indicator = 'families' order by as_of"""
    assert shown(warehouse, query) == [(NIGHT - dt.timedelta(days=1), False, 20), (NIGHT, True, 30)]


def test_a_rate_is_of_the_rounded_counts(warehouse: psycopg.Connection) -> None:
    publish(warehouse, [*many(31, Family()), *many(62, Family(claimed=True))])
    query = "select rate from bi.programme_summary where district = 'all' and indicator = 'already_claimed'"
    assert float(shown(warehouse, query)[0][0]) == round(100 * 60 / 95, 1)


def test_a_rate_is_withheld_with_its_numerator_and_its_denominator(warehouse: psycopg.Connection) -> None:
    publish(warehouse, [*many(40, Family()), *many(4, Family(claimed=True)), *many(3, Family("chiltern"))])
    query = "select families, rate from bi.programme_summary where {}"
    assert shown(warehouse, query.format("district = 'all' and indicator = 'already_claimed'")) == [(None, None)]
    assert shown(warehouse, query.format("district = 'chiltern' and indicator = 'eligible'")) == [(None, None)]


def test_measures_are_counted_by_status_and_district(warehouse: psycopg.Connection) -> None:
    publish(
        warehouse,
        [
            *many(20, Family("wycombe", statuses={"1A": "sustained"})),
            *many(30, Family("wycombe", statuses={"1A": "no_progress"})),
            *many(50, Family("chiltern", statuses={"1A": "not_applicable"})),
        ],
    )
    query = (
        "select families, rate from bi.measure_progress where measure_id = '1A' and district = '{}' and status = '{}'"
    )
    assert shown(warehouse, query.format("wycombe", "sustained")) == [(20, 40)]
    assert shown(warehouse, query.format("chiltern", "sustained")) == [(0, None)]
    assert shown(warehouse, query.format("all", "all")) == [(100, None)]
    assert shown(warehouse, query.format("all", "not_applicable")) == [(50, None)]


def test_the_pipeline_gives_counts_and_pounds_by_month(warehouse: psycopg.Connection) -> None:
    publish(
        warehouse,
        [
            *many(11, Family(earliest_on=dt.date(2016, 11, 9))),
            *many(14, Family(earliest_on=dt.date(2016, 12, 24))),
            *many(40, Family()),
            *many(22, Family(claimable=True)),
        ],
    )
    rows = shown(warehouse, "select stage, month, families, pounds from bi.claims_pipeline where is_latest")
    assert set(rows) == {
        ("all", None, 85, 68000),
        ("claimable", None, 20, 16000),
        ("in_progress", None, 65, 52000),
        ("expected", dt.date(2016, 11, 1), 10, 8000),
        ("expected", dt.date(2016, 12, 1), 15, 12000),
        ("no_date", None, 40, 32000),
    }


def test_blockers_name_the_agency_that_is_waited_for(warehouse: psycopg.Connection) -> None:
    waiting = (("1B", "measure"), ("attendance_gate", "attendance_gate"), ("practice_gate", "practice_gate"))
    publish(warehouse, many(24, Family(blockers=(*waiting, ("eligibility", "eligibility")))))
    rows = shown(warehouse, "select agency, blocker, families from bi.blockers_by_agency")
    assert set(rows) == {
        ("Youth Offending Service", "1B", 25),
        ("County council performance team, schools, academies", "attendance_gate", 25),
        ("Programme team", "practice_gate", 25),
    }


def test_time_to_claim_counts_whole_months_from_engagement(warehouse: psycopg.Connection) -> None:
    publish(warehouse, many(40, Family(claimable=True)))
    warehouse.execute(
        """insert into claims.claim (
               family_id, result_type, claimable_on, as_of, amount, plan_version, evidence_sha256, run_id
           )
           select family_id, result_type, case when family_id < 'F2' then date '2016-07-09' else date '2016-07-10' end,
               as_of, 800, 'p', 'x', (select run_id from operations.run)
           from claims.family_state;
           insert into claims.claim_event (claim_id, sequence, status, actor)
           select claim_id, 1, 'candidate', 'pipeline' from claims.claim"""
    )
    warehouse.commit()
    rows = shown(warehouse, "select months, families, rate from bi.time_to_claim")
    assert set(rows) == {("all", 40, 100), ("0 to 5", 10, 25), ("6 to 11", 30, 75)}


def test_feed_health_shows_lateness_and_matching_without_small_numbers(warehouse: psycopg.Connection) -> None:
    warehouse.execute(
        """insert into operations.run (as_of, plan_version, code_version) values ('2016-10-01', 'p', 'c');
           insert into operations.feed_freshness
           select '2016-10-01', feed, '2016-08-01', 61, 35, true, (select run_id from operations.run)
           from (values ('police_asb'), ('marac')) as v (feed);
           insert into operations.match_quality
           select run_id, 'police_asb', 400, 300, 100, 60, 0, 0, 2, 138 from operations.run;
           insert into operations.delivery (feed, file) values ('police_asb', 'f.csv');
           insert into operations.quarantine (delivery_id, feed, row_number, rule)
           select delivery_id, 'police_asb', n, 'r' from operations.delivery, generate_series(2, 4) as n"""
    )
    warehouse.commit()
    rows = shown(
        warehouse,
        """select feed, agency, late, people, matched, review, unmatched, matched_rate, quarantined_rows
           from bi.feed_health order by feed""",
    )
    assert rows[1] == ("police_asb", "Thames Valley Police", True, 300, 160, None, None, Decimal("53.3"), None)
    assert rows[0][3:] == (None, None, None, None, None, 0)
