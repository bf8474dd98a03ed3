"""The engines that are asked what the reference is asked."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from outcomes.plan import Plan, load_plan
from outcomes.settings import DEFAULT_PLAN
from outcomes.warehouse.server import Server
from reference.engines import PostgreSQL


@pytest.fixture(scope="session")
def plan() -> Plan:
    return load_plan(DEFAULT_PLAN)


@pytest.fixture(scope="module")
def postgresql(server: Server) -> Iterator[PostgreSQL]:
    """A database of its own, in which nothing is ever committed."""
    server.ensure_database("measures")
    with psycopg.connect(server.url("measures")) as connection:
        yield PostgreSQL(connection)
        connection.rollback()
