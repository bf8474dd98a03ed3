"""From memory back into the warehouse: only what has changed, so that a link that holds keeps its row."""

from __future__ import annotations

import datetime as dt
import io

import duckdb
import psycopg
from psycopg import sql
from pyarrow import csv

from outcomes.templates import render, run_script

CHANGES = {
    "link": ("ended_link", "begun_link"),
    "proposal": ("ended_proposal", "begun_proposal"),
    "review_queue": ("ended_review", "changed_review", "begun_review"),
    "quarantine_match": ("ended_quarantine_match", "begun_quarantine_match"),
    "search": ("changed_search",),
    "match_quality": ("found_quality",),
}
"""What each file in include/sql/matching writes, and from which tables in memory."""

_TYPES = {"BIGINT": "bigint", "BOOLEAN": "boolean", "DOUBLE": "double precision", "VARCHAR": "text"}


def keep(connection: psycopg.Connection, duck: duckdb.DuckDBPyConnection, run_id: int, at: dt.datetime) -> None:
    """Closes what no longer holds at the instant, and adds what is new; in the connection's transaction."""
    duck.execute(render("matching/linking/changes"))
    for name, tables in CHANGES.items():
        for table in tables:
            send(connection, duck, table)
        run_script(connection, f"matching/{name}", run_id=run_id, at=at)


def send(connection: psycopg.Connection, duck: duckdb.DuckDBPyConnection, table: str) -> None:
    """A table in memory becomes a temporary one of the same name, gone at the end of the transaction."""
    rows = duck.sql(f'SELECT * FROM "{table}" ORDER BY ALL')
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(_TYPES[str(kind)]))
        for name, kind in zip(rows.columns, rows.types, strict=True)
    )
    target = sql.Identifier("pg_temp", table)
    connection.execute(sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(sql.Identifier(table), columns))
    text = io.BytesIO()
    csv.write_csv(rows.to_arrow_table(), text, csv.WriteOptions(include_header=False, quoting_style="all_valid"))
    with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(target)) as copy:
        copy.write(text.getbuffer())
    connection.execute(sql.SQL("ANALYZE {}").format(target))
