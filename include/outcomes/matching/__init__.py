"""People to members: which agency's person is which member of a family, and who has to be asked about.

`match` reads what the run knows from the warehouse into memory (reading), links it there in SQL (linking), and writes
back what has changed (keeping), with figures of how well it went (figures). docs/explanation/matching.md says why it
links, and why it does not.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import psycopg

from outcomes.contracts import Feed, load_contracts
from outcomes.matching import figures, keeping, linking, reading
from outcomes.matching.method import load_method
from outcomes.run import read_run
from outcomes.templates import render, run_script

__all__ = ["MatchResult", "MatchingError", "match"]

logger = logging.getLogger(__name__)


class MatchingError(RuntimeError):
    """The run is not one that may match people."""


@dataclass(frozen=True)
class MatchResult:
    """Counts over all feeds. people: agencies' people, each linked by one means, in review, or unmatched.
    begun, ended: links. quarantined: rows in quarantine that may be a member's."""

    members: int
    rows: int
    people: int
    decision: int
    identifier: int
    exact_key: int
    model: int
    review: int
    unmatched: int
    begun: int
    ended: int
    quarantined: int


def match(connection: psycopg.Connection, run_id: int, contracts: Mapping[str, Feed] | None = None) -> MatchResult:
    """Matches everybody whom the run knows, and commits. The same run again changes nothing.

    Raises MatchingError if the run has not passed the gate, or if a run that knows more has matched already: what held
    earlier is then read from the tables as they were, never worked out again.
    """
    run = read_run(connection, run_id)
    at, method = run.known_at, load_method()
    contracts = load_contracts() if contracts is None else contracts
    if at is None:
        raise MatchingError(f"run {run_id} has not passed the gate: it is not settled what it knows")
    with connection.transaction(), linking.open_memory() as duck:
        run_script(connection, "matching/lock")
        later = run_script(connection, "matching/later_run", at=at).fetchone()
        if later and later[0] is not None:
            raise MatchingError(f"run {later[0]} knows more than run {run_id} and has matched already")
        run_script(connection, "matching/forget_search", run_id=run_id)
        reading.read(connection, duck, contracts, at)
        linking.link(duck, method)
        keeping.keep(connection, duck, run_id, at)
        result = _counted(duck)
        figures.publish(connection, duck, contracts, method, run, at)
    connection.commit()
    logger.info("run %s matched: %s", run_id, result)
    return result


def _counted(duck: duckdb.DuckDBPyConnection) -> MatchResult:
    row = duck.execute(render("matching/linking/counts")).fetchone() or ()
    return MatchResult(*row)
