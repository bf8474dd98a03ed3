"""The one way to the warehouse: whichever PostgreSQL the settings name, and never a password in what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Engine, NullPool, create_engine

from outcomes.settings import Settings
from outcomes.warehouse.server import Server

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
# The same session everywhere: instants in UTC, days written YYYY-MM-DD, and no compiling of short queries.
SESSION = "-c timezone=UTC -c datestyle=ISO,YMD -c jit=off"


class WarehouseError(RuntimeError):
    """The warehouse cannot be reached, or its URL cannot be read. The message holds no password."""


def warehouse_url(settings: Settings) -> str:
    """The warehouse's libpq URL (`postgresql://…`). The embedded server's holds no password; WAREHOUSE_URL's may."""
    if settings.warehouse_url is None:
        return Server(settings.data).url()
    scheme, found, rest = settings.warehouse_url.partition("://")
    if not found or scheme not in SCHEMES:
        raise WarehouseError(f"WAREHOUSE_URL must begin with one of {', '.join(f'{known}://' for known in SCHEMES)}")
    return f"postgresql://{rest}"


@contextmanager
def at_hand(settings: Settings) -> Iterator[None]:
    """The embedded server runs for as long as the block does, where it is the warehouse and does not run already."""
    server = Server(settings.data)
    ours = settings.warehouse_url is None and not server.running
    if ours:
        server.start()
    try:
        yield
    finally:
        if ours:
            server.stop()


def connect(settings: Settings, purpose: str = "", *, autocommit: bool = False) -> psycopg.Connection:
    """An open connection; as a context manager it commits at the end of the block, or rolls back, and closes.
    `purpose` says in pg_stat_activity what it is for (`ingest police_asb`). Raises WarehouseError."""
    return _open(warehouse_url(settings), purpose, autocommit=autocommit)


def engine(settings: Settings, purpose: str = "") -> Engine:
    """The same for what speaks SQLAlchemy: its URL holds nothing to hide, and it keeps no connection open."""
    url = warehouse_url(settings)
    return create_engine("postgresql+psycopg://", creator=lambda: _open(url, purpose), poolclass=NullPool)


def _open(url: str, purpose: str, *, autocommit: bool = False) -> psycopg.Connection:
    try:
        given = conninfo_to_dict(url)
    except psycopg.Error:
        raise WarehouseError("WAREHOUSE_URL is not a PostgreSQL URL (not shown: it may hold a password)") from None
    secret = str(given.get("password") or "")
    options = f"{given.pop('options', None) or ''} {SESSION}".strip()
    application = f"outcomes: {purpose}" if purpose else "outcomes"
    try:
        return psycopg.connect(
            make_conninfo("", **given), options=options, application_name=application, autocommit=autocommit
        )
    except psycopg.OperationalError as error:
        reason = str(error).strip()
        shown = reason.replace(secret, "***") if secret else reason
        raise WarehouseError(f"the warehouse cannot be reached: {shown}") from None
