"""The same batch asked of the reference and of an engine, and every column of every row compared."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from outcomes.plan import Plan
from reference.engines import Engine
from reference.facts import Family
from reference.oracle import COLUMNS, KEYS, answers
from reference.parameters import Parameters, the_page
from reference.question import Coverage

Answers = dict[str, dict[tuple[str, ...], tuple[Any, ...]]]
"""By table and key (less the family), the values of the other columns."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One row on which the two differ; None is a row that one of them does not have."""

    table: str
    key: tuple[str, ...]
    engine: tuple[Any, ...] | None
    reference: tuple[Any, ...] | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that differ; none where a whole row is missing or one too many."""
        if self.engine is None or self.reference is None:
            return ()
        pairs = zip(COLUMNS[self.table], self.engine, self.reference, strict=True)
        return tuple(column for column, theirs, ours in pairs if theirs != ours)

    @property
    def kind(self) -> tuple[Any, ...]:
        """What makes two disagreements the same fault: table, row within the family, columns, statuses."""
        within = () if self.table in ("attendance_gate", "family_state") else self.key
        place = COLUMNS[self.table].index("status") if "status" in COLUMNS[self.table] else None
        states = tuple(None if row is None or place is None else row[place] for row in (self.engine, self.reference))
        return (self.table, within, self.columns, self.engine is None, self.reference is None, states)

    def __str__(self) -> str:
        names = COLUMNS[self.table]
        lines = [f"{self.table} {' '.join(self.key)}"]
        for title, row in (("SQL", self.engine), ("reference", self.reference)):
            shown = "no such row" if row is None else ", ".join(self._shown(names, row))
            lines.append(f"  {title:<10}{shown}")
        return "\n".join(lines)

    def _shown(self, names: tuple[str, ...], row: tuple[Any, ...]) -> list[str]:
        return [
            f"{'*' if name in self.columns else ''}{name}={value}"
            for name, value in zip(names, row, strict=True)
            if value is not None or name in self.columns
        ]


def engine_answers(engine: Engine, families: list[Family]) -> dict[str, Answers]:
    """What the engine said, by family."""
    said: dict[str, Answers] = {family.family_id: empty() for family in families}
    for table, key in KEYS.items():
        width = len(key)
        for row in engine.rows(table):
            place = said.setdefault(row[0], empty())[table]
            if row[1:width] in place:
                raise AssertionError(f"{table} has two rows for {row[:width]}")
            place[row[1:width]] = row[width:]
    return said


def empty() -> Answers:
    return {table: {} for table in KEYS}


def reference_answers(family: Family, coverage: Coverage, as_of: dt.date, parameters: Parameters) -> Answers:
    return {
        table: {
            tuple(row[name] for name in KEYS[table][1:]): tuple(row[name] for name in COLUMNS[table]) for row in rows
        }
        for table, rows in answers(family, coverage, as_of, parameters).items()
    }


def differences(theirs: Answers, ours: Answers) -> list[Disagreement]:
    found = []
    for table in KEYS:
        if theirs[table] != ours[table]:
            for key in sorted(theirs[table].keys() | ours[table].keys()):
                engine, reference = theirs[table].get(key), ours[table].get(key)
                if engine != reference:
                    found.append(Disagreement(table, key, engine, reference))
    return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything but the families: where to ask, by which plan, as of when and with which feeds complete."""

    engine: Engine
    plan: Plan
    coverage: Coverage
    as_of: dt.date
    parameters: Parameters = field(default_factory=the_page)

    def of(self, families: list[Family]) -> dict[str, list[Disagreement]]:
        """The disagreements, by family; a family that only the engine knows has one too."""
        self.engine.answer(families, self.coverage, self.as_of, self.plan)
        said = engine_answers(self.engine, families)
        ours: Mapping[str, Answers] = defaultdict(
            empty,
            {
                family.family_id: reference_answers(family, self.coverage, self.as_of, self.parameters)
                for family in families
            },
        )
        return {family_id: found for family_id in said if (found := differences(said[family_id], ours[family_id]))}

    def of_one(self, family: Family, *others: Family) -> list[Disagreement]:
        """Those about one family."""
        return self.of([family, *others]).get(family.family_id, [])
