"""SQL lives in files; this renders them. A value that is put into SQL becomes a typed literal, never bare text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import psycopg
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from outcomes.settings import INCLUDE


class Sql(Markup):
    """Text that is SQL already and goes in as it is."""


class Identifier(str):
    """The name of a table, a column or a schema: goes in quoted."""


def literal(value: Any) -> Markup:
    """The SQL literal of a value, or a parenthesised list of literals.

    Raises TypeError for a type that has none: a float, since money and thresholds are decided exactly.
    """
    if isinstance(value, Markup):
        return value
    if isinstance(value, Identifier):
        return Markup('"' + value.replace('"', '""') + '"')
    if value is None:
        return Markup("NULL")
    if isinstance(value, bool):
        return Markup("TRUE" if value else "FALSE")
    if isinstance(value, int | Decimal):
        return Markup(str(value))
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise TypeError("an instant without a time zone has no place in SQL")
        return Markup(f"TIMESTAMPTZ '{value.isoformat()}'")
    if isinstance(value, dt.date):
        return Markup(f"DATE '{value.isoformat()}'")
    if isinstance(value, str):
        if "\x00" in value:
            raise TypeError("a text with a NUL character has no place in SQL")
        return Markup("'" + value.replace("'", "''") + "'")
    if isinstance(value, Iterable):
        members = [literal(member) for member in value]
        return Markup("(" + ", ".join(members or ["NULL"]) + ")")
    raise TypeError(f"no SQL literal for a value of type {type(value).__name__}")


def as_sql(value: Any) -> Markup:
    """For a macro's arguments: text is SQL already, any other value becomes its literal."""
    return Sql(value) if isinstance(value, str) and not isinstance(value, Identifier) else literal(value)


_environment = Environment(
    loader=FileSystemLoader(INCLUDE / "sql"),
    undefined=StrictUndefined,
    autoescape=True,
    finalize=literal,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=["jinja2.ext.do"],
)
_environment.globals.update(Identifier=Identifier, Sql=Sql, as_sql=as_sql)


def render(name: str, **values: Any) -> str:
    """The SQL of `include/sql/<name>.sql` with the values as literals; jinja2.UndefinedError for a missing one."""
    return str(_environment.get_template(f"{name}.sql").render(**values))


def run_script(connection: psycopg.Connection, name: str, **values: Any) -> psycopg.Cursor:
    """Executes a rendered file, all of its statements, in the connection's transaction; the cursor of the last one."""
    cursor = connection.execute(render(name, **values).encode())
    while cursor.nextset():
        pass
    return cursor
