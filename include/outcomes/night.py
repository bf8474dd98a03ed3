"""The night, stage by stage, in the order in which data moves. Each function is one task's work, and can be run alone.

A stage takes an open connection, commits what it has done, and returns counts of what it did: never a row or a name."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import Any

import psycopg

from outcomes import run as runs
from outcomes.plan import Plan, load_plan
from outcomes.settings import Settings
from outcomes.templates import run_script

Counts = dict[str, Any]


def open_run(connection: psycopg.Connection, as_of: dt.date, plan: str, airflow_run_id: str) -> int:
    """Records that the night has begun; the run's number."""
    run = runs.open_run(connection, as_of, plan, airflow_run_id)
    connection.commit()
    return run.run_id


def ingest_feed(connection: psycopg.Connection, settings: Settings, run_id: int | None, feed: str) -> Counts:
    """Takes in what has arrived for a feed. A delivery that is held or rejected is a result, not a fault."""
    from outcomes import loading

    return loading.ingest_feed(connection, settings, feed, run_id).counts()


def gate(connection: psycopg.Connection, settings: Settings, run_id: int) -> Counts:
    """From here on the run knows what has been loaded by now, and says which feeds have been silent for too long."""
    from outcomes.loading import freshness

    run_script(connection, "operations/know_until_now", run_id=run_id)
    late = freshness.measure(connection, runs.read_run(connection, run_id))
    connection.commit()
    return {"late_feeds": late}


def match(connection: psycopg.Connection, settings: Settings, run_id: int) -> Counts:
    """Links the people whom the agencies name to members of families."""
    from outcomes import matching

    return asdict(matching.match(connection, run_id))


def prepare(connection: psycopg.Connection, settings: Settings, run_id: int) -> Counts:
    """What the run knows, into the work schema, and what all measures share."""
    from outcomes import measures

    run, plan = _judged(connection, run_id)
    if run.known_at is None:
        raise LookupError(f"run {run_id} has not passed the gate")
    measures.fill_inputs(connection, plan, run.known_at)
    measures.prepare_measures(measures.in_work(connection), plan, run.as_of)
    connection.commit()
    return {"measures": len(plan.answered)}


def calculate(connection: psycopg.Connection, settings: Settings, run_id: int, measure_id: str) -> Counts:
    """One measure's answer for every family."""
    from outcomes import measures

    run, plan = _judged(connection, run_id)
    measures.calculate_measure(measures.in_work(connection), plan, run.as_of, measure_id)
    connection.commit()
    return {}


def roll_up(connection: psycopg.Connection, settings: Settings, run_id: int) -> Counts:
    """Outcomes, problems, gates, blockers and families."""
    from outcomes import measures

    run, plan = _judged(connection, run_id)
    measures.roll_up(measures.in_work(connection), plan, run.as_of)
    connection.commit()
    return {}


def find_claims(connection: psycopg.Connection, settings: Settings, run_id: int) -> Counts:
    """The claims that the day allows, with their evidence; published with the rest."""
    from outcomes import claims

    found = claims.find_claims(connection, *_judged(connection, run_id))
    connection.commit()
    return {"claims": found}


def publish(connection: psycopg.Connection, settings: Settings, run_id: int) -> Counts:
    """The day's states, claims and regressions, all at once or not at all."""
    from outcomes import claims

    published = claims.publish(connection, *_judged(connection, run_id))
    connection.commit()
    return {
        "changed": published.changed,
        "rows_added": sum(published.added.values()),
        "rows_taken": sum(published.taken.values()),
        "claims": published.claims,
        "claims_withdrawn": published.withdrawn,
        "regressions": published.regressions,
    }


def data_docs(connection: psycopg.Connection, settings: Settings, run_id: int) -> Counts:
    """What the checks found, as pages for people."""
    from outcomes.checks import docs

    return docs.write_data_docs(connection, settings, run_id)


def _judged(connection: psycopg.Connection, run_id: int) -> tuple[runs.Run, Plan]:
    run = runs.read_run(connection, run_id)
    return run, plan_named(run.plan)


@cache
def plan_named(name: str) -> Plan:
    """The plan, read once a process: a night has a task for each measure."""
    return load_plan(name)


def close_run(connection: psycopg.Connection, run_id: int, outcome: str) -> None:
    """Records how the night ended, in a word."""
    runs.close_run(connection, run_id, outcome)
    connection.commit()


def timed(connection: psycopg.Connection, run_id: int, stage: str, task: str, work: Callable[[], Counts]) -> Counts:
    """Does a task's work, and records how long it took and how many rows it wrote."""
    began = time.monotonic()
    counts = work()
    run_script(
        connection,
        "operations/record_stage",
        run_id=run_id,
        stage=stage,
        task=task,
        milliseconds=round(1000 * (time.monotonic() - began)),
        rows=counts.get("rows_loaded", counts.get("rows_added")),
    )
    connection.commit()
    return counts
