"""Which feeds have been silent for longer than their contract allows. That is a warning, and never stops a night."""

from __future__ import annotations

import logging

import psycopg

from outcomes.contracts import load_contracts
from outcomes.run import Run
from outcomes.templates import run_script

log = logging.getLogger(__name__)


def measure(connection: psycopg.Connection, run: Run) -> list[str]:
    """Writes operations.feed_freshness as known to the run, and gives the feeds that are late. Does not commit."""
    if run.known_at is None:
        raise ValueError(f"run {run.run_id} has not passed the gate: it does not know yet what it knows")
    rows = run_script(
        connection,
        "operations/feed_freshness",
        contracts=tuple(load_contracts().values()),
        as_of=run.as_of,
        known_at=run.known_at,
        run_id=run.run_id,
    ).fetchall()
    late = sorted(row for row in rows if row[-1])
    for feed, complete_through, days_silent, days_allowed, _ in late:
        if complete_through is None:
            log.warning("%s: never delivered by every supplier", feed)
        else:
            log.warning("%s: silent for %s days, %s are allowed", feed, days_silent, days_allowed)
    return [feed for feed, *_ in late]
