"""Which of the files in the landing area are new. A file that was dealt with on an earlier night is told by its stamp,
without reading it; one that came again under a new stamp, by its content's hash once it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import psycopg
from upath import UPath

from outcomes.contracts import Feed
from outcomes.landing import Arrival, Misnamed, scan
from outcomes.loading.model import Delivery
from outcomes.settings import Settings
from outcomes.templates import run_script

Identity = tuple[str, dt.date | None, dt.date | None, str]


@dataclass
class Known:
    """The deliveries that have been dealt with: `files` by name and stamp, `identities` by supplier, days and sha256.
    `released` are those that a person has let through, to be done again under their own number; they are in neither."""

    files: set[tuple[str, str]]
    identities: set[Identity]
    released: dict[Identity, int]

    @classmethod
    def read(cls, connection: psycopg.Connection, feed: str) -> Known:
        known = cls(set(), set(), {})
        rows = run_script(connection, "operations/known_deliveries", feed=feed).fetchall()
        for delivery_id, supplier, covers_from, complete_through, sha256, file, stamp, to_do_again in rows:
            identity = (supplier, covers_from, complete_through, sha256)
            if to_do_again:
                known.released[identity] = delivery_id
            else:
                known.files.add((file, stamp))
                known.identities.add(identity)
        return known

    def recognise(self, delivery: Delivery, sha256: str) -> Delivery | None:
        """The delivery, now that its content is known; under its old number if it was held and released. None if it has
        been dealt with before, whatever its stamp says."""
        identity = (delivery.supplier, delivery.covers_from, delivery.complete_through, sha256)
        if identity in self.identities:
            return None
        self.identities.add(identity)
        number = self.released.get(identity)
        if number is None:
            return replace(delivery, sha256=sha256)
        return replace(delivery, sha256=sha256, delivery_id=number, released=True)


@dataclass(frozen=True)
class Arrived:
    """A file with its delivery's number."""

    found: Arrival | Misnamed
    delivery: Delivery


def new_arrivals(
    connection: psycopg.Connection, settings: Settings, contract: Feed, known: Known, run_id: int | None
) -> tuple[list[Arrived], int]:
    """The files to be dealt with, in the order in which they are, and how many were known. They are numbered in the
    order of receipt and processed in the order of the days that they cover; a misnamed one comes first."""
    stamped = [(found, stamp(found.path)) for found in scan(settings.landing, contract)]
    new = [(found, told) for found, told in stamped if told and (found.file, told) not in known.files]
    numbers = run_script(connection, "operations/next_delivery", how_many=len(new)).fetchall()
    connection.commit()
    arrived = [
        Arrived(found, _delivery(found, number, told, run_id))
        for (found, told), (number,) in zip(new, numbers, strict=True)
    ]
    arrived.sort(key=lambda one: (one.delivery.complete_through or dt.date.min, one.delivery.delivery_id))
    return arrived, len(stamped) - len(new)


def _delivery(found: Arrival | Misnamed, number: int, told: str, run_id: int | None) -> Delivery:
    if isinstance(found, Misnamed):
        return Delivery(number, found.feed, "", found.file, None, None, found.received_at, told, run_id)
    return Delivery(
        delivery_id=number,
        feed=found.feed,
        supplier=found.supplier,
        file=found.file,
        covers_from=found.covers_from,
        complete_through=found.complete_through,
        received_at=found.received_at,
        stamp=told,
        run_id=run_id,
    )


def stamp(path: UPath) -> str:
    """What changes when a file is replaced: its size, when it was written, and an object store's tag of its content.
    Empty if the file is gone."""
    try:
        told = path.stat()
    except FileNotFoundError:
        return ""
    info: Mapping[str, object] = getattr(told, "as_info", dict)()
    written = getattr(told, "st_mtime_ns", None) or info.get("created") or told.st_mtime
    return " ".join(str(part) for part in (told.st_size, written, info.get("ETag") or info.get("etag")) if part)
