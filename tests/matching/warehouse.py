"""A warehouse in which records are said and taken back by hand, and people are matched night by night."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from outcomes import matching
from outcomes.templates import run_script

FIRST, SECOND, THIRD = (dt.datetime(2016, 10, day, 1, tzinfo=dt.UTC) for day in (1, 2, 3))
AS_OF = dt.date(2016, 10, 1)


@dataclass
class Warehouse:
    """Core rows said and taken back, and nights, by hand."""

    connection: psycopg.Connection

    def query(self, text: str) -> list[Any]:
        return [row[0] if len(row) == 1 else row for row in self.connection.execute(text).fetchall()]

    def insert(self, table: str, **values: Any) -> None:
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(*table.split(".")),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        )
        self.connection.execute(statement, list(values.values()))

    def say(self, feed: str, key: str, known: dt.datetime = FIRST - dt.timedelta(hours=1), **values: Any) -> None:
        """A version of a record, which ends the one before."""
        self.take_back(feed, key, known)
        bookkeeping = {
            "record_key": key, "supplier": "", "withdrawn": False, "delivery_id": 1, "row_number": 2, "row_sha256": "",
            "delivered_through": "2016-09-30", "confirmed_by": 1, "known_from": known,
        }  # fmt: skip
        self.insert(f"core.{feed}", **(bookkeeping | values))

    def take_back(self, feed: str, key: str, known: dt.datetime) -> None:
        table = sql.Identifier("core", feed)
        statement = sql.SQL("UPDATE {} SET known_to = %s WHERE record_key = %s AND known_to = 'infinity'").format(table)
        self.connection.execute(statement, [known, key])

    def member(self, ref: str, family: str = "F1", **values: Any) -> None:
        self.say("members", f"{family}|{ref}", family_id=family, joined_on="2016-01-10", person_ref=ref, **values)

    def run(self, known_at: dt.datetime | None, as_of: dt.date = AS_OF) -> int:
        row = self.connection.execute(
            "INSERT INTO operations.run (as_of, known_at, plan_version, code_version) "
            "VALUES (%s, %s, 'plan', 'code') RETURNING run_id",
            [as_of, known_at],
        ).fetchone()
        assert row
        return row[0]

    def night(self, known_at: dt.datetime) -> matching.MatchResult:
        return matching.match(self.connection, self.run(known_at))

    def as_known(self, question: str, at: dt.datetime) -> set[tuple[str, str]]:
        return set(run_script(self.connection, f"matching/{question}", at=at).fetchall())

    @property
    def open_links(self) -> list[Any]:
        return self.query("SELECT feed, person_ref, member_ref, basis FROM matching.link WHERE valid_to = 'infinity'")
