"""SQL and the reference agree on every column of every row, for families that live on the boundaries of the rules.

FAMILIES says how many (4,000 by default; 100,000 before a release; `make prove` for a million).
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from outcomes.plan import Plan
from reference.engines import PostgreSQL
from reference.generator import make_batch
from reference.harness import Comparison
from reference.oracle import answers
from reference.parameters import MEASURES, the_page
from reference.shrinking import show, shrink
from reference.variants import OTHER_VALUES, changed, some_changes

FAMILIES = int(os.environ.get("FAMILIES") or 4_000)
BATCH = 1_000
ABSENCE = the_page()["rests_on_absence"]
PERSONS = ("2A", "2B", "4A", "4B", "4C", "6A", "6B", "6C")


@pytest.mark.parametrize("seed", range(1, FAMILIES // BATCH + 1))
def test_sql_and_reference_agree(seed: int, postgresql: PostgreSQL, plan: Plan) -> None:
    batch, changes = make_batch(seed, BATCH), some_changes(seed)
    comparison = Comparison(postgresql, changed(plan, changes), batch.coverage, batch.as_of, the_page(**changes))
    found = comparison.of(batch.families)
    if found:
        family_id, rows = next(iter(found.items()))
        family = next(each for each in batch.families if each.family_id == family_id)
        small = show(shrink(comparison, family, batch.families, rows[0]))
        pytest.fail(f"seed {seed}: {len(found)} families disagree, such as\n{small}", pytrace=False)


def expected_states() -> set[tuple[str, str, str | None]]:
    """Every status and reason that a measure can have."""
    states: set[tuple[str, str, str | None]] = set()
    for measure in MEASURES:
        said = [
            ("not_applicable", None),
            ("no_progress", None),
            ("sustained", None),
            ("awaiting_evidence", "feed_stale"),
            ("awaiting_evidence", "too_early"),
            ("review", "need_not_evidenced"),
        ]
        said += [(verdict, "decided") for verdict in ("sustained", "no_progress", "not_applicable")]
        said += [("significant", None)] if measure != "6C" else []
        said += [("review", "undecided_match"), ("review", "quarantined_record")] if measure in ABSENCE else []
        said += [("review", "all_left")] if measure in PERSONS else []
        said += [("review", "pending_outcome")] if measure in ("1B", "1C") else []
        said += [("review", "ended_otherwise")] if measure in ("3A", "3B", "6C") else []
        said += [("review", "successor_missing")] if measure == "3A" else []
        said += [("awaiting_evidence", "no_record")] if measure in ("2A", "4A", "4C", "6B", "6C") else []
        states |= {(measure, status, reason) for status, reason in said}
    return states


def test_the_generated_families_show_every_answer_of_every_measure() -> None:
    """Or the agreement would say nothing about it. Exactly these: the reference has no other answer either."""
    seen: Counter[tuple[str, str, str | None]] = Counter()
    for seed in range(1, 61):
        batch = make_batch(seed, 200)
        for family in batch.families:
            for row in answers(family, batch.coverage, batch.as_of)["measure_state"]:
                seen[row["measure_id"], row["status"], row["reason_code"]] += 1
    assert set(seen) == expected_states()
    common = {state: count for state, count in seen.items() if state[2] != "decided"}
    assert min(common.values()) >= 2


def test_the_generated_families_show_every_blocker_and_both_results() -> None:
    seen: set[str] = set()
    for seed in range(1, 9):
        batch = make_batch(seed, 400)
        for family in batch.families:
            said = answers(family, batch.coverage, batch.as_of)
            seen |= {str(row["result_type"]) for row in said["family_state"]}
            seen |= {f"{row['result_type']} {row['kind']} {row['status']}" for row in said["blocker"]}
    kinds = ("eligibility", "practice_gate", "already_claimed")
    statuses = ("no_progress", "awaiting_evidence", "review", "significant")
    both = ("significant_and_sustained", "continuous_employment")
    wanted = {f"{result} {kind} no_progress" for result in both for kind in kinds}
    wanted |= {f"{result} measure {status}" for result in both for status in statuses}
    wanted |= {f"significant_and_sustained attendance_gate {status}" for status in statuses[:3]}
    wanted |= {*both, "None", "continuous_employment measure not_applicable"}
    assert wanted <= seen


@pytest.mark.parametrize("name", sorted(OTHER_VALUES))
def test_the_generated_families_notice_every_parameter(name: str) -> None:
    """A parameter that could be changed without any family's answer changing would not be proven by the agreement."""
    for value in OTHER_VALUES[name]:
        assert any(answers_differ(seed, the_page(**{name: value})) for seed in range(1, 60)), value


def answers_differ(seed: int, parameters: dict[str, object]) -> bool:
    batch = make_batch(seed, 60)
    return any(
        answers(family, batch.coverage, batch.as_of) != answers(family, batch.coverage, batch.as_of, parameters)
        for family in batch.families
    )
