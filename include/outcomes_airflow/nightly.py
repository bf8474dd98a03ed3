"""`make nightly`: one whole night, from an empty folder if need be; nothing runs afterwards that did not run before."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import psycopg

from outcomes import summary
from outcomes.documents import DocumentError
from outcomes.run import find_run
from outcomes.sample import make_county
from outcomes.settings import Settings
from outcomes.templates import run_script
from outcomes.warehouse import schema
from outcomes.warehouse.connection import WarehouseError, connect
from outcomes.warehouse.server import ServerError
from outcomes_airflow.client import FINISHED, AirflowClient
from outcomes_airflow.configuration import StackError, home
from outcomes_airflow.progress import Progress
from outcomes_airflow.stack import Stack
from outcomes_airflow.supervisor import PATIENCE_SECONDS

DAG = "nightly_refresh"
LONDON = ZoneInfo("Europe/London")
READ_SECONDS = 120
LOOK_SECONDS = 1.0
SILENT_SECONDS = 60
EXPECTED = (StackError, ServerError, WarehouseError, DocumentError)
"""What can stop a night for a reason that its message explains."""


class NightFailedError(Exception):
    """The night ended, and not well. The message says which task and where its log is."""


def main() -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    settings = Settings.from_environment()
    try:
        as_of = _given_day()
        stack = Stack(settings)
        with stack.alone(), _started(stack):
            _one_night(stack, as_of)
    except KeyboardInterrupt:
        print("\nInterrupted: the night is marked failed.", file=sys.stderr)
        return 130
    except NightFailedError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except EXPECTED as error:
        print(f"make nightly: {error}", file=sys.stderr)
        return 1
    except (httpx.HTTPError, psycopg.OperationalError) as error:
        print(f"make nightly: Airflow or the warehouse no longer answers: {error}", file=sys.stderr)
        return 1
    return 0


def _one_night(stack: Stack, as_of: dt.date | None) -> None:
    settings = stack.settings
    schema.upgrade(settings)
    if not os.environ.get("LANDING") and not (settings.data / "landing").exists():
        _say("Making the sample county")
        make_county(settings.data / "landing")
    day = as_of or _day_of_the_sample(settings) or dt.datetime.now(LONDON).date()
    with _night_lock(settings) as warehouse:
        client = stack.client()
        stack.wait_until_healthy()
        _wait_until_read(stack, client)
        _say(f"The night as of {day:%-d %B %Y}")
        run = client.trigger(DAG, {"as_of": day.isoformat()})
        try:
            tasks = _follow(stack, client, run)
        except BaseException:
            _mark_failed(client, run, warehouse)
            raise
        _report(stack, warehouse, client, run, tasks)


@contextmanager
def _started(stack: Stack) -> Iterator[None]:
    """What `make up` keeps running is used; otherwise all is started, and afterwards stopped again."""
    if stack.kept and stack.supervisor.running():
        stack.require_same_settings()
        stack.server.start()
        yield
        return
    stack.stop(server=stack.left_behind)
    server_ran = stack.server.running
    try:
        _say("Starting PostgreSQL and Airflow")
        stack.server.start()
        stack.launch(kept=False)
        yield
    finally:
        with _undisturbed():
            stack.stop(server=not server_ran)


@contextmanager
def _night_lock(settings: Settings) -> Iterator[psycopg.Connection]:
    """One night at a time in a warehouse, from wherever it is run. The server frees the lock of a dead command."""
    with connect(settings, "make nightly", autocommit=True) as warehouse:
        row = warehouse.execute("select pg_try_advisory_lock(hashtext('outcomes night'))").fetchone()
        if not (row and row[0]):
            raise StackError("another night is at work in this warehouse")
        yield warehouse


def _wait_until_read(stack: Stack, client: AirflowClient) -> None:
    """Until the DAG processor has read the night as the files have it now: a feed may have been added since."""
    since = stack.started_at
    if stack.kept:
        since = dt.datetime.now(dt.UTC)
        client.read_again(DAG)

    def read() -> bool:
        parsed = client.parsed_at(DAG)
        if parsed and parsed > since:
            return True
        if errors := client.import_errors():
            raise NightFailedError("Airflow cannot read " + "; ".join(errors))
        return False

    stack.supervisor.wait(read, READ_SECONDS, "reading the DAGs")


def _follow(stack: Stack, client: AirflowClient, run: str) -> list[dict[str, Any]]:
    """Shows the night until it is over. Returns its tasks as they ended."""
    progress, last_seen = Progress(), time.monotonic()
    while True:
        try:
            state, tasks = client.state(DAG, run), client.tasks(DAG, run)
        except httpx.TransportError:
            stack.supervisor.check()
            if time.monotonic() - last_seen > SILENT_SECONDS:
                raise
        else:
            last_seen = time.monotonic()
            progress.show(tasks)
            if state in FINISHED:
                return tasks
            stack.supervisor.check()
        time.sleep(LOOK_SECONDS)


def _report(
    stack: Stack, warehouse: psycopg.Connection, client: AirflowClient, run: str, tasks: list[dict[str, Any]]
) -> None:
    """What the night did, and where to look next. Raises NightFailedError if a task has failed."""
    judged = find_run(warehouse, run)
    if judged:
        print()
        print("\n".join(summary.lines(warehouse, judged)))
    print(f"""
