"""Who may read what: the roles of the published table, and their grants (include/sql/warehouse/privileges.sql)."""

from __future__ import annotations

import logging

import psycopg
from psycopg import sql

from outcomes.contracts import Feed, load_contracts
from outcomes.templates import run_script

log = logging.getLogger(__name__)

ROLES = {
    "fop_loader": "Family outcomes: what the pipeline itself needs.",
    "fop_analyst": "Family outcomes: results, catalogue and operations; no names and no quarantined values.",
    "fop_auditor": "Family outcomes: as the analyst, and the source rows of a claim.",
    "fop_matcher": "Family outcomes: the clerical review of matches, with names.",
    "fop_bi": "Family outcomes: dashboards only.",
}
ACTED_AS = ("fop_matcher", "fop_analyst")
"""As whom the desk and the pages work, whoever has signed in to the database."""
WHICH_RECORD = ("supplier", "record_key", "withdrawn", "known_from", "known_to")
MEMBERSHIP = ("family_id", "joined_on", "left_on", "relationship")


def grant(connection: psycopg.Connection, feeds: dict[str, Feed]) -> bool:
    """Makes the roles where that is allowed, and grants. Without them it warns and returns False: only the owner may
    read then. `feeds`: the contracts with a table in core."""
    missing = [role for role in ROLES if not _made(connection, role)]
    if missing:
        log.warning(
            "the warehouse's user may not create roles, so nobody else can read it yet. "
            "Ask an administrator to run: %s; then upgrade again",
            "; ".join(f"create role {role} nologin" for role in missing),
        )
        return False
    for role in ACTED_AS:
        _act_as(connection, role)
    run_script(
        connection,
        "warehouse/privileges",
        database=connection.info.dbname,
        matcher_columns={feed: _who(contract) for feed, contract in feeds.items()},
    )
    return True


def feeds_in_core(connection: psycopg.Connection) -> dict[str, Feed]:
    """The contracts whose table has been made."""
    rows = connection.execute("select table_name from information_schema.tables where table_schema = 'core'").fetchall()
    tables = {name for (name,) in rows}
    return {feed: contract for feed, contract in load_contracts().items() if feed in tables}


def _who(contract: Feed) -> list[str]:
    """The columns by which a reviewer tells people apart: those with an identity, and for members their family."""
    known = [column.name for column in contract.columns if column.identity]
    household = [column.name for column in contract.columns if column.name in MEMBERSHIP and contract.snapshot]
    return [*known, *household, *WHICH_RECORD] if known else list(WHICH_RECORD)


def _act_as(connection: psycopg.Connection, role: str) -> None:
    """Who makes a role may not yet act as it (since PostgreSQL 16), unless it says so; rights it does not inherit."""
    newer = connection.info.server_version >= 160000
    asked = "select pg_has_role(current_user, %s, %s)"
    allowed = connection.execute(asked, [role, "SET" if newer else "MEMBER"]).fetchone()
    if allowed == (True,):
        return
    statement = "grant {} to current_user" + (" with inherit false, set true" if newer else "")
    try:
        with connection.transaction():
            connection.execute(sql.SQL(statement).format(sql.Identifier(role)))
    except psycopg.errors.InsufficientPrivilege:
        log.warning("the desk and its pages cannot work yet. Ask an administrator to grant %s to the owner", role)


def _made(connection: psycopg.Connection, role: str) -> bool:
    if connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
        return True
    name = sql.Identifier(role)
    try:
        with connection.transaction():
            connection.execute(sql.SQL("create role {} nologin").format(name))
            connection.execute(sql.SQL("comment on role {} is {}").format(name, ROLES[role]))
    except psycopg.errors.InsufficientPrivilege:
        return False
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        pass  # another database's upgrade on the same server was quicker
    return True
