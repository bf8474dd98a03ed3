"""A database in which the plans are asked, and a copy of the plans' folder that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from outcomes.plan import PLANS
from outcomes.warehouse.server import Server
from reference.engines import PostgreSQL


@pytest.fixture(scope="module")
def postgresql(server: Server) -> Iterator[PostgreSQL]:
    """A database of its own, in which nothing is ever committed."""
    server.ensure_database("plans")
    with psycopg.connect(server.url("plans")) as connection:
        yield PostgreSQL(connection)
        connection.rollback()


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PLANS, tmp_path / "plan"))
