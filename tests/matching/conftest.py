"""A small county in memory: say who is known to whom, link, and look at what was found."""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from outcomes.matching import linking
from outcomes.matching.method import load_method

Person = tuple[str, str, str]


@dataclass
class Found:
    links: dict[Person, tuple[str, str]]
    reviews: dict[Person, dict[str, str]]
    families: set[tuple[Person, str]]
    searches: dict[tuple[str, str], bool]
    quality: dict[str, dict[str, int]]
    quarantine: set[tuple[int, str]]
    proposals: dict[tuple[Person, str], float]
    standings: dict[tuple[Person, str], str]
    waterfalls: dict[tuple[Person, str], list[dict[str, Any]]]
    everything: list[Any]


@dataclass
class County:
    """Members and agencies' people; a detail that is not given is unknown. `link` decides who is who."""

    records: list[dict[str, Any]] = field(default_factory=list)
    families: list[dict[str, str]] = field(default_factory=list)
    quarantined: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    open_links: list[dict[str, Any]] = field(default_factory=list)

    def member(self, ref: str, *details: str | None, family: str = "F1", **more: str) -> None:
        self.record(linking.MEMBERS, ref, *details, **more)
        self.families.append({"member_ref": ref, "family_id": family})

    def record(
        self,
        feed: str,
        ref: str,
        forename: str | None = None,
        surname: str | None = None,
        born: str | None = None,
        postcode: str | None = None,
        *,
        supplier: str = "",
        through: str = "2016-01-31",
        **identifiers: str,
    ) -> Person:
        number = len(self.records) + 1
        self.records.append(
            {
                "feed": feed, "supplier": supplier, "person_ref": ref, "forename": forename, "surname": surname,
                "date_of_birth": born, "postcode": postcode, "delivered_through": dt.date.fromisoformat(through),
                "delivery_id": 1, "row_number": number, "record_key": f"r{number}", **identifiers,
            }
        )  # fmt: skip
        return feed, supplier, ref

    def set_aside(self, feed: str, row_number: int, **typed: str) -> None:
        self.quarantined.append({"feed": feed, "delivery_id": 1, "row_number": row_number, **typed})

    def decide(self, person: Person, member: str, verdict: str, seen: str | None = None) -> None:
        self.decisions.append(
            {**dict(zip(("feed", "supplier", "person_ref"), person, strict=True)), "member_ref": member,
             "verdict": verdict, "seen_sha256": seen}
        )  # fmt: skip

    def linked_before(self, person: Person, member: str, family: str = "F1") -> None:
        self.open_links.append(
            {**dict(zip(("feed", "supplier", "person_ref"), person, strict=True)), "member_ref": member,
             "family_id": family, "basis": "model"}
        )  # fmt: skip

    def shuffled(self, seed: int) -> County:
        chance = random.Random(seed)
        everything = (self.records, self.families, self.quarantined, self.decisions, self.open_links)
        return County(*(chance.sample(rows, len(rows)) for rows in everything))

    def linked(self) -> duckdb.DuckDBPyConnection:
        """The memory in which everybody has been linked; whoever asks for it closes it."""
        duck = linking.open_memory()
        feeds = sorted({record["feed"] for record in self.records} - {linking.MEMBERS})
        linking.give(duck, "delivered", pa.Table.from_pylist(self.records, schema=linking.DELIVERED))
        linking.give(duck, "member_family", pa.Table.from_pylist(self.families, schema=linking.MEMBER_FAMILY))
        linking.give(duck, "quarantined", pa.Table.from_pylist(self.quarantined, schema=linking.QUARANTINED))
        linking.give(duck, "decision", pa.Table.from_pylist(self.decisions, schema=linking.DECISION))
        linking.give(duck, "open_link", pa.Table.from_pylist(self.open_links, schema=linking.OPEN_LINK))
        linking.give(duck, "feed", pa.table({"feed": feeds}, schema=linking.FEED))
        linking.link(duck, load_method())
        return duck

    def link(self) -> Found:
        duck = self.linked()
        rows = {
            name: duck.sql(f"SELECT * FROM {name} ORDER BY ALL").to_arrow_table().to_pylist()
            for name in (
                "found_link", "found_review", "found_proposal", "found_search", "found_quality", "quarantine_match"
            )
        }  # fmt: skip
        duck.close()
        reviews: dict[Person, dict[str, str]] = {}
        for row in rows["found_review"]:
            reviews.setdefault(_who(row), {})[row["member_ref"]] = row["reason"]
        return Found(
            links={_who(row): (row["member_ref"], row["basis"]) for row in rows["found_link"]},
            reviews=reviews,
            families={(_who(row), row["family_id"]) for row in rows["found_link"]},
            searches={(row["member_ref"], row["feed"]): row["found"] for row in rows["found_search"]},
            quality={row["feed"]: row for row in rows["found_quality"]},
            quarantine={(row["row_number"], row["member_ref"]) for row in rows["quarantine_match"]},
            proposals={(_who(row), row["member_ref"]): row["weight"] for row in rows["found_proposal"]},
            standings={(_who(row), row["member_ref"]): row["standing"] for row in rows["found_proposal"]},
            waterfalls={
                (_who(row), row["member_ref"]): json.loads(row["comparisons"]) for row in rows["found_proposal"]
            },
            everything=list(rows.values()),
        )


def _who(row: dict[str, Any]) -> Person:
    return row["feed"], row["supplier"], row["person_ref"]


@pytest.fixture
def county() -> County:
    return County()
