"""A disagreement comes back as a case that fits a screen. The engine at fault here is the reference, misled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from outcomes.plan import Plan
from reference.facts import Family
from reference.generator import Batch, make_batch
from reference.harness import Comparison
from reference.oracle import COLUMNS, KEYS, answers
from reference.parameters import Parameters, the_page
from reference.question import Coverage
from reference.shrinking import show, shrink


class Misled:
    """Answers by other parameters; and, if asked to, takes a family's neighbours for claimed."""

    def __init__(self, parameters: Parameters, confused: bool = False) -> None:
        self.parameters, self.confused = parameters, confused
        self.said: list[dict[str, list[dict[str, Any]]]] = []

    def answer(self, families: list[Family], coverage: Coverage, as_of: dt.date, plan: Plan) -> None:
        self.said = [answers(family, coverage, as_of, self.parameters) for family in families]
        if self.confused and any(family.claims_history for family in families):
            for said in self.said:
                said["family_state"][0]["already_claimed"] = True

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        for said in self.said:
            for row in said[table]:
                yield tuple(row[name] for name in KEYS[table] + COLUMNS[table])


def compared(engine: Misled, batch: Batch, plan: Plan) -> Comparison:
    return Comparison(engine, plan, batch.coverage, batch.as_of)


def test_a_family_is_stripped_to_the_facts_that_matter(plan: Plan) -> None:
    batch = make_batch(5, 150)
    comparison = compared(Misled(the_page(employment_gap_days=2)), batch, plan)
    found = comparison.of(batch.families)
    family_id, rows = next(iter(found.items()))
    family = next(each for each in batch.families if each.family_id == family_id)
    small = shrink(comparison, family, batch.families, rows[0])
    assert [record.feed for record in small.families[0].records].count("employment") == 2
    assert len(small.families[0].records) == 3
    assert len(small.families[0].members) == 1
    assert "SQL" in show(small)


def test_a_family_that_another_disturbs_is_shown_with_it(plan: Plan) -> None:
    batch = make_batch(5, 60)
    comparison = compared(Misled(the_page(), confused=True), batch, plan)
    family = next(each for each in batch.families if not each.claims_history and not each.prior_claims)
    rows = comparison.of(batch.families)[family.family_id]
    small = shrink(comparison, family, batch.families, rows[0])
    assert len(small.families) == 2
    assert small.families[1].claims_history
