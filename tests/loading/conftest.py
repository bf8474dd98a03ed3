"""What the tests of loading share: a landing area to put files into, and short ways to say what was loaded."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from upath import UPath

from outcomes.loading import FeedResult, ingest_feed
from outcomes.settings import Settings
from outcomes.warehouse.connection import connect

POLICE = "incident_ref,person_ref,forename,surname,date_of_birth,sex,postcode,role,incident_on,category"


def incident(reference: str, on: str = "2016-01-09", role: str = "suspect", **other: str) -> str:
    """A row of police_asb."""
    person = {"person_ref": "P1", "forename": "Ann", "surname": "Lee", "date_of_birth": "1990-05-01", "sex": "F"}
    values = person | {"incident_ref": reference, "postcode": "HP20 1UY", "role": role, "incident_on": on}
    values |= {"category": "personal"} | other
    return ",".join(values[name] for name in POLICE.split(","))


@dataclass
class Landing:
    """A landing area and the warehouse behind it. Files are received in the order in which they are put."""

    connection: psycopg.Connection
    settings: Settings
    received: int = 1_450_000_000

    def put(self, name: str, *lines: str) -> Path:
        return self.put_bytes(name, ("\n".join(lines) + "\n").encode())

    def put_bytes(self, name: str, content: bytes, feed: str | None = None) -> Path:
        folder = Path(str(self.settings.landing)) / (feed or feed_of(name))
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(content)
        self.received += 60
        os.utime(path, (self.received, self.received))
        return path

    def ingest(self, feed: str) -> FeedResult:
        return ingest_feed(self.connection, self.settings, feed, None)

    def arrives(self, name: str, *lines: str) -> FeedResult:
        self.put(name, *lines)
        return self.ingest(feed_of(name))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query.encode()).fetchall()

    def holding(self, feed: str, columns: str) -> list[tuple[Any, ...]]:
        """What is known now of the records that hold, in the order of their keys."""
        where = "known_to = 'infinity' and not withdrawn"
        return self.rows(f"select {columns} from core.{feed} where {where} order by record_key")

    def quarantined(self, columns: str = "row_number, column_name, rule") -> list[tuple[Any, ...]]:
        """What stands in quarantine and is not settled."""
        where = "resolved_at = 'infinity'"
        return self.rows(
            f"select {columns} from operations.quarantine where {where} order by delivery_id, row_number, rule"
        )

    def deliveries(self, columns: str = "file, outcome") -> list[tuple[Any, ...]]:
        return self.rows(f"select {columns} from operations.delivery order by delivery_id")


def feed_of(name: str) -> str:
    return name.split("_2")[0].split(".")[0]


MakeLanding = Callable[[], Landing]


@pytest.fixture
def make_landing(make_warehouse: Callable[[], Settings], tmp_path: Path) -> Any:
    """Makes empty landing areas, each with a fresh warehouse."""
    made: list[Landing] = []

    def make() -> Landing:
        settings = make_warehouse()
        area = UPath(tmp_path / f"landing{len(made)}")
        made.append(Landing(connect(settings, "test"), replace(settings, landing=area, data=tmp_path)))
        return made[-1]

    yield make
    for landing in made:
        landing.connection.close()


@pytest.fixture
def landing(make_landing: MakeLanding) -> Landing:
    return make_landing()
