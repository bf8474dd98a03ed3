"""Up to which day each feed is complete. A rejected or held file covers nothing, and a hole ends what is covered."""

from __future__ import annotations

import datetime as dt

import psycopg

from outcomes.contracts import load_contracts
from outcomes.templates import run_script


def coverage(connection: psycopg.Connection, known_at: dt.datetime) -> dict[str, dt.date | None]:
    """The last complete day of each feed as known at an instant: its suppliers' oldest; None if one never delivered."""
    contracts = tuple(load_contracts().values())
    return dict(run_script(connection, "operations/coverage", contracts=contracts, known_at=known_at).fetchall())


def supplier_coverage(connection: psycopg.Connection, known_at: dt.datetime) -> dict[tuple[str, str], dt.date | None]:
    """The same by feed and supplier."""
    contracts = tuple(load_contracts().values())
    rows = run_script(connection, "operations/supplier_coverage", contracts=contracts, known_at=known_at).fetchall()
    return {(feed, supplier): complete_through for feed, supplier, complete_through in rows}
