"""What the tests of loading share: a landing area to put files into, and short ways to say what was loaded."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from upath import UPath

from outcomes.loading import FeedResult, ingest_feed
from outcomes.settings import Settings

POLICE = "incident_ref,person_ref,forename,surname,date_of_birth,sex,postcode,role,incident_on,category"


@dataclass
class Landing:
    """A landing area and the warehouse behind it. Files arrive in the order in which they are put."""

    connection: psycopg.Connection
    settings: Settings
    received: int = 1_450_000_000

    def put(self, name: str, *lines: str) -> None:
        feed = name.split("_20")[0].split(".")[0]
        folder = self.settings.landing / feed
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text("\n".join(lines) + "\n")
        self.received += 60
        os.utime(str(path), (self.received, self.received))

    def ingest(self, feed: str) -> FeedResult:
        return ingest_feed(self.connection, self.settings, feed, None)

    def arrives(self, name: str, *lines: str) -> FeedResult:
        self.put(name, *lines)
        return self.ingest(name.split("_20")[0].split(".")[0])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query.encode()).fetchall()

    def holding(self, feed: str, columns: str) -> list[tuple[Any, ...]]:
        """What is known now of the records that hold, in the order of their keys."""
        return self.rows(
            f"select {columns} from core.{feed} where known_to = 'infinity' and not withdrawn order by record_key"
        )


@pytest.fixture
def landing(warehouse: psycopg.Connection, warehouse_settings: Settings, tmp_path: Any) -> Landing:
    return Landing(warehouse, replace(warehouse_settings, landing=UPath(tmp_path / "landing")))


Arrives = Callable[..., FeedResult]
