"""Land: a file's rows into the database, first as text, then as values. Nothing is judged here; what cannot be read as
its column's type is left blank for the checks to find."""

from __future__ import annotations

import logging

import psycopg

from outcomes.checks.rules import asked_of_withdrawals, checks_of
from outcomes.contracts import IDENTIFIERS, Feed
from outcomes.landing import Reading
from outcomes.loading.model import Delivery
from outcomes.loading.tables import FeedTables
from outcomes.templates import run_script

log = logging.getLogger(__name__)


def land(connection: psycopg.Connection, contract: Feed, delivery: Delivery, reading: Reading) -> None:
    """Fills raw.<feed>_staged and raw.<feed>_typed with the file, and commits. Raises Rejected."""
    tables = FeedTables.of(contract.feed)
    run_script(connection, "raw/staged", staged=tables.staged, columns=contract.delivered_columns)
    count = reading.copy_into(connection, tables.staged_name)
    connection.commit()
    type_rows(connection, contract, delivery, tables)
    connection.commit()
    log.info("%s: %s landed, %s rows", contract.feed, delivery.file, count)
    if reading.unknown_columns:
        log.warning(
            "%s: %s has %s columns that the contract does not know; they are left out",
            contract.feed,
            delivery.file,
            len(reading.unknown_columns),
        )


def type_rows(connection: psycopg.Connection, contract: Feed, delivery: Delivery, tables: FeedTables) -> None:
    checks = checks_of(contract)
    run_script(
        connection,
        "raw/typed",
        contract=contract,
        delivery=delivery,
        checks=checks,
        not_of_withdrawn={check.rule for check in checks if not asked_of_withdrawals(contract, check)},
        forms=_date_forms(connection, contract, tables),
        identifiers=IDENTIFIERS,
        staged=tables.staged,
        typed=tables.typed,
    )


def _date_forms(connection: psycopg.Connection, contract: Feed, tables: FeedTables) -> dict[str, str]:
    """The form that the days of each date column are written in: the commoner one in this file."""
    names = [column.name for column in contract.columns if column.type == "date"]
    if not names:
        return {}
    counted = run_script(connection, "raw/date_forms", names=names, staged=tables.staged).fetchone() or ()
    return {
        name: "dmy" if dmy > iso else "iso" for name, iso, dmy in zip(names, counted[::2], counted[1::2], strict=True)
    }
