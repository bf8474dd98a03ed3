"""Takes in what has arrived for a feed: each delivery is landed, checked and loaded, one after the other.

A delivery is recorded in the transaction that stores its rows. Until then nothing of it is left but staging tables that
the next ingest makes anew, so that an ingest that dies, wherever it does, is simply done again. What is wrong with a
file is a result; what is raised is a fault of the pipeline."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from outcomes.contracts import Feed, load_contract
from outcomes.landing import Misnamed, Rejected, open_delivery
from outcomes.loading.arrivals import Arrived, Known, new_arrivals
from outcomes.loading.check import check
from outcomes.loading.land import land
from outcomes.loading.load import load, reject
from outcomes.loading.locks import one_ingest_at_a_time
from outcomes.loading.model import Delivery, FeedResult
from outcomes.settings import Settings

log = logging.getLogger(__name__)


def ingest_feed(connection: psycopg.Connection, settings: Settings, feed: str, run_id: int | None) -> FeedResult:
    """Everything that has arrived for the feed and has not been dealt with. Commits delivery by delivery."""
    contract = load_contract(feed)
    result = FeedResult(feed)
    with one_ingest_at_a_time(connection, feed):
        with _step("scan", feed, result.seconds):
            known = Known.read(connection, feed)
            arrived, result.known = new_arrivals(connection, settings, contract, known, run_id)
        for one in arrived:
            _take_in(connection, settings, contract, one, known, result)
    log.info("%s: %s", feed, ", ".join(f"{name} {count}" for name, count in result.counts().items()))
    return result


def _take_in(
    connection: psycopg.Connection,
    settings: Settings,
    contract: Feed,
    arrived: Arrived,
    known: Known,
    result: FeedResult,
) -> None:
    delivery: Delivery | None = arrived.delivery
    if isinstance(arrived.found, Misnamed):
        reject(connection, arrived.delivery, "misnamed", arrived.found.reason)
        result.deliveries["rejected"] += 1
        return
    try:
        with (
            _step("land", contract.feed, result.seconds),
            open_delivery(arrived.found, contract, settings.data / "spool") as reading,
        ):
            delivery = known.recognise(arrived.delivery, reading.sha256)
            if delivery is not None:
                land(connection, contract, delivery, reading)
    except Rejected as rejected:
        connection.rollback()
        if rejected.sha256 is not None and delivery is arrived.delivery:
            delivery = known.recognise(arrived.delivery, rejected.sha256)
        if delivery is not None:
            reject(connection, delivery, rejected.rule, rejected.message)
            result.deliveries["rejected"] += 1
    else:
        if delivery is not None:
            with _step("check", contract.feed, result.seconds):
                findings = check(connection, settings, contract, delivery)
            with _step("load", contract.feed, result.seconds):
                outcome, rows = load(connection, contract, delivery, reading.unknown_columns, findings)
            result.count(outcome, rows)
    if delivery is None:
        result.known += 1


@contextmanager
def _step(step: str, feed: str, seconds: defaultdict[str, float]) -> Iterator[None]:
    """Times a step, and says in the log which one it was that failed."""
    began = time.monotonic()
    try:
        yield
    except Rejected:
        raise
    except Exception:
        log.error("%s: the step %s failed", feed, step)
        raise
    finally:
        seconds[step] += time.monotonic() - began
