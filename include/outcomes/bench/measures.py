"""How long every measure takes for many families, beside a bare COPY of the facts that they read into the same server.

    python -m outcomes.bench.measures [families]

The facts are the sample county's: one night loads and matches it, and its families are then copied over and over under
other names until there are enough of them. The server is one of its own, as durable as the real one.
"""

from __future__ import annotations

import datetime as dt
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from upath import UPath

from outcomes import night
from outcomes.contracts import load_contracts
from outcomes.measures import calculate_measure, fill_inputs, in_work, prepare_measures, roll_up
from outcomes.measures.inputs import Table, input_tables
from outcomes.plan import load_plan
from outcomes.sample import make_county
from outcomes.settings import DEFAULT_PLAN, Settings
from outcomes.warehouse.connection import connect
from outcomes.warehouse.schema import upgrade
from outcomes.warehouse.server import Server

FAMILIES = 100_000
SAMPLE = 1_000
AS_OF = dt.date(2016, 10, 1)
NAMED = ("family_id", "person_ref", "record_key")
"""What makes a copied row another's: these texts get a number in front."""


def main(families: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="outcomes-bench-"))
    server = Server(folder)
    try:
        server.start()
        settings = Settings(
            data=folder, landing=UPath(folder / "landing"), warehouse_url=server.url(), plan=DEFAULT_PLAN
        )
        upgrade(settings)
        measure(settings, families)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(settings: Settings, families: int) -> None:
    plan = load_plan(settings.plan)
    make_county(Path(str(settings.landing)), families=SAMPLE, as_of=AS_OF)
    with connect(settings, "bench") as connection:
        known_at = one_night_before_the_measures(connection, settings)
        fill_inputs(connection, plan, known_at)
        tables = input_tables(load_contracts())
        rows = multiply(connection, tables, families // SAMPLE)
        floor = bare_copy(connection, tables)
        print(f"{families:,} families, {rows:,} rows of facts; a bare COPY of them takes {floor:.1f} s")
        run_sql = in_work(connection)
        total = timed("what all measures share", lambda: prepare_measures(run_sql, plan, AS_OF))
        for each in plan.answered:
            name = each.measure
            total += timed(f"{name} {each.kind}", lambda: calculate_measure(run_sql, plan, AS_OF, name))  # noqa: B023
        total += timed("outcomes to families", lambda: roll_up(run_sql, plan, AS_OF))
        rate = f"{total / floor:.1f} times the bare COPY, {families / total:,.0f} families a second"
        print(f"{'all':<28}{total:7.1f} s   {rate}")
        connection.rollback()


def one_night_before_the_measures(connection: psycopg.Connection, settings: Settings) -> dt.datetime:
    """Loads and matches the sample county; the instant that its night knows."""
    run_id = night.open_run(connection, AS_OF, settings.plan, "bench")
    for feed in load_contracts():
        night.ingest_feed(connection, settings, run_id, feed)
    night.gate(connection, settings, run_id)
    night.match(connection, settings, run_id)
    known_at = night.runs.read_run(connection, run_id).known_at
    if known_at is None:
        raise LookupError("the night did not pass its gate")
    return known_at


def multiply(connection: psycopg.Connection, tables: tuple[Table, ...], times: int) -> int:
    """So many copies of every family and of its records; how many rows there are then."""
    count = 0
    for table in tables:
        names = [name for name, _ in table.columns]
        if "family_id" in names or "person_ref" in names:
            quoted = ", ".join(f'"{name}"' for name in names)
            copied = ", ".join(f"n || ':' || \"{name}\"" if name in NAMED else f'"{name}"' for name in names)
            connection.execute(
                f'INSERT INTO "{table.name}" ({quoted}) SELECT {copied} FROM "{table.name}",'
                f" generate_series(2, {times}) AS n".encode()
            )
        connection.execute(f'ANALYZE "{table.name}"'.encode())
        row = connection.execute(f'SELECT count(*) FROM "{table.name}"'.encode()).fetchone()
        count += row[0] if row else 0
    return count


def bare_copy(connection: psycopg.Connection, tables: tuple[Table, ...]) -> float:
    """Seconds to COPY every fact into empty tables of the same columns."""
    texts: dict[str, io.BytesIO] = {}
    for table in tables:
        texts[table.name] = io.BytesIO()
        with connection.cursor().copy(f'COPY "{table.name}" TO STDOUT'.encode()) as copy:
            for block in copy:
                texts[table.name].write(block)
    for table in tables:
        connection.execute(f'CREATE TEMPORARY TABLE "floor_{table.name}" (LIKE "{table.name}")'.encode())
    began = time.perf_counter()
    for name, text in texts.items():
        with connection.cursor().copy(f'COPY "floor_{name}" FROM STDIN'.encode()) as copy:
            copy.write(text.getvalue())
    return time.perf_counter() - began


def timed(what: str, work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    print(f"{what:<28}{seconds:7.1f} s")
    return seconds


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FAMILIES)
