"""Who the desk is to the database: the role of the clerical reviewers, whoever has signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row

from outcomes.templates import render

ROLE = "fop_matcher"


class DeskError(Exception):
    """The desk refuses, and says why in plain words: never a name, a date of birth or another value of a person.
    `rule` is a short name of the reason that does not change with the words."""

    def __init__(self, rule: str, words: str) -> None:
        super().__init__(words)
        self.rule = rule


def as_reviewer(connection: psycopg.Connection) -> AbstractContextManager[psycopg.Connection]:
    """What is done inside, all or nothing, is done as the reviewers' role, and afterwards the connection is who it was.
    A warehouse whose owner may not make roles has none: then whoever has signed in."""
    return acting_as(connection, ROLE)


@contextmanager
def acting_as(connection: psycopg.Connection, role: str) -> Iterator[psycopg.Connection]:
    """The same for another of the readers' roles."""
    with connection.transaction():
        before = connection.execute("SELECT current_setting('role')").fetchone()
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            try:
                connection.execute("SELECT set_config('role', %s, true)", [role])
            except psycopg.errors.InsufficientPrivilege:
                raise DeskError(
                    "no_access", f"this login may not act as {role}: the warehouse's owner grants that"
                ) from None
        yield connection
        connection.execute("SELECT set_config('role', %s, true)", before)


def rows(connection: psycopg.Connection, query: str, **values: Any) -> list[dict[str, Any]]:
    """The rows of `include/sql/desk/<query>.sql`, to which the values go as parameters."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(render(f"desk/{query}").encode(), values).fetchall()
