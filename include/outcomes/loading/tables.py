"""The tables that a feed's contract asks for. A new feed, or a new column, changes a contract and nothing here."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from outcomes.contracts import load_contracts
from outcomes.templates import Identifier, Sql, literal, run_script


@dataclass(frozen=True)
class FeedTables:
    """The names of a feed's tables, ready for SQL.

    staged: the file as text. typed: the file as values, with what each check found. failing: which rows break which
    rules. core: every version of every record.
    """

    feed: str
    staged: Sql
    typed: Sql
    failing: Sql
    core: Sql

    @classmethod
    def of(cls, feed: str) -> FeedTables:
        staged, typed, failing = (_qualified("raw", f"{feed}_{step}") for step in ("staged", "typed", "failing"))
        return cls(feed, staged, typed, failing, core=_qualified("core", feed))

    @property
    def staged_name(self) -> str:
        return f"raw.{self.feed}_staged"

    @property
    def typed_name(self) -> str:
        """Within the schema raw."""
        return f"{self.feed}_typed"


def ensure_feed_tables(connection: psycopg.Connection) -> None:
    """Makes core.<feed> for every contract, and adds the columns that a contract has gained. Does not commit."""
    run_script(connection, "raw/calendar")
    for contract in load_contracts().values():
        run_script(connection, "core/feed", contract=contract, core=FeedTables.of(contract.feed).core)


def _qualified(schema: str, table: str) -> Sql:
    return Sql(f"{literal(Identifier(schema))}.{literal(Identifier(table))}")
