"""Deciding who is who, in memory: DuckDB tables in and out, and every step a file in include/sql/matching/linking.

A star: each person of an agency is linked to one member of a family at most. Members are never made, merged or chained.
"""

from __future__ import annotations

from math import log2

import duckdb
import pyarrow as pa

from outcomes.contracts import IDENTIFIERS
from outcomes.matching.method import Method
from outcomes.matching.model import count_names, score
from outcomes.matching.nicknames import nickname_families
from outcomes.templates import render

MEMBERS = "members"
"""The feed in which the programme says who belongs to which family: the middle of the star."""

DETAILS = ("forename", "surname", "date_of_birth", "sex", "postcode", *IDENTIFIERS)
"""What a record says of its person. `person_ref` is the agency's own key and says nothing to anybody else."""

DELIVERED = pa.schema(
    [
        *((name, pa.string()) for name in ("feed", "supplier", "person_ref", *DETAILS)),
        ("delivered_through", pa.date32()),
        ("delivery_id", pa.int64()),
        ("row_number", pa.int64()),
        ("record_key", pa.string()),
    ]
)
"""Every known record about a person, the members' among them, as text; the last four columns say which is newer."""

QUARANTINED = pa.schema(
    [
        ("feed", pa.string()),
        ("delivery_id", pa.int64()),
        ("row_number", pa.int64()),
        *((name, pa.string()) for name in DETAILS),
    ]
)
OPEN_PAIR = [(name, pa.string()) for name in ("feed", "supplier", "person_ref", "member_ref")]
OPEN_LINK = pa.schema([*OPEN_PAIR, ("family_id", pa.string()), ("basis", pa.string()), ("weight", pa.float64())])
"""The links of the night before: one of the model's is kept a little longer than it would be made."""

DECISION = pa.schema([*OPEN_PAIR, ("verdict", pa.string()), ("seen_sha256", pa.string())])
MEMBER_FAMILY = pa.schema([("member_ref", pa.string()), ("family_id", pa.string())])
FEED = pa.schema([("feed", pa.string())])


def open_memory(threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A database of its own that is never written to a disk, and never asks the network for an extension."""
    duck = duckdb.connect(":memory:")
    for setting in (
        f"SET threads = {threads}",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET temp_directory = ''",
        "SET enable_progress_bar = false",
    ):
        duck.execute(setting)
    return duck


def give(duck: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Makes a table of what was read."""
    duck.register(f"given_{name}", table)
    duck.execute(f'CREATE TABLE "{name}" AS SELECT * FROM "given_{name}"')
    duck.unregister(f"given_{name}")


def link(duck: duckdb.DuckDBPyConnection, method: Method) -> None:
    """From the tables delivered, quarantined, decision, open_link, member_family and feed to found_link, found_review,
    found_search, found_quality and quarantine_match. The order of rows plays no part."""
    prepare(duck, method)
    run(duck, "twin", surname_similarity=method.surname_similarity)
    count_names(duck, method.model)
    weigh(duck, method)
    decide(duck, method)
    run(duck, "quarantined", identifiers=IDENTIFIERS)
    run(duck, "found")


def prepare(duck: duckdb.DuckDBPyConnection, method: Method) -> None:
    """From what was delivered to people and members, normalised; and to `agency` and `programme`, which the model
    compares."""
    give(duck, "nickname", nickname_families())
    run(duck, "normalising", **method.normalising())
    run(
        duck,
        "conflict",
        forename_similarity=method.forename_similarity,
        date_of_birth_edits=method.date_of_birth_edits,
        identifiers=IDENTIFIERS,
    )
    run(duck, "person", identifiers=IDENTIFIERS, members=MEMBERS)
    run(duck, "comparable", identifiers=IDENTIFIERS)


def weigh(duck: duckdb.DuckDBPyConnection, method: Method) -> None:
    """Scores every pair of `agency` and `programme` that even the heaviest prior could make a candidate."""
    score(duck, method.model, float(method.guard.least_weight) + log2(method.guard.least_members))


def decide(duck: duckdb.DuckDBPyConnection, method: Method) -> None:
    """From people, members and what their pairs weigh to `linked` and `doubtful`, the strongest step first."""
    run(duck, "undecided")
    run(duck, "by_decision", identifiers=IDENTIFIERS)
    run(duck, "by_identifier", identifiers=IDENTIFIERS)
    for exact in method.exact_keys:
        run(duck, "by_exact_key", key=exact.key, twice=exact.twice)
    run(duck, "by_model", **method.guard.model_dump())


def run(duck: duckdb.DuckDBPyConnection, name: str, **values: object) -> None:
    """A step: one file of include/sql/matching/linking."""
    duck.execute(render(f"matching/linking/{name}", **values))
