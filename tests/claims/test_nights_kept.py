"""Which nights' states are kept: the last 35, each month's last, and every night that a claim or a window rests on."""

from __future__ import annotations

import datetime as dt

import psycopg

from outcomes.claims.publish import STATES, forget_nights
from outcomes.plan import load_plan
from outcomes.settings import DEFAULT_PLAN

FIRST = dt.date(2016, 1, 1)
NIGHTS = [FIRST + dt.timedelta(days=number) for number in range(120)]
CLAIMED_ON, WINDOW_CUT_OFF = dt.date(2016, 1, 13), dt.date(2016, 2, 9)


def judge(warehouse: psycopg.Connection, night: dt.date) -> None:
    """A night of one family, in all of its tables as publishing leaves them."""
    for table in STATES:
        warehouse.execute(
            f"create table claims.{table}_{night:%Y%m%d} partition of claims.{table} for values in ('{night}')".encode()
        )
    warehouse.execute(
        "insert into claims.family_state (as_of, family_id, engaged_on, eligible, problem_count, attendance_gate,"
        " practice_gate, already_claimed, blocker_count, run_id)"
        " values (%s, 'F1', '2015-01-01', true, 2, true, true, false, 0, 1)",
        [night],
    )


def kept(warehouse: psycopg.Connection) -> list[dt.date]:
    return [night for (night,) in warehouse.execute("select as_of from claims.family_state order by as_of")]


def test_a_night_is_kept_if_it_is_recent_or_a_months_last_or_something_rests_on_it(
    warehouse: psycopg.Connection,
) -> None:
    for night in NIGHTS:
        judge(warehouse, night)
    warehouse.execute(
        "insert into operations.run (as_of, plan_version, code_version) values (%s, %s, 'test')",
        [CLAIMED_ON, DEFAULT_PLAN],
    )
    warehouse.execute(
        "insert into claims.claim (family_id, result_type, claimable_on, as_of, amount, plan_version, evidence_sha256,"
        " run_id) select 'F1', 'continuous_employment', %s, %s, 800, %s, '', run_id from operations.run",
        [CLAIMED_ON, CLAIMED_ON, DEFAULT_PLAN],
    )
    warehouse.execute(
        "insert into claims.claim_event (claim_id, sequence, status, actor)"
        " select claim_id, 1, 'candidate', 'test' from claims.claim"
    )
    warehouse.execute(
        "insert into claims.claim_window (opens_on, closes_on, evidence_cut_off) values (%s, %s, %s)",
        [WINDOW_CUT_OFF, WINDOW_CUT_OFF, WINDOW_CUT_OFF],
    )
    forgotten = forget_nights(warehouse, load_plan(DEFAULT_PLAN))
    month_ends = [dt.date(2016, 1, 31), dt.date(2016, 2, 29), dt.date(2016, 3, 31)]
    assert kept(warehouse) == sorted({CLAIMED_ON, WINDOW_CUT_OFF, *month_ends, *NIGHTS[-35:]})
    assert forgotten == len(NIGHTS) - len(kept(warehouse))


def test_letting_go_twice_lets_go_of_nothing_more(warehouse: psycopg.Connection) -> None:
    for night in NIGHTS[:50]:
        judge(warehouse, night)
    plan = load_plan(DEFAULT_PLAN)
    assert forget_nights(warehouse, plan) == 15
    assert forget_nights(warehouse, plan) == 0
