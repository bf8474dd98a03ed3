"""From the warehouse into memory: what matching looks at, as known at an instant. The contracts say which columns
identify a person."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping

import duckdb
import psycopg
import pyarrow as pa
from pyarrow import csv

from outcomes.contracts import Feed
from outcomes.matching.linking import (
    DECISION,
    DELIVERED,
    DETAILS,
    FEED,
    MEMBER_FAMILY,
    MEMBERS,
    OPEN_LINK,
    OPEN_PAIR,
    QUARANTINED,
    give,
)
from outcomes.templates import render

OPEN_REVIEW = pa.schema(
    [*OPEN_PAIR, ("family_id", pa.string()), ("reason", pa.string()), ("facts_sha256", pa.string())]
)
OPEN_PROPOSAL = pa.schema([*OPEN_PAIR, ("weight", pa.float64()), ("standing", pa.string())])
OPEN_QUARANTINE_MATCH = pa.schema(
    [("feed", pa.string()), ("delivery_id", pa.int64()), ("row_number", pa.int64()), ("member_ref", pa.string())]
)
KNOWN_SEARCH = pa.schema([("feed", pa.string()), ("found", pa.bool_()), ("members", pa.string())])


def read(
    connection: psycopg.Connection, duck: duckdb.DuckDBPyConnection, contracts: Mapping[str, Feed], at: dt.datetime
) -> None:
    """Makes the tables that `linking.link` and `keeping.keep` start from."""
    people = [{"name": name, "identity": feed.identity} for name, feed in contracts.items() if feed.person]
    agencies = [feed for feed in people if feed["name"] != MEMBERS]
    person_ref = contracts[MEMBERS].identity["person_ref"]
    for name, schema, query in (
        ("delivered", DELIVERED, render("matching/delivered", feeds=people, details=DETAILS, at=at)),
        ("member_family", MEMBER_FAMILY, render("matching/member_family", person_ref=person_ref, at=at)),
        ("quarantined", QUARANTINED, render("matching/quarantined", feeds=agencies, details=DETAILS, at=at)),
        ("decision", DECISION, render("matching/decision", at=at)),
        ("open_link", OPEN_LINK, render("matching/open_link")),
        ("open_review", OPEN_REVIEW, render("matching/open_review")),
        ("open_proposal", OPEN_PROPOSAL, render("matching/open_proposal")),
        ("open_quarantine_match", OPEN_QUARANTINE_MATCH, render("matching/open_quarantine_match")),
        ("known_search", KNOWN_SEARCH, render("matching/known_search")),
    ):
        give(duck, name, fetch(connection, query, schema))
    give(duck, "feed", pa.table({"feed": [feed["name"] for feed in agencies]}, schema=FEED))


def fetch(connection: psycopg.Connection, query: str, schema: pa.Schema) -> pa.Table:
    """The rows of a query by COPY: ten times as fast as fetching them. An empty text stays apart from NULL."""
    text = io.BytesIO()
    with connection.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT csv)".encode()) as copy:
        for block in copy:
            text.write(block)
    if not text.tell():
        return schema.empty_table()
    text.seek(0)
    return csv.read_csv(
        text,
        read_options=csv.ReadOptions(column_names=schema.names),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        ),
    )
