"""The views that readers outside the pipeline are given: dashboards (bi) and the auditors' way to a source row."""

from __future__ import annotations

import psycopg

from outcomes.contracts import Feed
from outcomes.templates import run_script

BI = (
    "programme_summary",
    "measure_progress",
    "claims_pipeline",
    "blockers_by_agency",
    "time_to_claim",
    "feed_health",
)


def make_views(connection: psycopg.Connection, feeds: dict[str, Feed]) -> None:
    """Makes the views, or changes them where their files have changed. `feeds`: the contracts with a table in core."""
    columns = {feed: [column.name for column in contract.columns] for feed, contract in feeds.items()}
    run_script(connection, "claims/evidence_row", feeds=columns)
    for view in BI:
        run_script(connection, f"bi/{view}")
