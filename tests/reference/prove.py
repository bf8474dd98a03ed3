"""Asks SQL and reference about many families and says where they disagree.

    python tests/reference/prove.py --families 1000000

Batches are shared among processes, each with a database of its own in one private embedded PostgreSQL. The seeds are
printed: a batch can be made again, and so can a disagreement, which is shrunk to a case that fits a screen.
"""

from __future__ import annotations

import argparse
import shutil
import signal
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
from reference.harness import Comparison, Disagreement
from reference.parameters import the_page
from reference.shrinking import show, shrink
from reference.variants import changed, some_changes

BATCH = 5_000
Kind = tuple[object, ...]
SHOWN = 5


@dataclass(slots=True)
class Outcome:
    """What one batch showed: a few of its disagreements, one of each kind."""

    seed: int
    families: int
    disagreeing: int
    kinds: Counter[Kind]
    cases: list[str]


def prove_batch(url: str, seed: int, size: int, cases: int, known: frozenset[Kind]) -> Outcome:
    """One batch through both; the first few new kinds of disagreement shrunk to a small case each."""
    changes = some_changes(seed)
    batch = make_batch(seed, size)
    with psycopg.connect(url) as connection:
        plan = changed(load_plan(DEFAULT_PLAN), changes)
        comparison = Comparison(PostgreSQL(connection), plan, batch.coverage, batch.as_of, the_page(**changes))
        found = comparison.of(batch.families)
        kinds = Counter(each.kind for rows in found.values() for each in rows)
        chosen = one_of_each(found, set(known))[:cases]
        shown = [case(comparison, batch.families, family_id, disagreement) for family_id, disagreement in chosen]
        connection.rollback()
    return Outcome(seed, len(batch.families), len(found), kinds, shown)


def one_of_each(found: dict[str, list[Disagreement]], known: set[Kind]) -> list[tuple[str, Disagreement]]:
    """A family for each kind of disagreement that was not seen before."""
    chosen = []
    for family_id, rows in found.items():
        new = next((each for each in rows if each.kind not in known), None)
        if new is not None:
            known |= {each.kind for each in rows}
            chosen.append((family_id, new))
    return chosen


def case(comparison: Comparison, families: list[Family], family_id: str, disagreement: Disagreement) -> str:
    family = next((each for each in families if each.family_id == family_id), None)
    if family is None:
        return f"a family that was never loaded:\n{disagreement}"
    return show(shrink(comparison, family, families, disagreement))


def databases(server: Server, count: int) -> list[str]:
    urls = []
    for number in range(count):
        server.ensure_database(f"prove_{number}")
        urls.append(server.url(f"prove_{number}"))
    return urls


def outcomes(urls: list[str], seeds: Iterable[int], size: int, cases: int) -> Iterator[Outcome]:
    """Batches in rounds, one a process; a kind that was shown is not shown again."""
    known: frozenset[Kind] = frozenset()
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
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    try:
        server.start()
        return report(outcomes(databases(server, asked.processes), seeds, asked.batch, asked.cases), len(seeds))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def report(found: Iterator[Outcome], batches: int) -> int:
    """Progress a batch; at the end, the disagreements by kind. 0 if there were none."""
    began, families, disagreeing = time.monotonic(), 0, 0
    kinds: Counter[Kind] = Counter()
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
