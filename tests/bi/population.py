"""Publishes made-up nights, so that what dashboards show can be compared with the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

NIGHT = dt.date(2016, 10, 1)
PLAN = "buckinghamshire-2015"


@dataclass(frozen=True)
class Family:
    """Where a family stands on a night, as far as dashboards look at it."""

    district: str | None = "wycombe"
    eligible: bool = True
    claimable: bool = False
    claimed: bool = False
    earliest_on: dt.date | None = None
    statuses: dict[str, str] = field(default_factory=dict)
    blockers: tuple[tuple[str, str], ...] = ()


def publish(connection: psycopg.Connection, families: Iterable[Family], night: dt.date = NIGHT) -> None:
    """Writes the states of a night, as the pipeline would."""
    connection.execute(
        "insert into operations.run (as_of, plan_version, code_version) values (%s, %s, 'test')", [night, PLAN]
    )
    for table in ("family_state", "measure_state", "blocker"):
        connection.execute(
            sql.SQL("create table claims.{} partition of claims.{} for values in ({})").format(
                sql.Identifier(f"{table}_{night:%Y%m%d}"), sql.Identifier(table), sql.Literal(night)
            )
        )
    cursor = connection.cursor()
    for number, family in enumerate(families, 1):
        name = f"F{number}"
        cursor.execute(
            """insert into claims.family_state (
                   as_of, family_id, engaged_on, eligible, problem_count, attendance_gate, practice_gate, result_type,
                   claimable_on, already_claimed, blocker_count, earliest_on, district, run_id
               ) values (%s, %s, '2016-01-10', %s, 2, true, true, %s, %s, %s, %s, %s, %s, 1)""",
            [
                night,
                name,
                family.eligible,
                "significant_and_sustained" if family.claimable else None,
                night if family.claimable else None,
                family.claimed,
                len(family.blockers),
                family.earliest_on,
                family.district,
            ],
        )
        cursor.executemany(
            """insert into claims.measure_state (
                   as_of, family_id, measure_id, problem_id, outcome_id, status, shadow, plan_version, run_id
               ) values (%s, %s, %s, '1', 'o', %s, false, %s, 1)""",
            [(night, name, measure, status, PLAN) for measure, status in family.statuses.items()],
        )
        cursor.executemany(
            """insert into claims.blocker (as_of, family_id, result_type, blocker, kind)
               values (%s, %s, 'significant_and_sustained', %s, %s)""",
            [(night, name, blocker, kind) for blocker, kind in family.blockers],
        )
    connection.commit()


def many(count: int, family: Family) -> list[Family]:
    return [family] * count
