"""Asks two plans about the same day, from the same facts as they are known now, in work schemas that are let go."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg

from outcomes.measures.again import ask_again
from outcomes.plan import Parameter, Plan
from outcomes.templates import Identifier, run_script

A, B = Identifier("compared_a"), Identifier("compared_b")


@dataclass(frozen=True)
class Answer:
    status: str
    reason_code: str | None
    gap: Decimal | None
    gap_unit: str | None
    sustained_on: dt.date | None
    earliest_on: dt.date | None


@dataclass(frozen=True)
class Change:
    """A family's answer to a measure that both plans have."""

    family_id: str
    measure_id: str
    a: Answer
    b: Answer


@dataclass(frozen=True)
class Result:
    eligible: bool
    result_type: str | None
    claimable_on: dt.date | None


@dataclass(frozen=True)
class ResultChange:
    """What a family may claim."""

    family_id: str
    a: Result
    b: Result


@dataclass(frozen=True)
class Difference:
    """A parameter whose value differs, or that only one of the plans has. `scope`: a measure, or the programme."""

    scope: str
    name: str
    a: Parameter | None
    b: Parameter | None


@dataclass(frozen=True)
class Comparison:
    """`only_a`, `only_b`: measures that the other plan does not have, and how many families have which answer."""

    a: Plan
    b: Plan
    as_of: dt.date
    known_at: dt.datetime
    families: int
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    results: tuple[ResultChange, ...]
    only_a: dict[str, dict[str, int]]
    only_b: dict[str, dict[str, int]]

    @property
    def transitions(self) -> Counter[tuple[str, str, str]]:
        """How many families go from which status to which, a measure."""
        return Counter((change.measure_id, change.a.status, change.b.status) for change in self.changes)


def compare(connection: psycopg.Connection, a: Plan, b: Plan, as_of: dt.date) -> Comparison:
    """Rolls back whatever it did: nothing is left behind, and nothing that is published is read or touched."""
    known_at = _one(connection, "SELECT now()")
    try:
        ask_again(connection, a, as_of, known_at, A)
        ask_again(connection, b, as_of, known_at, B)
        return Comparison(
            a=a,
            b=b,
            as_of=as_of,
            known_at=known_at,
            families=_one(connection, f"SELECT count(*) FROM {A}.families"),
            differences=tuple(differences(a, b)),
            changes=tuple(
                Change(row[0], row[1], Answer(*row[2:8]), Answer(*row[8:])) for row in _rows(connection, "answers")
            ),
            results=tuple(
                ResultChange(row[0], Result(*row[1:4]), Result(*row[4:])) for row in _rows(connection, "results")
            ),
            only_a=_alone(connection, A, B),
            only_b=_alone(connection, B, A),
        )
    finally:
        connection.rollback()


def differences(a: Plan, b: Plan) -> Iterator[Difference]:
    """The programme's own parameters, then those of the measures that both plans answer."""
    yield from _differing("programme", a.parameters, b.parameters)
    for measure in a.answered:
        if measure.measure in {other.measure for other in b.answered}:
            yield from _differing(measure.measure, measure.parameters, b.measure(measure.measure).parameters)


def _differing(scope: str, a: dict[str, Parameter], b: dict[str, Parameter]) -> Iterator[Difference]:
    for name in dict.fromkeys([*a, *b]):
        one, other = a.get(name), b.get(name)
        if (one and one.value) != (other and other.value):
            yield Difference(scope, name, one, other)


def _rows(connection: psycopg.Connection, name: str) -> list[tuple[Any, ...]]:
    return run_script(connection, f"compare/{name}", a=A, b=B).fetchall()


def _alone(connection: psycopg.Connection, has: Identifier, has_not: Identifier) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for measure, status, families in run_script(connection, "compare/alone", has=has, has_not=has_not):
        counts.setdefault(measure, {})[status] = families
    return counts


def _one(connection: psycopg.Connection, query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None
