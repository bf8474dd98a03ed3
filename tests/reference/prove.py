"""Asks SQL and reference about many families and says where they disagree.

    python tests/reference/prove.py --families 1000000

Batches are shared among processes, each with a database of its own in one private embedded PostgreSQL. The seeds are
printed: a batch can be made again, and so can a disagreement, which is shrunk to a case that fits a screen.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from outcomes.plan import load_plan
from outcomes.settings import DEFAULT_PLAN
from outcomes.warehouse.server import Server
from reference.engines import PostgreSQL
from reference.facts import Family
from reference.generator import make_batch
from reference.harness import Disagreement, compare
from reference.question import Coverage
from reference.shrinking import show, shrink

BATCH = 5_000
SHOWN = 5


@dataclass(slots=True)
class Outcome:
    """What one batch showed: a few of its disagreements, one of each kind."""

    seed: int
    families: int
    disagreeing: int
    kinds: Counter[tuple[object, ...]]
    cases: list[str]


def prove_batch(url: str, seed: int, size: int, cases: int, known: frozenset[tuple[object, ...]]) -> Outcome:
    """One batch through both; the first few new kinds of disagreement shrunk to a small case each."""
    plan = load_plan(DEFAULT_PLAN)
    batch = make_batch(seed, size)
    with psycopg.connect(url) as connection:
        engine = PostgreSQL(connection)
        found = compare(engine, batch.families, batch.coverage, batch.as_of, plan)
        kinds = Counter(each.kind for rows in found.values() for each in rows)
        shown, seen = [], set(known)
        for family_id, rows in found.items():
            new = next((each for each in rows if each.kind not in seen), None)
            if new is not None and len(shown) < cases:
                seen |= {each.kind for each in rows}
                family = next((each for each in batch.families if each.family_id == family_id), None)
                shown.append(case(engine, family, batch.families, batch.coverage, batch.as_of, new))
        connection.rollback()
    return Outcome(seed, len(batch.families), len(found), kinds, shown)


def case(
    engine: PostgreSQL,
    family: Family | None,
    families: list[Family],
    coverage: Coverage,
    as_of: dt.date,
    disagreement: Disagreement,
) -> str:
    if family is None:
        return f"a family that was never loaded:\n{disagreement}"
    plan = load_plan(DEFAULT_PLAN)
    return show(shrink(engine, family, families, coverage, as_of, plan, disagreement))


def databases(server: Server, count: int) -> list[str]:
    urls = []
    for number in range(count):
        server.ensure_database(f"prove_{number}")
        urls.append(server.url(f"prove_{number}"))
    return urls


def outcomes(urls: list[str], seeds: Iterable[int], size: int, cases: int) -> Iterator[Outcome]:
    """Batches in rounds, one a process; a kind that was shown is not shown again."""
    known: frozenset[tuple[object, ...]] = frozenset()
    waiting = list(seeds)
    with ProcessPoolExecutor(len(urls)) as pool:
        while waiting:
            round_of, waiting = waiting[: len(urls)], waiting[len(urls) :]
            running = [
                pool.submit(prove_batch, url, seed, size, cases, known)
                for url, seed in zip(urls, round_of, strict=False)
            ]
            for each in running:
                outcome = each.result()
                cases = max(0, cases - len(outcome.cases))
                known |= frozenset(outcome.kinds)
                yield outcome


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--seed", type=int, default=1, help="the first batch's")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--cases", type=int, default=SHOWN, help="how many disagreements to shrink and print")
    asked = parser.parse_args()
    seeds = range(asked.seed, asked.seed + -(-asked.families // asked.batch))
    folder = Path(tempfile.mkdtemp(prefix="outcomes-prove-"))
    server = Server(folder, durable=False)
    server.start()
    try:
        return report(outcomes(databases(server, asked.processes), seeds, asked.batch, asked.cases), len(seeds))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def report(found: Iterator[Outcome], batches: int) -> int:
    """Progress a batch; at the end, the disagreements by kind. 0 if there were none."""
    began, families, disagreeing = time.monotonic(), 0, 0
    kinds: Counter[tuple[object, ...]] = Counter()
    for number, outcome in enumerate(found, start=1):
        families, disagreeing = families + outcome.families, disagreeing + outcome.disagreeing
        kinds += outcome.kinds
        rate = families / (time.monotonic() - began)
        print(
            f"batch {number} of {batches} (seed {outcome.seed}): {families:,} families, "
            f"{disagreeing:,} disagree, {rate:,.0f} a second",
            flush=True,
        )
        for text in outcome.cases:
            print(text, flush=True)
    for kind, count in kinds.most_common():
        print(f"{count:>8,}  {kind}")
    print(f"{families:,} families asked of both; {disagreeing:,} disagree")
    return 1 if disagreeing else 0


if __name__ == "__main__":
    sys.exit(main())
