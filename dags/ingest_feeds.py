"""One DAG a feed, made from its contract: takes in what has arrived for that feed alone, between two nights."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from airflow.sdk import dag, get_parsing_context, task

from outcomes.contracts import Feed, feed_names, load_contract
from outcomes_airflow.stages import DEFAULTS, core, delivered, in_warehouse

PREFIX = "ingest_"
PURPOSE = """
## What it does

Takes in what {supplied_by} delivered of **{title}** ({delivery}; silent for at most {silent_days} days), one file
after the other: lands its rows, checks them against the contract `include/rules/feeds/{feed}.yaml`, and loads what
keeps it. Every night does the same for all feeds; this is for a file that must not wait for the night.

What has been dealt with is left alone, so it can be run at any time and as often as you like. A file that breaks the
contract is *held* or *rejected*, which is an answer and not a failure: `operations.delivery` says why, and
`operations.quarantine` has the rows.

## If this fails

The fault is the pipeline's or the machine's, never the data's. The task's log names the step, *scan*, *land*, *check*
or *load*, and the place in the code. What the feed had delivered before stands. Mend the cause and clear the task: a
delivery is recorded together with its rows, so that nothing is half loaded and nothing is loaded twice.
"""


def ingest(contract: Feed) -> None:
    feed = contract.feed

    @dag(
        dag_id=f"{PREFIX}{feed}",
        schedule=None,
        start_date=dt.datetime(2015, 4, 1, tzinfo=ZoneInfo("Europe/London")),
        catchup=False,
        max_active_runs=1,
        default_args=DEFAULTS,
        tags=["ingest", "agency" if contract.person and feed != "members" else "programme"],
        description=contract.title,
        doc_md=PURPOSE.format(**contract.model_dump()),
    )
    def ingest_feed() -> None:
        @task(inlets=[delivered(feed)], outlets=[core(feed)])
        def take_in() -> dict[str, Any]:
            from outcomes import night

            return in_warehouse(
                f"ingest {feed}", lambda warehouse, settings: night.ingest_feed(warehouse, settings, None, feed)
            )

        take_in()

    ingest_feed()


wanted = get_parsing_context().dag_id  # a task's process reads the one contract that it needs
for name in feed_names():
    if wanted in (None, f"{PREFIX}{name}"):
        ingest(load_contract(name))
