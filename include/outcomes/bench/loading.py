"""How long a large delivery takes, step by step, beside a bare COPY of the same file into the same server.

    python -m outcomes.bench.loading [rows]

A server of its own in a temporary folder, as durable as the real one, and a file of invented people."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from upath import UPath

from outcomes.checks.run import great_expectations, run_checks
from outcomes.contracts import Feed, load_contract
from outcomes.landing import Arrival, open_delivery
from outcomes.loading.arrivals import Known, new_arrivals
from outcomes.loading.check import compare_rows, list_failing_rows
from outcomes.loading.land import type_rows
from outcomes.loading.load import load
from outcomes.loading.tables import FeedTables
from outcomes.settings import DEFAULT_PLAN, Settings
from outcomes.templates import run_script
from outcomes.warehouse.connection import connect
from outcomes.warehouse.schema import upgrade
from outcomes.warehouse.server import Server

FEED = "police_asb"
FILE = "police_asb_2015-01-01_2015-12-31.csv"
ROWS = 1_000_000
FORENAMES = ("Olivia", "Noah", "Amelia", "Oliver", "Isla", "George", "Ava", "Arthur", "Siân", "Muhammad", "Zoë", "Leo")
SURNAMES = ("Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Patel", "O'Brien", "Evans", "Khan", "Nowak")


@dataclass
class Steps:
    """Seconds by step, in the order taken."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - began

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def write_file(path: Path, rows: int) -> None:
    """A delivery in which a row in 10,000 has a code that the contract does not know."""
    chance = random.Random(2015)  # noqa: S311 (invented people, not secrets)
    first = dt.date(2015, 1, 1)
    days = [(first + dt.timedelta(days=day)).isoformat() for day in range(365)]
    births = [(dt.date(1950, 1, 1) + dt.timedelta(days=7 * week)).isoformat() for week in range(3000)]
    roles = ("suspect", "perpetrator", "victim", "witness", "caller")
    with path.open("w", encoding="utf-8") as file:
        file.write("incident_ref,person_ref,forename,surname,date_of_birth,sex,postcode,role,incident_on,category\n")
        for number in range(rows):
            role = "bystander" if number % 10_000 == 0 else chance.choice(roles)
            person = f"P{chance.randrange(rows // 3):07d},{chance.choice(FORENAMES)},{chance.choice(SURNAMES)}"
            postcode = f"HP{chance.randrange(1, 23)} {chance.randrange(1, 10)}QX"
            born = f"{chance.choice(births)},{chance.choice('FM')},{postcode}"
            file.write(f"TV{number:09d},{person},{born},{role},{chance.choice(days)},nuisance\n")


def bare_copy(connection: psycopg.Connection, file: Path) -> None:
    """What any loading must do at the least: the file's bytes into a table of text that no crash need survive."""
    header = file.open(encoding="utf-8").readline().strip()
    columns = ", ".join(f"{name} text" for name in header.split(","))
    connection.execute(f"create unlogged table bare ({columns})".encode())
    with connection.cursor().copy("copy bare from stdin (format csv, header)") as copy, file.open("rb") as source:
        while chunk := source.read(1 << 20):
            copy.write(chunk)
    connection.commit()


def timed_load(connection: psycopg.Connection, settings: Settings, contract: Feed) -> tuple[Steps, int]:
    """The route that ingest_feed takes, a step at a time; and how many rows came into core."""
    steps, tables = Steps(), FeedTables.of(contract.feed)
    with steps.step("private copy, hash and header"):
        arrived, _ = new_arrivals(connection, settings, contract, Known.read(connection, contract.feed), None)
        found, delivery = arrived[0].found, arrived[0].delivery
        assert isinstance(found, Arrival)
        reading = open_delivery(found, contract, settings.data / "spool")
    with reading, steps.step("COPY into text, rows numbered"):
        run_script(connection, "raw/staged", staged=tables.staged, columns=contract.delivered_columns)
        reading.copy_into(connection, tables.staged_name)
        connection.commit()
    with steps.step("types, keys, hashes and rules"):
        type_rows(connection, contract, delivery, tables)
        connection.commit()
    with steps.step("repeated keys, changed values"):
        compare_rows(connection, contract, delivery, tables)
        connection.commit()
    with steps.step("Great Expectations"):
        findings = run_checks(settings, contract, tables.typed_name)
    with steps.step("failing rows"):
        list_failing_rows(connection, tables, findings)
        connection.commit()
    with steps.step("merge into core, quarantine, record"):
        _, rows = load(connection, contract, delivery, (), findings)
    return steps, rows.loaded


def main(rows: int = ROWS) -> None:
    folder = Path(tempfile.mkdtemp(prefix="outcomes-bench-"))
    server = Server(folder)
    try:
        server.start()
        settings = Settings(folder, UPath(folder / "landing"), server.url(), DEFAULT_PLAN)
        upgrade(settings)
        file = folder / "landing" / FEED / FILE
        file.parent.mkdir(parents=True)
        write_file(file, rows)
        great_expectations()
        with connect(settings, "bench") as connection:
            steps = Steps()
            with steps.step("bare COPY"):
                bare_copy(connection, file)
            bare = steps.total
            loading, loaded = timed_load(connection, settings, load_contract(FEED))
        print(f"{rows:,} rows, {file.stat().st_size / 1e6:.0f} MB; {loaded:,} loaded")
        print(f"{bare:8.2f} s  bare COPY")
        for name, seconds in loading.seconds.items():
            print(f"{seconds:8.2f} s  {name}")
        print(f"{loading.total:8.2f} s  together, {loading.total / bare:.1f} times the bare COPY")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