Where to look next
  make up                       Airflow, with this night in it
  make psql                     the warehouse; make psql SQL="select …" prints CSV
  {stack.settings.data / "data_docs" / "index.html"}   what was checked and found
  {stack.supervisor.logs}   logs""")
    failed = [task for task in tasks if task["state"] == "failed" and task["task_id"] != "watcher"]
    if failed:
        raise NightFailedError("\n".join(_told(task["task_id"], _log(stack, run, task)) for task in failed))
    if client.state(DAG, run) != "success":
        raise NightFailedError(f"FAILED: the run {run}, though no task of it; see {stack.supervisor.logs}")


def _log(stack: Stack, run: str, task: dict[str, Any]) -> Path:
    folder = home(stack.settings) / "logs" / f"dag_id={DAG}" / f"run_id={run}" / f"task_id={task['task_id']}"
    return folder / f"attempt={task['try_number']}.log"


def _told(task_id: str, log: Path) -> str:
    """Which task failed, why (its log tells faults without values), and where its log is."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    faults = [json.loads(line)["error_detail"][0] for line in lines if '"error_detail"' in line]
    reason = f"  {faults[-1]['exc_type']}: {faults[-1]['exc_value']}\n" if faults else ""
    return f"FAILED {task_id}\n{reason}  {log}"


def _mark_failed(client: AirflowClient, run: str, warehouse: psycopg.Connection) -> None:
    """Ends the run in Airflow and in operations.run, where its first task may be about to record it."""
    with _undisturbed():
        with suppress(httpx.HTTPError):
            deadline = time.monotonic() + PATIENCE_SECONDS
            while client.task_state(DAG, run, "open_run") == "running" and time.monotonic() < deadline:
                time.sleep(0.1)
            client.fail(DAG, run)
        run_script(warehouse, "operations/close_interrupted_runs")


def _day_of_the_sample(settings: Settings) -> dt.date | None:
    """The day that the sample county is made for, if it is what this night reads."""
    truth = settings.data / "landing.truth.json"
    if os.environ.get("LANDING") or not truth.exists():
        return None
    return dt.date.fromisoformat(json.loads(truth.read_text())["as_of"])


def _given_day() -> dt.date | None:
    given = os.environ.get("AS_OF")
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError:
        raise StackError(f"AS_OF is a day, YYYY-MM-DD, not {given!r}") from None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Cleaning up is not interrupted by a second Ctrl-C."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
