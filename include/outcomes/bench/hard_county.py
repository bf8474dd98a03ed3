"""The sample county with its hard cases, through landing, checks and loading, against the truth written beside it."""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import psycopg
from upath import UPath

from outcomes import night
from outcomes.contracts import feed_names, load_contracts
from outcomes.matching.linking import MEMBERS
from outcomes.sample import make_county
from outcomes.settings import DEFAULT_PLAN, Settings
from outcomes.templates import render
from outcomes.warehouse import schema
from outcomes.warehouse.connection import connect
from outcomes.warehouse.server import Server

AS_OF = dt.date(2016, 10, 1)
Person = tuple[str, str, str]


class Truth(NamedTuple):
    """The member whom an agency's person is, if any; what makes the case hard, and whom a stranger is like, if so."""

    member: str | None
    kind: str | None
    like: str | None


def measure(families: int, seed: int) -> None:
    with tempfile.TemporaryDirectory(prefix="outcomes-bench-") as folder:
        server = Server(Path(folder), durable=False)
        server.start()
        try:
            server.ensure_database("bench")
            settings = Settings(Path(folder), UPath(folder) / "landing", server.url("bench"), DEFAULT_PLAN)
            county = make_county(Path(folder) / "landing", families, seed, AS_OF)
            schema.upgrade(settings)
            with connect(settings, "bench") as connection:
                began = time.perf_counter()
                run_id = night.open_run(connection, AS_OF, DEFAULT_PLAN, "bench")
                for feed in feed_names():
                    night.ingest_feed(connection, settings, run_id, feed)
                night.gate(connection, settings, run_id)
                loaded = time.perf_counter()
                night.match(connection, settings, run_id)
                done = time.perf_counter()
                print(f"{families} families: loaded in {loaded - began:.1f} s, matched in {done - loaded:.1f} s")
                report(connection, {(feed, supplier, ref): Truth(*is_) for feed, supplier, ref, *is_ in county.links})
        finally:
            server.stop()


def report(connection: psycopg.Connection, truth: dict[Person, Truth]) -> None:
    """Prints precision and recall before anybody has reviewed anything, and what waits for a reviewer."""
    links: dict[Person, str] = {(f, s, p): member for f, s, p, member in connection.execute(LINKS).fetchall()}
    feeds = [{"name": n, "identity": f.identity} for n, f in load_contracts().items() if f.person and n != MEMBERS]
    asked_about = connection.execute(render("bench/waiting", feeds=feeds).encode()).fetchall()
    waiting = {(feed, supplier, ref): records for supplier, ref, feed, records in asked_about}
    rows = connection.execute(KNOWN).fetchone() or (1, 1)
    false = Counter(truth[person].kind for person in links if truth[person].member != links[person])
    members = {person for person, is_ in truth.items() if is_.member}
    found = Counter(truth[person].kind for person in members if links.get(person) == truth[person].member)
    hard = Counter(truth[person].kind for person in members)
    print(f"automatic links {len(links)}, false {false.total()} ({false.total() / len(links):.4%}; wanted: under 0.1%)")
    print(f"recall before review {found.total() / len(members):.4f} (wanted: .96)")
    people, records = len(waiting) / rows[1], sum(waiting.values()) / rows[0]
    print(f"to review: {people:.2%} of people, {records:.2%} of records (wanted: 1% at most)")
    print(f"{'kind':24}{'members':>8}{'found':>8}{'false':>8}{'waiting':>8}")
    asked = Counter(truth[person].kind for person in waiting if person in truth)
    for kind in sorted({is_.kind for is_ in truth.values()}, key=str):
        print(f"{kind or 'ordinary':24}{hard[kind]:8}{found[kind]:8}{false[kind]:8}{asked[kind]:8}")


KNOWN = """
SELECT sum(rows), sum(people) FROM operations.match_quality
WHERE run_id = (SELECT max(run_id) FROM operations.match_quality)
"""
LINKS = "SELECT DISTINCT feed, supplier, person_ref, member_ref FROM matching.link WHERE valid_to = 'infinity'"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    logging.disable()  # the county's faults are meant, and not what is measured
    measure(asked.families, asked.seed)


if __name__ == "__main__":
    main()
