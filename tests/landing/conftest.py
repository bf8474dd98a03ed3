"""A landing area and a staging table for the tests of what arrives."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from upath import UPath

from outcomes.contracts import load_contract
from outcomes.landing import Arrival, open_delivery, scan, staging_columns
from outcomes.warehouse.server import Server

RECEIVED = 1_459_500_000

Put = Callable[..., Arrival]
Stage = Callable[[Arrival], list[dict[str, Any]]]


@pytest.fixture
def put(tmp_path: Path) -> Iterator[Put]:
    """Lands content under a name in the folder of its feed, and gives it as the scan finds it."""

    def land(name: str, content: bytes | str, feed: str = "police_asb") -> Arrival:
        folder = tmp_path / "landing" / feed
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(file, (RECEIVED, RECEIVED))
        (arrival,) = (one for one in scan(UPath(tmp_path / "landing"), load_contract(feed)) if one.file == name)
        assert isinstance(arrival, Arrival)
        return arrival

    yield land
    assert not list((tmp_path / "spool").glob("*")), "a private copy was left behind"


@pytest.fixture(scope="session")
def database(server: Server) -> Iterator[psycopg.Connection]:
    """An empty database: staging needs nothing of a warehouse."""
    server.ensure_database("landing")
    with psycopg.connect(server.url("landing"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def stage(database: psycopg.Connection, tmp_path: Path) -> Stage:
    """Copies a delivery into a staging table, and gives the table's rows by row number."""

    def copy(arrival: Arrival) -> list[dict[str, Any]]:
        contract = load_contract(arrival.feed)
        columns = ", ".join(f"{name} {kind}" for name, kind in staging_columns(contract))
        database.execute(f"DROP TABLE IF EXISTS staged; CREATE UNLOGGED TABLE staged ({columns})".encode())
        with open_delivery(arrival, contract, tmp_path / "spool") as reading:
            count = reading.copy_into(database, "staged")
        found = database.execute("SELECT * FROM staged ORDER BY row_number")
        names = [column.name for column in found.description or ()]
        assert names == [name for name, _ in staging_columns(contract)]
        rows = [dict(zip(names, row, strict=True)) for row in found]
        assert len(rows) == count
        return rows

    return copy
