"""Up to which day a feed is complete, from what was delivered for which days; and which feeds are late."""

from __future__ import annotations

import datetime as dt
import logging

import psycopg
import pytest

from outcomes.contracts import load_contract
from outcomes.loading.coverage import coverage, supplier_coverage
from outcomes.loading.freshness import measure
from outcomes.run import Run

NOON = dt.datetime(2016, 10, 1, 12, tzinfo=dt.UTC)
JANUARY = ("2016-01-01", "2016-01-31")
FEBRUARY = ("2016-02-01", "2016-02-29")
MARCH = ("2016-03-01", "2016-03-31")


def delivered(
    warehouse: psycopg.Connection,
    feed: str,
    *periods: tuple[str | None, str],
    supplier: str = "",
    outcome: str = "loaded",
    at: dt.datetime = NOON,
) -> None:
    loaded_at = at if outcome in ("loaded", "superseded") else None
    for covers_from, complete_through in periods:
        warehouse.execute(
            """insert into operations.delivery (feed, supplier, file, covers_from, complete_through, outcome, loaded_at)
            values (%s, %s, 'file', %s, %s, %s, %s)""",
            [feed, supplier, covers_from, complete_through, outcome, loaded_at],
        )


def complete(warehouse: psycopg.Connection, feed: str, known_at: dt.datetime = NOON) -> str | None:
    found = coverage(warehouse, known_at)[feed]
    return found.isoformat() if found else None


def test_a_feed_that_never_delivered_is_complete_through_no_day(warehouse: psycopg.Connection) -> None:
    assert complete(warehouse, "police_asb") is None


def test_increments_that_follow_each_other_cover_their_days(warehouse: psycopg.Connection) -> None:
    delivered(warehouse, "police_asb", FEBRUARY, JANUARY)
    assert complete(warehouse, "police_asb") == "2016-02-29"


def test_a_hole_ends_what_is_covered_until_it_is_filled(warehouse: psycopg.Connection) -> None:
    delivered(warehouse, "police_asb", JANUARY, MARCH)
    assert complete(warehouse, "police_asb") == "2016-01-31"
    delivered(warehouse, "police_asb", FEBRUARY)
    assert complete(warehouse, "police_asb") == "2016-03-31"


def test_one_day_missing_is_a_hole_and_a_day_told_twice_is_none(warehouse: psycopg.Connection) -> None:
    delivered(warehouse, "police_asb", JANUARY, ("2016-02-02", "2016-02-29"))
    assert complete(warehouse, "police_asb") == "2016-01-31"
    delivered(warehouse, "police_asb", ("2016-01-15", "2016-02-01"))
    assert complete(warehouse, "police_asb") == "2016-02-29"


def test_a_long_increment_spans_the_short_ones_within_it(warehouse: psycopg.Connection) -> None:
    delivered(warehouse, "police_asb", ("2016-01-01", "2016-03-31"), FEBRUARY, ("2016-04-01", "2016-04-30"))
    assert complete(warehouse, "police_asb") == "2016-04-30"


@pytest.mark.parametrize("outcome", ["held", "rejected"])
def test_a_file_that_was_not_accepted_covers_nothing(outcome: str, warehouse: psycopg.Connection) -> None:
    delivered(warehouse, "police_asb", JANUARY)
    delivered(warehouse, "police_asb", FEBRUARY, outcome=outcome)
    assert complete(warehouse, "police_asb") == "2016-01-31"


def test_a_feed_is_as_complete_as_its_slowest_supplier(warehouse: psycopg.Connection) -> None:
    *most, last = load_contract("district_asb").suppliers
    for supplier in most:
        delivered(warehouse, "district_asb", JANUARY, FEBRUARY, supplier=supplier)
    assert complete(warehouse, "district_asb") is None
    delivered(warehouse, "district_asb", JANUARY, supplier=last)
    assert complete(warehouse, "district_asb") == "2016-01-31"
    assert supplier_coverage(warehouse, NOON)["district_asb", most[0]] == dt.date(2016, 2, 29)


def test_the_newest_snapshot_says_how_far_a_snapshot_feed_reaches(warehouse: psycopg.Connection) -> None:
    delivered(warehouse, "families", (None, "2016-01-31"), (None, "2016-03-31"))
    delivered(warehouse, "families", (None, "2016-02-29"), outcome="superseded")
    assert complete(warehouse, "families") == "2016-03-31"


def test_what_was_loaded_later_was_not_known(warehouse: psycopg.Connection) -> None:
    delivered(warehouse, "police_asb", JANUARY)
    delivered(warehouse, "police_asb", FEBRUARY, at=NOON + dt.timedelta(seconds=1))
    assert complete(warehouse, "police_asb") == "2016-01-31"
    assert complete(warehouse, "police_asb", NOON + dt.timedelta(seconds=1)) == "2016-02-29"


def test_a_feed_is_late_after_the_days_of_silence_that_its_contract_allows(
    warehouse: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    delivered(warehouse, "police_asb", JANUARY)
    night = "insert into operations.run (as_of, plan_version, code_version) values ('2016-03-06', 'p', 'c')"
    run_id = warehouse.execute(f"{night} returning run_id".encode()).fetchone()
    assert run_id
    with caplog.at_level(logging.WARNING):
        late = measure(warehouse, Run(run_id[0], dt.date(2016, 3, 6), "p", NOON))
        assert "police_asb" not in late
        late = measure(warehouse, Run(run_id[0], dt.date(2016, 3, 7), "p", NOON))
    assert "police_asb" in late
    assert "attendance" in late
    assert "housing" not in late
    assert "police_asb: silent for 36 days, 35 are allowed" in caplog.text
    row = warehouse.execute("select days_silent, late from operations.feed_freshness where feed = 'police_asb'")
    assert row.fetchone() == (36, True)
