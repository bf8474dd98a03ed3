"""Brings a warehouse up to date: migrations, the contracts' tables, roles and grants, the catalogue and the views."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from outcomes.settings import INCLUDE, Settings
from outcomes.warehouse.connection import engine

LOCK = 7_236_110  # one upgrade at a time, whoever starts it


def upgrade(settings: Settings) -> None:
    """Brings the warehouse to the newest schema; quick and without effect where nothing is missing."""
    with engine(settings, "upgrade").connect() as connection:
        connection.exec_driver_sql(f"select pg_advisory_lock({LOCK})")
        connection.commit()
        try:
            migrate(connection)
        finally:
            connection.rollback()
            connection.exec_driver_sql(f"select pg_advisory_unlock({LOCK})")


def migrate(connection: Connection, revision: str = "head") -> None:
    """Runs the migrations that are missing, in one transaction."""
    configuration = Config()
    configuration.set_main_option("script_location", str(INCLUDE / "migrations").replace("%", "%%"))
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, revision)
    connection.commit()
