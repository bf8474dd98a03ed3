"""Brings a warehouse up to date: migrations, the contracts' tables, the catalogue, the views, and who may read them."""

from __future__ import annotations

import hashlib
import logging

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from outcomes.loading.tables import ensure_feed_tables
from outcomes.plan import load_plan
from outcomes.plan.catalogue import fill
from outcomes.settings import INCLUDE, Settings
from outcomes.templates import run_script
from outcomes.warehouse.connection import connect, engine
from outcomes.warehouse.privileges import feeds_in_core, grant
from outcomes.warehouse.views import make_views

log = logging.getLogger(__name__)

LOCK = 7_236_110  # one upgrade at a time, whoever starts it


def upgrade(settings: Settings, *, force: bool = False) -> None:
    """Brings the warehouse to the newest schema. Where no file that it is made from has changed since the last upgrade,
    nothing is done, unless `force`. Raises WarehouseError; DocumentError for a faulty contract or plan."""
    wanted = _fingerprint(settings.plan)
    with connect(settings, "upgrade", autocommit=True) as connection:
        if not force and _standing(connection) == wanted:
            return
        connection.execute("select pg_advisory_lock(%s)", [LOCK])  # held until the connection closes
        with engine(settings, "migrations").connect() as migrating:
            migrate(migrating)
        with connection.transaction():
            ensure_feed_tables(connection)
            feeds = feeds_in_core(connection)
            fill(connection, load_plan(settings.plan))
            make_views(connection, feeds)
            if grant(connection, feeds):
                run_script(connection, "warehouse/upgraded", fingerprint=wanted)
        log.info("the warehouse is up to date")


def migrate(connection: Connection, revision: str = "head") -> None:
    """Runs the migrations that are missing, in one transaction."""
    configuration = Config()
    configuration.set_main_option("script_location", str(INCLUDE / "migrations").replace("%", "%%"))
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, revision)
    connection.commit()


def _fingerprint(plan: str) -> str:
    """A hash of everything that the schema is made from."""
    digest = hashlib.sha256(plan.encode())
    for folder in ("migrations", "rules", "sql", "outcomes/warehouse", "outcomes/loading", "outcomes/plan"):
        for file in sorted((INCLUDE / folder).rglob("*")):
            if file.suffix in {".py", ".sql", ".yaml"}:
                digest.update(f"\0{file.relative_to(INCLUDE)}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _standing(connection: psycopg.Connection) -> str | None:
    """The fingerprint of the last complete upgrade, if there was one."""
    if connection.execute("select to_regclass('operations.schema_upgrade')").fetchone() == (None,):
        return None
    row = connection.execute("select fingerprint from operations.schema_upgrade").fetchone()
    return row[0] if row else None
