"""How Alembic reaches the warehouse: over the connection that `outcomes.warehouse.schema` hands it or, from Alembic's
own command line, over the one that the settings name. With `--sql` it prints the statements and needs no server."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

from outcomes.settings import Settings
from outcomes.warehouse.connection import engine

SCHEMA = "operations"


def run(connection: Connection | None) -> None:
    if connection is None:
        context.configure(dialect_name="postgresql", version_table_schema=SCHEMA)
        print(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA};")
    else:
        context.configure(connection=connection, version_table_schema=SCHEMA)
    with context.begin_transaction():
        if connection is not None:
            connection.execute(text(f"create schema if not exists {SCHEMA}"))
        context.run_migrations()


if context.is_offline_mode():
    run(None)
elif context.config.attributes.get("connection") is not None:
    run(context.config.attributes["connection"])
else:
    with engine(Settings.from_environment(), "migrations").connect() as opened:
        run(opened)
