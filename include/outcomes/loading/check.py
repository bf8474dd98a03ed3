"""Check: what is wrong with the rows of one file. The rows that break a rule are listed in raw.<feed>_failing."""

from __future__ import annotations

import logging

import psycopg

from outcomes.checks.rules import checks_of
from outcomes.checks.run import CheckFault, Finding, run_checks
from outcomes.contracts import Feed
from outcomes.loading.model import Delivery
from outcomes.loading.tables import FeedTables
from outcomes.settings import Settings
from outcomes.templates import Sql, run_script

log = logging.getLogger(__name__)


def check(connection: psycopg.Connection, settings: Settings, contract: Feed, delivery: Delivery) -> list[Finding]:
    """Asks every check of the feed of the rows that have been landed, and commits. Raises CheckFault."""
    tables = FeedTables.of(contract.feed)
    compare_rows(connection, contract, delivery, tables)
    connection.commit()
    findings = run_checks(settings, contract, tables.typed_name)
    list_failing_rows(connection, tables, findings)
    connection.commit()
    for finding in findings:
        if not finding.success:
            log.warning("%s: %s: %s: %s rows", contract.feed, delivery.file, finding.rule, finding.broken)
    return findings


def compare_rows(connection: psycopg.Connection, contract: Feed, delivery: Delivery, tables: FeedTables) -> None:
    """The two checks that take more than one row: a key that stands in the file twice, a value that may not change."""
    if run_script(connection, "raw/often", typed=tables.typed).rowcount:
        run_script(connection, "raw/repeated", typed=tables.typed)
    fixed = [each for each in checks_of(contract) if each.kind == "unchanged"]
    if fixed:
        run_script(connection, "raw/changed", checks=fixed, delivery=delivery, typed=tables.typed, core=tables.core)


def list_failing_rows(connection: psycopg.Connection, tables: FeedTables, findings: list[Finding]) -> None:
    run_script(connection, "raw/failing", failing=tables.failing)
    for finding in findings:
        if finding.query is None or finding.severity == "report":
            continue
        listed = run_script(
            connection,
            "raw/failing_rows",
            failing=tables.failing,
            query=Sql(finding.query.rstrip(";")),
            rule=finding.rule,
            severity=finding.severity,
            column=finding.column,
            resolvable=finding.kind != "unchanged",
        ).rowcount
        if listed != finding.broken:
            raise CheckFault(f"{finding.rule}: {finding.broken} rows were counted and {listed} found")
    run_script(connection, "raw/failing_listed", failing=tables.failing)
