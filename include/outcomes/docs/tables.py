"""A page a schema, from the comments in the database: what is published, and who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

from outcomes.docs.markdown import code, codes, link, page, section, table
from outcomes.templates import render
from outcomes.warehouse.privileges import ROLES

SCHEMAS = ("claims", "catalogue", "operations", "matching", "bi")
KEPT_FOR_UPGRADES = ("alembic_version", "schema_upgrade")
OWNERS_OWN = frozenset({"fop_loader"})
"""The pipeline itself reads everything; a page about readers need not say so at each table."""


def table_pages(warehouse: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """Path below docs/reference, and text."""
    with warehouse.cursor(row_factory=namedtuple_row) as cursor:
        cursor.execute(
            render("docs/published", schemas=SCHEMAS, unpublished=KEPT_FOR_UPGRADES, roles=tuple(ROLES)).encode()
        )
        columns = cursor.fetchall()
    schemas = {name: list(group) for name, group in groupby(columns, key=attrgetter("schema_name"))}
    yield "tables/README.md", _index(schemas)
    for name, found in schemas.items():
        yield f"tables/{name}.md", _schema(name, found)


def _index(schemas: dict[str, list[Any]]) -> str:
    rows = [
        (link(code(name), f"{name}.md"), schemas[name][0].schema_comment, codes(_tables(schemas[name])))
        for name in SCHEMAS
        if name in schemas
    ]
    return page(
        "Published tables",
        "What readers outside the pipeline may rely on. Names, columns and keys change only with a migration, and by "
        "adding. Every table and column carries its comment in the database too.",
        table(("schema", "holds", "tables and views"), rows),
        section("Roles", table(("role", "may read"), _roles())),
    )


def _schema(name: str, columns: list[Any]) -> str:
    parts = [_table(table_name, list(group)) for table_name, group in groupby(columns, key=attrgetter("table_name"))]
    return page(f"Schema {name}", columns[0].schema_comment, *parts)


def _table(name: str, columns: list[Any]) -> str:
    key = sorted((column for column in columns if column.key_place), key=attrgetter("key_place"))
    everybody = set.intersection(*(set(column.readers) for column in columns)) - OWNERS_OWN
    somebody = set.union(*(set(column.readers) for column in columns)) - OWNERS_OWN - everybody
    facts = [f"Key: {codes(column.column_name for column in key)}."] if key else []
    if everybody:
        facts.append(f"Read by {codes(sorted(everybody))}.")
    for role in sorted(somebody):
        hidden = [column.column_name for column in columns if role not in column.readers]
        facts.append(f"`{role}` reads all but {codes(hidden)}.")
    rows = [(code(column.column_name), column.type_name, column.column_comment) for column in columns]
    return section(name, columns[0].table_comment, " ".join(facts), table(("column", "type", "meaning"), rows))


def _roles() -> list[tuple[str, str]]:
    return [(code(role), words.removeprefix("Family outcomes: ")) for role, words in ROLES.items()]


def _tables(columns: list[Any]) -> list[str]:
    return list(dict.fromkeys(column.table_name for column in columns))
