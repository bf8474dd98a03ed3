"""What a night did, in a dozen lines for a person: counts only."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

import psycopg

from outcomes.run import Run
from outcomes.templates import run_script


def lines(connection: psycopg.Connection, run: Run) -> list[str]:
    """The night's deliveries, rows, people, families and claims; one line says so if nothing changed."""
    facts = run_script(connection, "operations/night_summary", run_id=run.run_id).fetchall()
    told = [_line(what, [(item, many) for _, item, many in group]) for what, group in groupby(facts, key=itemgetter(0))]
    if not changes(connection, run):
        told.append(
            f"{'Nothing changed':<22}nothing new had arrived, and {run.as_of} stands as it was published before"
        )
    return told


def changes(connection: psycopg.Connection, run: Run) -> int:
    """How many deliveries, claims and published answers the run brought or changed."""
    row = run_script(connection, "operations/night_changes", run_id=run.run_id).fetchone()
    return row[0] if row else 0


def _line(what: str, items: list[tuple[str, int]]) -> str:
    return f"{what.capitalize():<22}" + ", ".join(f"{many:,} {item}".replace(" %", "%").strip() for item, many in items)
