"""What every test may ask for: a private PostgreSQL, and fresh copies of a migrated warehouse in it.

`server` lives for the session in a temporary folder of its own. `make_warehouse` clones the migrated template, which
takes a tenth of a second; `warehouse` is an open connection to one such clone. A test commits as it likes."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from upath import UPath

from outcomes.settings import DEFAULT_PLAN, Settings
from outcomes.warehouse import schema
from outcomes.warehouse.connection import connect
from outcomes.warehouse.server import Server

TEMPLATE = "template_warehouse"
_numbers = itertools.count(1)

MakeWarehouse = Callable[[], Settings]


def pytest_configure() -> None:
    """A session that is told to end still stops its server, and whoever waits for a lock in vain says so."""
    os.environ.setdefault("PGOPTIONS", "-c lock_timeout=120s")
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """An embedded PostgreSQL for this session alone."""
    folder = Path(tempfile.mkdtemp(prefix="outcomes-test-"))
    embedded = Server(folder, durable=False)
    try:
        embedded.start()
        yield embedded
    finally:
        embedded.stop()
        shutil.rmtree(folder, ignore_errors=True)


def settings_for(server: Server, database: str) -> Settings:
    """Settings whose warehouse is this database and whose files lie beside the server."""
    return Settings(
        data=server.data, landing=UPath(server.data / "landing"), warehouse_url=server.url(database), plan=DEFAULT_PLAN
    )


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """The name of a migrated warehouse that nobody writes to."""
    server.ensure_database(TEMPLATE)
    schema.upgrade(settings_for(server, TEMPLATE))
    return TEMPLATE


@pytest.fixture
def make_warehouse(server: Server, template: str) -> Iterator[MakeWarehouse]:
    """Makes fresh migrated warehouses, as many as a test asks for: each call returns the settings of a new one."""
    yield from _warehouses(server, template)


@pytest.fixture(scope="module")
def module_warehouses(server: Server, template: str) -> Iterator[MakeWarehouse]:
    """The same for a story that several tests of a module look at."""
    yield from _warehouses(server, template)


@pytest.fixture
def warehouse_settings(make_warehouse: MakeWarehouse) -> Settings:
    """The settings of the warehouse that `warehouse` is connected to."""
    return make_warehouse()


@pytest.fixture
def warehouse(warehouse_settings: Settings) -> Iterator[psycopg.Connection]:
    """An open connection to a fresh, migrated, empty warehouse."""
    connection = connect(warehouse_settings, "test")
    yield connection
    connection.close()


def _warehouses(server: Server, template: str) -> Iterator[MakeWarehouse]:
    made: list[str] = []

    def make() -> Settings:
        made.append(f"test_{next(_numbers)}")
        _administer(server, "create database {} template {} strategy file_copy", made[-1], template)
        return settings_for(server, made[-1])

    yield make
    for database in made:
        _administer(server, "drop database if exists {} with (force)", database)


def _administer(server: Server, statement: str, *names: str) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
