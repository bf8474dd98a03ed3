"""Where the calculating SQL runs: an engine takes the facts of a batch, calculates, and hands back its answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, Protocol

import psycopg

from outcomes.contracts import load_contracts
from outcomes.measures import calculate
from outcomes.measures.inputs import create_inputs, in_work, input_tables
from outcomes.plan import Plan
from reference.facts import RECORDS, Family
from reference.oracle import COLUMNS, KEYS
from reference.question import Coverage

Tables = dict[str, Iterable[tuple[Any, ...]]]
OF_FAMILIES = (
    "family_id",
    "engaged_on",
    "assessed_on",
    "plan_agreed_on",
    "has_lead_worker",
    "closed_on",
    "closure",
    "district",
)
OF_MEMBERS = ("person_ref", "joined_on", "left_on", "date_of_birth")
OF_NEEDS = ("measure_id", "identified_on")
OF_DECISIONS = ("measure_id", "decided_on", "verdict", "sustained_on")
OF_CLAIMS = ("result_type", "claimed_on")
OF_PRIOR_CLAIMS = ("claim_id", "family_id", "result_type", "as_of", "person_ref")


class Engine(Protocol):
    """PostgreSQL today; whatever else is to give the same answers."""

    def answer(self, families: list[Family], coverage: Coverage, as_of: dt.date, plan: Plan) -> None:
        """Loads the families alone, and calculates."""

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """The answers of a published table: the columns of its key, then the others."""


class PostgreSQL:
    """The work schema of one database. Nothing is committed: the next batch starts from the same empty database."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.contracts = load_contracts()
        self.columns = {table.name: tuple(name for name, _ in table.columns) for table in input_tables(self.contracts)}

    def answer(self, families: list[Family], coverage: Coverage, as_of: dt.date, plan: Plan) -> None:
        self.connection.rollback()
        create_inputs(self.connection, self.contracts)
        run_sql = in_work(self.connection)
        for table, rows in input_rows(families, coverage, self.columns).items():
            self.copy(table, self.columns[table], rows)
            # Not the whole database: that locks the server's shared catalogs until this transaction ends, and every
            # other engine on the server with it.
            self.connection.execute(f"ANALYZE {table}".encode())
        calculate(run_sql, plan, as_of)

    def copy(self, table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
        names = ", ".join(columns)
        with self.connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        names = ", ".join(KEYS[table] + COLUMNS[table])
        return iter(self.connection.execute(f"SELECT {names} FROM {table}".encode()).fetchall())


def input_rows(families: list[Family], coverage: Coverage, columns: dict[str, tuple[str, ...]]) -> Tables:
    """The rows of every input table. A person of two families has one set of records."""
    rows: Tables = {
        "families": values(families, OF_FAMILIES),
        "members": of_each(families, "members", OF_MEMBERS),
        "needs": of_each(families, "needs", OF_NEEDS),
        "decisions": of_each(families, "decisions", OF_DECISIONS),
        "claims_history": of_each(families, "claims_history", OF_CLAIMS),
        "prior_claim": set(values((claim for family in families for claim in family.prior_claims), OF_PRIOR_CLAIMS)),
        "coverage": coverage.items(),
        "undecided_match": set().union(*(family.undecided for family in families)),
        "quarantined_record": set().union(*(family.quarantined for family in families)),
    }
    by_feed: dict[str, dict[tuple[str, str], Any]] = {kind.feed: {} for kind in RECORDS}
    for family in families:
        for record in family.records:
            by_feed[record.feed][record.person_ref, record.record_key] = record
    return rows | {feed: values(records.values(), columns[feed]) for feed, records in by_feed.items()}


def values(records: Iterable[Any], columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    return map(attrgetter(*columns), records)


def of_each(families: list[Family], collection: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """A family's own rows, with its id in front."""
    cells = attrgetter(*columns)
    for family in families:
        for row in getattr(family, collection):
            yield (family.family_id, *cells(row))
