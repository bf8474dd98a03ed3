"""How well the night has matched people, in numbers without a name: tests that hide what is known or plant what is not
so, rates, verdicts, the backlog, and a word where a feed's rate is unusual. docs/explanation/matching.md explains them.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping

import duckdb
import psycopg
import pyarrow as pa

from outcomes.contracts import IDENTIFIERS, Feed
from outcomes.matching import linking
from outcomes.matching.keeping import send
from outcomes.matching.method import Figures, Method, Usual
from outcomes.matching.reading import fetch
from outcomes.run import Run
from outcomes.templates import render, run_script

logger = logging.getLogger(__name__)

TESTS = ("blind", "decoy")
MEMBER_DISTRICT = pa.schema([("member_ref", pa.string()), ("district", pa.string())])


def publish(
    connection: psycopg.Connection,
    duck: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Feed],
    method: Method,
    run: Run,
    at: dt.datetime,
) -> None:
    """Writes the figures of a run that has just matched, in the connection's transaction; again if it had before."""
    figures = method.figures
    test(duck, method)
    send(connection, duck, "found_test")
    run_script(
        connection,
        "matching/figures/match_quality",
        run_id=run.run_id,
        at=at,
        overturned_days=figures.overturned_days,
    )
    districts = render(
        "matching/figures/member_district", person_ref=contracts[linking.MEMBERS].identity["person_ref"], at=at
    )
    rate(duck, fetch(connection, districts, MEMBER_DISTRICT), figures, run.as_of)
    send(connection, duck, "found_rate")
    run_script(connection, "matching/figures/match_rate", run_id=run.run_id)
    run_script(connection, "matching/figures/match_backlog", run_id=run.run_id, at=at)
    run_script(connection, "matching/figures/match_calibration", run_id=run.run_id, at=at, band_bits=figures.band_bits)
    compare(connection, run, at, figures.usual)


def test(duck: duckdb.DuckDBPyConnection, method: Method) -> None:
    """Links again, once without the identifiers that have linked somebody and once with members whom nobody is, and
    counts in `found_test`. Each test has a schema of its own: what it makes is never taken for the night's result."""
    for name in TESTS:
        with duck.cursor() as trial:
            trial.execute(f"CREATE SCHEMA {name}")
            trial.execute(f"SET search_path = '{name},main'")
            trial.execute(render(f"matching/figures/{name}", identifiers=IDENTIFIERS, decoys=method.figures.decoys))
            linking.weigh(trial, method)
            trial.execute("INSERT INTO scored SELECT * FROM known_weight")
            linking.decide(trial, method)
    duck.execute(render("matching/figures/tested"))


def rate(duck: duckdb.DuckDBPyConnection, districts: pa.Table, figures: Figures, as_of: dt.date) -> None:
    """How many members were found where, in `found_rate`. Ages are those of the day that is judged."""
    linking.give(duck, "member_district", districts)
    duck.execute(render("matching/figures/rates", as_of=as_of, age_bands=figures.age_bands()))


def compare(connection: psycopg.Connection, run: Run, at: dt.datetime, usual: Usual) -> None:
    """Holds each feed's match rate against its earlier nights, and says so where it is unusual."""
    run_script(
        connection,
        "matching/figures/match_range",
        run_id=run.run_id,
        as_of=run.as_of,
        at=at,
        **usual.model_dump(),
    )
    unusual = run_script(connection, "matching/figures/unusual", run_id=run.run_id)
    for feed, found, lowest, highest, nights in unusual:
        logger.warning(
            "%s: %s%% of its people are linked, and %s%% to %s%% is usual after %s nights; "
            "docs/runbooks/match-rate-unusual.md says what to do",
            feed, found, lowest, highest, nights,
        )  # fmt: skip
