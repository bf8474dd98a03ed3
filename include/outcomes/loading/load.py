"""Load: decides about the file as a whole, and in one transaction brings its good rows into core, sets the others aside
and records the delivery."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg

from outcomes.checks.run import Finding
from outcomes.contracts import Feed
from outcomes.loading.locks import instant_of_loading
from outcomes.loading.model import Delivery, Outcome, Rows
from outcomes.loading.tables import FeedTables
from outcomes.templates import run_script

log = logging.getLogger(__name__)

LARGE = 50_000
"""Rows from which it pays to build a table's indexes once its first delivery is in, rather than row by row."""


@dataclass(frozen=True)
class Verdict:
    """What becomes of a file that could be read. `reason`: the rule and plain words, if it is not loaded. `settled_by`:
    the newer snapshot that supersedes it."""

    outcome: Outcome
    reason: str | None = None
    settled_by: int | None = None


@dataclass(frozen=True)
class Counted:
    """The rows of a file, as checking left them. `holding`: a rule that is broken and whose breach holds the file."""

    read: int
    failing: int
    holding: str | None
    repeated: int


def load(
    connection: psycopg.Connection,
    contract: Feed,
    delivery: Delivery,
    unknown_columns: Sequence[str],
    findings: Sequence[Finding],
) -> tuple[Outcome, Rows]:
    """Brings the delivery that has been checked to its end, and commits."""
    tables = FeedTables.of(contract.feed)
    about: dict[str, Any] = {
        "contract": contract,
        "delivery": delivery,
        "instant": instant_of_loading(connection),
        "staged": tables.staged,
        "typed": tables.typed,
        "failing": tables.failing,
        "core": tables.core,
    }
    counted = Counted(*_row(run_script(connection, "raw/counts", **about)))
    verdict = _judge(connection, contract, delivery, counted, about)
    rows = Rows(read=counted.read, quarantined=counted.failing)
    if verdict.outcome == "loaded":
        rows = _merge(connection, contract, counted, about)
    elif verdict.outcome == "superseded":
        rows += Rows(superseded=counted.read - counted.failing)
    run_script(
        connection,
        "operations/delivery",
        rows=rows,
        outcome=verdict.outcome,
        reason=verdict.reason,
        unknown_columns=sorted(unknown_columns),
        loaded_at=None if verdict.outcome == "held" else about["instant"],
        **about,
    )
    _keep_findings(connection, delivery, verdict, counted, findings, about)
    run_script(connection, "raw/emptied", **about)
    connection.commit()
    words = f": {verdict.reason}" if verdict.reason else ""
    log.log(
        logging.WARNING if verdict.outcome == "held" else logging.INFO,
        "%s: %s %s%s",
        contract.feed,
        delivery.file,
        verdict.outcome,
        words,
    )
    return verdict.outcome, rows


def reject(connection: psycopg.Connection, delivery: Delivery, rule: str, words: str) -> None:
    """Records a file that is refused as a whole, and commits. Its name is logged only if it is an agreed one."""
    run_script(
        connection,
        "operations/delivery",
        delivery=delivery,
        rows=Rows(),
        outcome="rejected",
        reason=f"{rule}: {words}",
        unknown_columns=(),
        loaded_at=None,
    )
    connection.commit()
    file = delivery.file if delivery.complete_through else f"delivery {delivery.delivery_id}"
    log.warning("%s: %s rejected: %s: %s", delivery.feed, file, rule, words)


def _judge(
    connection: psycopg.Connection, contract: Feed, delivery: Delivery, counted: Counted, about: dict[str, Any]
) -> Verdict:
    """Whether the file is loaded, held, or older than what is known."""
    newest: tuple[dt.date, int] | None = None
    if contract.snapshot:
        newest = run_script(connection, "operations/newest_snapshot", **about).fetchone()
        if newest and delivery.complete_through and newest > (delivery.complete_through, delivery.delivery_id):
            return Verdict("superseded", "superseded: a newer snapshot had been loaded", settled_by=newest[1])
    if delivery.released:
        return Verdict("loaded")
    if counted.holding:
        return Verdict("held", f"{counted.holding}: a row breaks a rule that holds the whole file")
    if counted.failing > contract.hold_share * counted.read:
        share = f"{counted.failing} of {counted.read} rows fail, more than {_percent(contract.hold_share)}"
        return Verdict("held", f"hold_share: {share}")
    if newest is not None and contract.withdraw_share is not None:
        to_withdraw, holding = _row(run_script(connection, "core/withdrawal", **about))
        if to_withdraw > contract.withdraw_share * holding:
            share = (
                f"it would withdraw {to_withdraw} of {holding} records, more than {_percent(contract.withdraw_share)}"
            )
            return Verdict("held", f"withdraw_share: {share}")
    return Verdict("loaded")


def _merge(connection: psycopg.Connection, contract: Feed, counted: Counted, about: dict[str, Any]) -> Rows:
    """Brings the accepted rows into core. What is known already is vouched for, what is newer ends what it replaces,
    and what is older than what is known changes nothing."""
    unchanged = run_script(connection, "core/unchanged", **about).rowcount
    run_script(connection, "core/replaced", **about)
    rebuild = counted.read >= LARGE and _row(run_script(connection, "core/is_empty", **about))[0]
    if rebuild:
        run_script(connection, "core/without_indexes", **about)
    loaded, withdrawn = _row(run_script(connection, "core/loaded", **about))
    if rebuild:
        run_script(connection, "core/indexes", **about)
    accepted = counted.read - counted.failing - counted.repeated
    absent = run_script(connection, "core/withdrawn", **about).rowcount if contract.snapshot else 0
    return Rows(
        read=counted.read,
        loaded=loaded,
        unchanged=unchanged + counted.repeated,
        superseded=accepted - unchanged - loaded - withdrawn,
        quarantined=counted.failing,
        withdrawn=withdrawn + absent,
    )


def _keep_findings(
    connection: psycopg.Connection,
    delivery: Delivery,
    verdict: Verdict,
    counted: Counted,
    findings: Sequence[Finding],
    about: dict[str, Any],
) -> None:
    """What the checks found, the rows that are set aside, and which older ones this delivery has settled."""
    if delivery.released:
        run_script(connection, "operations/forget_findings", delivery_id=delivery.delivery_id)
    run_script(
        connection,
        "operations/validation",
        delivery_id=delivery.delivery_id,
        findings=findings,
        rows_read=counted.read,
    )
    if counted.failing:
        run_script(connection, "operations/quarantine", resolved_by=verdict.settled_by, **about)
    if verdict.outcome == "loaded":
        run_script(connection, "operations/quarantine_resolved", **about)


def _percent(share: Decimal) -> str:
    return f"{(100 * share).normalize():f}%"


def _row(cursor: psycopg.Cursor[Any]) -> Any:
    """The only row that a script selects."""
    row = cursor.fetchone()
    if row is None:
        raise LookupError("a script that counts gave no row")
    return row
