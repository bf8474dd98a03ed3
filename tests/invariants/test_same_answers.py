"""What an answer does not depend on: the order of rows, names, and which day was asked before."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from outcomes.measures import calculate
from outcomes.measures.inputs import in_work
from outcomes.plan import Plan
from reference.engines import PostgreSQL
from reference.facts import Family
from reference.generator import Batch, make_batch
from reference.harness import Answers, differences, engine_answers, reference_answers
from reference.oracle import COLUMNS
from reference.parameters import the_page
from reference.shrinking import renamed

FAMILIES = 400
SEEDS = [31, 32]
DAYS = int(os.environ.get("DAYS") or 10)
"""How many days are asked one by one; 366 for a year."""


@pytest.fixture(scope="module", params=SEEDS)
def asked(request: pytest.FixtureRequest, postgresql: PostgreSQL, plan: Plan) -> tuple[Batch, dict[str, Answers]]:
    batch = make_batch(request.param, FAMILIES)
    return batch, answered(postgresql, plan, batch, batch.families)


def answered(postgresql: PostgreSQL, plan: Plan, batch: Batch, families: list[Family]) -> dict[str, Answers]:
    postgresql.answer(families, batch.coverage, batch.as_of, plan)
    return engine_answers(postgresql, families)


def in_another_order(batch: Batch) -> list[Family]:
    """The families, and everything about each, the other way round and mixed."""
    rng = random.Random(f"order {batch.seed}")
    lists = ("members", "records", "needs", "decisions", "claims_history", "prior_claims")
    mixed = [
        replace(each, **{name: rng.sample(getattr(each, name), len(getattr(each, name))) for name in lists})
        for each in reversed(batch.families)
    ]
    return rng.sample(mixed, len(mixed))


def test_the_order_of_rows_changes_nothing(
    asked: tuple[Batch, dict[str, Answers]], postgresql: PostgreSQL, plan: Plan
) -> None:
    batch, said = asked
    assert answered(postgresql, plan, batch, in_another_order(batch)) == said


def under_other_names(families: list[Family]) -> Iterator[tuple[str, Family]]:
    """Each family's old id and the family: families in the opposite order of names, people and records in the same, for
    of two that are equal the first by `person_ref` decides."""
    names = {family.family_id: f"R{number:06d}" for number, family in enumerate(reversed(families))}
    for family in families:
        other = renamed(family, "7")
        claims = [
            replace(
                claim, family_id=names.get(claim.family_id.removeprefix("7:"), claim.family_id), claim_id=old.claim_id
            )
            for claim, old in zip(other.prior_claims, family.prior_claims, strict=True)
        ]
        yield family.family_id, replace(other, family_id=names[family.family_id], prior_claims=claims)


def test_names_change_nothing(asked: tuple[Batch, dict[str, Answers]], postgresql: PostgreSQL, plan: Plan) -> None:
    batch, said = asked
    pairs = list(under_other_names(batch.families))
    found = answered(postgresql, plan, batch, [family for _, family in pairs])
    for old, family in pairs:
        answers = found[family.family_id]
        gate = {(re.sub("^7:", "", key[0]), *key[1:]): row for key, row in answers["attendance_gate"].items()}
        assert answers | {"attendance_gate": gate} == said[old], old


def test_what_is_sustained_was_so_by_the_cut_off(asked: tuple[Batch, dict[str, Answers]]) -> None:
    """A decided answer has the day that a person gave it."""
    batch, said = asked
    sustained = 0
    for family_id, answers in said.items():
        for (measure,), values in answers["measure_state"].items():
            row = dict(zip(COLUMNS["measure_state"], values, strict=True))
            if row["sustained_on"] is not None and row["reason_code"] != "decided":
                assert row["status"] == "sustained", (family_id, measure)
                assert row["sustained_on"] <= row["cut_off"] <= batch.as_of, (family_id, measure)
                sustained += 1
    assert sustained >= 50


def test_days_asked_one_after_the_other_answer_as_each_alone(postgresql: PostgreSQL, plan: Plan) -> None:
    """The work tables of the day before leave nothing behind. The reference is asked each day alone, and so is SQL at
    the end, in a work schema made anew."""
    batch = make_batch(41, 60)
    first = batch.as_of - dt.timedelta(days=DAYS // 2)
    postgresql.answer(batch.families, batch.coverage, first, plan)
    for day in (first + dt.timedelta(days=number) for number in range(DAYS)):
        calculate(in_work(postgresql.connection), plan, day)
        said = engine_answers(postgresql, batch.families)
        for family in batch.families:
            alone = reference_answers(family, batch.coverage, day, the_page())
            assert not differences(said[family.family_id], alone), (day, family.family_id)
    last = first + dt.timedelta(days=DAYS - 1)
    postgresql.answer(batch.families, batch.coverage, last, plan)
    assert engine_answers(postgresql, batch.families) == said
