"""The whole night as one run: load what has arrived, judge every family as of one day, publish that day as a whole."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any
from zoneinfo import ZoneInfo

from airflow.sdk import CronTriggerTimetable, Param, TaskGroup, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from outcomes import night
from outcomes.contracts import feed_names
from outcomes.plan import Measure
from outcomes.settings import Settings
from outcomes_airflow.stages import CLAIMS, DEFAULTS, PEOPLE, answers, core, delivered, do_stage, in_warehouse

LONDON = ZoneInfo("Europe/London")
EVERY_NIGHT = "30 2 * * *"  # the clocks change between one and two: half past two comes once, every night
PLAN = night.plan_named(Settings.from_environment().plan)

PURPOSE = """
## What it does

Loads what the agencies have delivered, matches people to families, answers every measure of the outcomes plan for
every family as of one day, finds the results that can be claimed, and publishes that day as a whole.

- `as_of`: the day to judge. Left empty, it is the day on which the schedule fired, in Europe/London.
- The plan is the installation's (`PLAN`): its measures are the tasks of `measures`.
- A delivery that breaks its contract is *held* or *rejected*: that is an answer, not a failure. The task's returned
  value counts it, and `operations.delivery` says why.

## If this fails

- **A task of `ingest`**: the pipeline could not read a feed, for a reason that is not in the data. The night goes on
  with what that feed had delivered before, publishes, and ends failed. Mend the cause, then run `ingest_<feed>`, or
  wait for the next night: nothing is loaded twice.
- **A task of `measures`**, or one after it: nothing is published for the day, and the day before stands. Mend the
  cause and clear the failed task; what follows runs again and publishes.
- **`match` or `prepare`**: the same; clear the failed task.
- **`watcher`**: it fails whenever another task has, so that the run is red. Look for the other.
- A lost connection to the warehouse has been tried three times before it counts as a failure.
"""


def _schedule() -> CronTriggerTimetable | None:
    """Off unless asked for: an unpaused cron DAG runs its last tick by itself, beside a night started by hand."""
    return CronTriggerTimetable(EVERY_NIGHT, timezone="Europe/London") if os.environ.get("SCHEDULE") == "1" else None


@task
def open_run() -> int:
    """Records that the night has begun, and decides the day that it judges."""
    context = get_current_context()
    given, logical_date = context["params"]["as_of"], context.get("logical_date")
    if given:
        as_of = dt.date.fromisoformat(given)
    elif logical_date:
        as_of = logical_date.astimezone(LONDON).date()
    else:
        raise AirflowFailException("a night that is started by hand needs as_of, the day to judge")
    airflow_run_id = context["dag_run"].run_id
    return in_warehouse("open_run", lambda warehouse, _: night.open_run(warehouse, as_of, PLAN.plan, airflow_run_id))


def ingest(feed: str) -> None:
    @task(task_id=feed, inlets=[delivered(feed)], outlets=[core(feed)])
    def load_what_has_arrived() -> dict[str, Any]:
        return do_stage("ingest_feed", feed)

    load_what_has_arrived()


@task(trigger_rule="all_done")
def gate() -> dict[str, Any]:
    """Fixes the instant whose knowledge is judged, and measures how fresh each feed is. A late feed is a warning."""
    return do_stage("gate")


@task(outlets=[PEOPLE])
def match() -> dict[str, Any]:
    """Links the people whom the agencies name to the members of families."""
    return do_stage("match")


@task
def prepare() -> dict[str, Any]:
    """Sets out, in tables of this run's own, what is known as of the day."""
    return do_stage("prepare")


def calculate(measure: Measure) -> None:
    @task(task_id=measure.measure, inlets=[core(feed) for feed in measure.reads], outlets=[answers(measure.measure)])
    def answer_for_every_family() -> dict[str, Any]:
        return do_stage("calculate", measure.measure)

    answer_for_every_family()


@task
def roll_up() -> dict[str, Any]:
    """Measures to outcomes, outcomes to problems, problems to families, and what stands in each family's way."""
    return do_stage("roll_up")


@task
def find_claims() -> dict[str, Any]:
    """Families whose result can be claimed, and the evidence that it rests on."""
    return do_stage("find_claims")


@task(inlets=[answers(measure.measure) for measure in PLAN.answered], outlets=[CLAIMS])
def publish() -> dict[str, Any]:
    """Swaps the day in, in one transaction."""
    return do_stage("publish")


@task
def data_docs() -> dict[str, Any]:
    """Writes what was checked and what was found as pages for people; they hold counts, never values."""
    return do_stage("data_docs")


@task(trigger_rule="all_done")
def close_run() -> str:
    """Writes into operations.run how the night ended."""
    context = get_current_context()
    task_instance, airflow_run_id = context["ti"], context["dag_run"].run_id
    states = task_instance.get_task_states(dag_id=task_instance.dag_id, run_ids=[airflow_run_id])[airflow_run_id]
    faults = [name for name, state in states.items() if state in ("failed", "upstream_failed")]
    published = states.get("publish") == "success"
    outcome = "failed" if not published else "published_with_faults" if faults else "published"
    run_id = task_instance.xcom_pull(task_ids="open_run")
    if run_id is not None:
        in_warehouse("close_run", lambda warehouse, _: night.close_run(warehouse, run_id, outcome))
    return outcome


@task(trigger_rule="one_failed", retries=0)
def watcher() -> None:
    """Fails the run if any task has failed. Without it, a run whose last task succeeds is green, whatever failed."""
    raise AirflowFailException("a task of this night has failed: see the tasks in red")


@dag(
    schedule=_schedule(),
    start_date=dt.datetime(2015, 4, 1, tzinfo=LONDON),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["nightly"],
    doc_md=PURPOSE,
    params={
        "as_of": Param(None, type=["null", "string"], format="date", description="The day to judge, YYYY-MM-DD"),
    },
)
def nightly_refresh() -> None:
    with TaskGroup("ingest", tooltip="What has arrived, a task a feed") as arrivals:
        for feed in feed_names():
            ingest(feed)
    with TaskGroup("measures", tooltip="Every family's answer, a task a measure") as judgements:
        for measure in PLAN.answered:
            calculate(measure)

    opened, known, linked, documented, prepared = open_run(), gate(), match(), data_docs(), prepare()
    rolled_up, claimed, published, closed = roll_up(), find_claims(), publish(), close_run()
    opened >> arrivals >> known >> linked >> prepared >> judgements >> rolled_up >> claimed >> published >> closed
    known >> documented >> closed
    others = [opened, known, linked, documented, prepared, rolled_up, claimed, published, closed]
    [*others, arrivals, judgements] >> watcher()


nightly_refresh()
