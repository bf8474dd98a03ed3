"""What every DAG of the pipeline shares: owner, tags, retries, and how a task gets at the warehouse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import psycopg
from airflow.sdk import Asset, ExceptionRetryPolicy, RetryAction, RetryRule, get_current_context
from airflow.sdk.exceptions import AirflowFailException

from outcomes.settings import Settings
from outcomes_airflow.faults import LOST_CONNECTION, told_without_values

OWNER = "family-outcomes"
TAGS = frozenset({"ingest", "nightly", "agency", "programme"})
"""The only tags that a DAG may carry."""

RETRIES = ExceptionRetryPolicy(
    rules=[
        RetryRule(list(LOST_CONNECTION), reason="the connection to the warehouse was lost"),
        RetryRule(psycopg.OperationalError, match_subclasses=False, reason="the connection to the warehouse was lost"),
    ],
    default=RetryAction.FAIL,
)
"""A lost connection is tried again; bad data and faulty code would only fail again."""

DEFAULTS: dict[str, Any] = {
    "owner": OWNER,
    "retries": 2,
    "retry_delay": dt.timedelta(seconds=10),
    "retry_policy": RETRIES,
}

Result = TypeVar("Result")


def in_warehouse(purpose: str, work: Callable[[psycopg.Connection, Settings], Result]) -> Result:
    """Does a task's work on a connection of its own, closed afterwards; a fault is told without values."""
    from outcomes.warehouse.connection import connect

    with told_without_values():
        settings = Settings.from_environment()
        with connect(settings, purpose) as connection:
            return work(connection, settings)


def delivered(feed: str) -> Asset:
    """What agencies have put into the landing area for a feed."""
    return Asset(name=f"landing/{feed}")


def core(feed: str) -> Asset:
    """A feed's accepted rows."""
    return Asset(name=f"core/{feed}")


def answers(measure: str) -> Asset:
    """Every family's answer to one measure."""
    return Asset(name=f"measure_state/{measure}")


PEOPLE = Asset(name="matching/link")
CLAIMS = Asset(name="claims/claim")


def do_stage(name: str, *arguments: str) -> dict[str, Any]:
    """One task of a night: `outcomes.night.<name>` on the night's run, timed. Returns what it counted."""
    from outcomes import night

    task_instance = get_current_context()["ti"]
    run_id = task_instance.xcom_pull(task_ids="open_run")
    if run_id is None:
        raise AirflowFailException("the night was not opened: see the task open_run")

    group, _, task = task_instance.task_id.rpartition(".")

    def work(connection: psycopg.Connection, settings: Settings) -> dict[str, Any]:
        stage = partial(getattr(night, name), connection, settings, run_id, *arguments)
        return night.timed(connection, run_id, group or task, task, stage)

    return in_warehouse(task_instance.task_id, work)
