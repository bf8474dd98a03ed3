"""Publishes a judged day in one transaction: readers see all of yesterday's answers or all of today's, never a mix."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg

from outcomes.contracts import load_contracts
from outcomes.measures.inputs import PROGRAMME, in_work
from outcomes.plan import Plan
from outcomes.run import Run
from outcomes.templates import Identifier, render, run_script

log = logging.getLogger(__name__)

STATES = {
    "measure_state": ("family_id", "measure_id"),
    "outcome_state": ("family_id", "outcome_id"),
    "problem_state": ("family_id", "problem_id"),
    "family_state": ("family_id",),
    "blocker": ("family_id", "result_type", "blocker"),
    "attendance_gate": ("family_id", "person_ref", "academic_year", "term"),
}
"""The tables of a day's states, each with its key beside `as_of`."""

ADDED_BY_PUBLISHING = ("as_of", "run_id", "plan_version")


@dataclass(frozen=True)
class Published:
    """What publishing changed: rows taken away and added a table, claims added, claims withdrawn because a link that
    they rest on was undone or made late, regressions seen on the day, and the nights whose states were let go."""

    taken: dict[str, int]
    added: dict[str, int]
    claims: int
    withdrawn: int
    regressions: int
    nights_forgotten: int

    @property
    def changed(self) -> bool:
        return any(self.taken.values()) or any(self.added.values()) or self.claims + self.withdrawn > 0


def find_claims(connection: psycopg.Connection, run: Run, plan: Plan, work: str = "work") -> int:
    """The claims that the work schema's families allow, with their evidence, still in the work schema. How many."""
    in_work(connection, work)
    run_script(
        connection,
        "claims/found",
        plan=plan,
        as_of=run.as_of,
        programme={"result_amount": Decimal(plan.value("result_amount"))},
        gated=[result.result_type for result in plan.results if result.attendance_gate],
        gate_feed=plan.value("attendance_gate_feed"),
    )
    found = _count(connection.execute("SELECT count(*) FROM claim_found"))
    log.info("claims found: %s", found)
    return found


def publish(connection: psycopg.Connection, run: Run, plan: Plan, work: str = "work") -> Published:
    """Replaces the day's states, withdraws the claims that links have undermined, adds the day's claims and
    regressions, and lets old nights go; the caller commits.

    A row that says what it said keeps its run_id. Raises LookupError where the run has no known_at yet.
    """
    if run.known_at is None:
        raise LookupError(f"run {run.run_id} was not prepared: it has no known_at")
    in_work(connection, work)
    taken, added = {}, {}
    for table, key in STATES.items():
        taken[table], added[table] = _replace(connection, run, plan, table, key)
    common: dict[str, Any] = {"as_of": run.as_of, "run_id": run.run_id}
    withdrawn = _withdraw(connection, plan, run.as_of, run.known_at)
    claims = _last_count(
        run_script(
            connection,
            "claims/claim",
            feeds=tuple(load_contracts()),
            known_at=run.known_at,
            plan_version=plan.plan,
            **common,
        )
    )
    personal = [(result.result_type, result.needs) for result in plan.results if result.needs != "problems"]
    regressions = _last_count(run_script(connection, "claims/regression", personal_results=personal, **common))
    forgotten = forget_nights(connection, plan)
    connection.execute("UPDATE operations.run SET published_at = clock_timestamp() WHERE run_id = %s", [run.run_id])
    result = Published(taken, added, claims, withdrawn, regressions, forgotten)
    if result.changed:
        log.info(
            "published %s: %s rows added, %s taken, %s claims, %s withdrawn", run.as_of, added, taken, claims, withdrawn
        )
    else:
        log.info("published %s: nothing changed", run.as_of)
    return result


def _withdraw(connection: psycopg.Connection, plan: Plan, as_of: dt.date, known_at: dt.datetime) -> int:
    """How many claims are withdrawn that were not sent yet, since links have undermined them."""
    counted = [measure for measure in plan.answered if not measure.shadow]
    reads = [(measure.measure, feed) for measure in counted for feed in measure.reads]
    people = {
        feed: contract.identity["person_ref"]
        for feed, contract in load_contracts().items()
        if contract.person and feed not in PROGRAMME
    }
    gate = ("attendance_gate", plan.value("attendance_gate_feed"))
    script = run_script(
        connection, "claims/undermined", people=people, reads=[*reads, gate], as_of=as_of, known_at=known_at
    )
    return _last_count(script)


def _replace(connection: psycopg.Connection, run: Run, plan: Plan, table: str, key: tuple[str, ...]) -> tuple[int, int]:
    published = [
        row[0]
        for row in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " ORDER BY attnum",
            [f"claims.{table}"],
        )
    ]
    script = render(
        "claims/state",
        table=table,
        key=key,
        columns=[column for column in published if column not in ADDED_BY_PUBLISHING],
        versioned="plan_version" in published,
        attributed="run_id" in published,
        as_of=run.as_of,
        run_id=run.run_id,
        plan_version=plan.plan,
    )
    cursor = connection.execute(script.encode())
    counts = []
    for result in cursor.results():
        if result.description:
            counts.append(_count(result))
    taken, added = counts
    return taken, added


def forget_nights(connection: psycopg.Connection, plan: Plan) -> int:
    """Lets go of the states of nights that need not be kept; how many. Any of them can be asked again."""
    nights = run_script(connection, "claims/nights_to_forget", nights_kept=plan.value("state_nights_kept")).fetchall()
    for (night,) in nights:
        for table in STATES:
            partition = Identifier(f"{table}_{night:%Y%m%d}")
            connection.execute(f'DROP TABLE IF EXISTS claims."{partition}"'.encode())
    return len(nights)


def _last_count(cursor: psycopg.Cursor) -> int:
    *_, last = cursor.results()
    return _count(last)


def _count(cursor: psycopg.Cursor) -> int:
    row = cursor.fetchone()
    return int(row[0]) if row else 0
