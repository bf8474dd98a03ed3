"""The work schema's inputs: what is known, at an instant, of the programme's families and of the people matched to
them. The one description of these tables; who writes them from elsewhere (a test, another engine) asks for it here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

import psycopg

from outcomes.contracts import Feed, load_contracts
from outcomes.measures.calculate import RunSql
from outcomes.plan import Plan
from outcomes.templates import Identifier, run_script

WORK = "work"
CREATED = re.compile(r"CREATE TABLE (\S+) AS\b(.*?);\s*(?:\n|$)", re.DOTALL)
"""A table made by a query; a statement ends at the end of a line."""
TYPES = {"date": "date", "integer": "integer", "boolean": "boolean"}

PROGRAMME = {
    "members": ("family_id", "person_ref", "joined_on", "left_on", "date_of_birth"),
    "needs": ("family_id", "measure_id", "identified_on"),
    "decisions": ("family_id", "measure_id", "decided_on", "verdict", "sustained_on"),
    "claims_history": ("family_id", "result_type", "claimed_on"),
}
"""The programme's own feeds and what is judged of them; `families` is read by its own statement."""


@dataclass(frozen=True)
class Table:
    """One input: its columns as (name, type), a type being text, date, integer, bigint or boolean."""

    name: str
    columns: tuple[tuple[str, str], ...]


def agency_columns(contract: Feed) -> tuple[tuple[str, str], ...]:
    """What a record says apart from who it is about."""
    return tuple(
        (column.name, TYPES.get(column.type, "text")) for column in contract.columns if column.identity is None
    )


def input_tables(contracts: Mapping[str, Feed]) -> tuple[Table, ...]:
    """Every input of the work schema. An agency's `person_ref` is the member's, and `record_key` its own."""
    types = {"joined_on": "date", "left_on": "date", "date_of_birth": "date", "identified_on": "date"}
    types |= {"decided_on": "date", "sustained_on": "date", "claimed_on": "date"}
    families = (
        ("family_id", "text"), ("engaged_on", "date"), ("assessed_on", "date"), ("plan_agreed_on", "date"),
        ("has_lead_worker", "boolean"), ("closed_on", "date"), ("closure", "text"), ("district", "text"),
    )  # fmt: skip
    claim = (
        ("claim_id", "bigint"), ("family_id", "text"), ("result_type", "text"), ("as_of", "date"),
        ("person_ref", "text"),
    )  # fmt: skip
    return (
        Table("families", families),
        *(
            Table(feed, tuple((name, types.get(name, "text")) for name in columns))
            for feed, columns in PROGRAMME.items()
        ),
        *(
            Table(feed, (("person_ref", "text"), ("record_key", "text"), *agency_columns(contract)))
            for feed, contract in contracts.items()
            if _is_agency(contract)
        ),
        Table("coverage", (("feed", "text"), ("complete_through", "date"))),
        Table("undecided_match", (("feed", "text"), ("person_ref", "text"))),
        Table("quarantined_record", (("feed", "text"), ("person_ref", "text"))),
        Table("prior_claim", claim),
    )


def create_inputs(connection: psycopg.Connection, contracts: Mapping[str, Feed], work: str = WORK) -> None:
    """Empty inputs in a schema made anew, which the connection's search_path then names."""
    run_script(connection, "work/create", work=Identifier(work), tables=input_tables(contracts))


def fill_inputs(connection: psycopg.Connection, plan: Plan, known_at: dt.datetime, work: str = WORK) -> None:
    """What was known at that instant, into a work schema made anew."""
    contracts = load_contracts()
    create_inputs(connection, contracts, work)
    run_script(
        connection,
        "work/fill",
        tables=input_tables(contracts),
        programme=PROGRAMME,
        agencies={
            feed: [name for name, _ in agency_columns(contract)]
            for feed, contract in contracts.items()
            if _is_agency(contract)
        },
        contracts=tuple(contracts.values()),
        personal_results=[(result.result_type, result.needs) for result in plan.results if result.needs != "problems"],
        known_at=known_at,
    )


def in_work(connection: psycopg.Connection, work: str = WORK) -> RunSql:
    """What executes a rendered script on this connection's work schema."""
    connection.execute(f'SET search_path TO "{work}"'.encode())
    return lambda script: connection.execute(_for_postgresql(script).encode())


def _for_postgresql(script: str) -> str:
    """What PostgreSQL wants beside the portable SQL: tables that need not survive a crash, and statistics of each as
    soon as it is made, without which it joins them row by row."""
    return CREATED.sub(r"CREATE UNLOGGED TABLE \1 AS\2;\nANALYZE \1;\n", script)


def _is_agency(contract: Feed) -> bool:
    return contract.person and contract.feed != "members"
