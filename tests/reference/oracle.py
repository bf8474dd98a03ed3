"""answers(): the published rows about one family, table by table, column by column (less as_of, run and plan)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from reference.facts import Family
from reference.families import FamilyAnswer, answer_for, nearer
from reference.parameters import Parameters, the_page
from reference.question import Coverage

Row = dict[str, Any]

KEYS: dict[str, tuple[str, ...]] = {
    "measure_state": ("family_id", "measure_id"),
    "outcome_state": ("family_id", "outcome_id"),
    "problem_state": ("family_id", "problem_id"),
    "family_state": ("family_id",),
    "blocker": ("family_id", "result_type", "blocker"),
    "attendance_gate": ("family_id", "person_ref", "academic_year", "term"),
}
"""The published tables and the key of each."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "measure_state": (
        "problem_id",
        "outcome_id",
        "status",
        "reason_code",
        "shadow",
        "baseline_value",
        "current_value",
        "allowed_value",
        "gap",
        "gap_unit",
        "cut_off",
        "sustained_on",
        "earliest_on",
    ),
    "outcome_state": ("problem_id", "status", "sustained_on"),
    "problem_state": ("applicable", "status", "sustained_on"),
    "family_state": (
        "engaged_on",
        "eligible",
        "problem_count",
        "attendance_gate",
        "practice_gate",
        "practice_day",
        "result_type",
        "claimable_on",
        "already_claimed",
        "blocker_count",
        "earliest_on",
    ),
    "blocker": ("kind", "status", "reason_code", "gap", "gap_unit", "earliest_on"),
    "attendance_gate": ("sessions_possible", "sessions_unauthorised", "compulsory", "passes"),
}
"""The columns beyond the key."""

PAGE = the_page()


def answers(family: Family, coverage: Coverage, as_of: dt.date, parameters: Parameters = PAGE) -> dict[str, list[Row]]:
    said = answer_for(family, coverage, as_of, parameters)
    tables = {
        "measure_state": measure_rows(said, parameters),
        "outcome_state": outcome_rows(said, parameters),
        "problem_state": problem_rows(said),
        "family_state": family_rows(said),
        "blocker": blocker_rows(said),
        "attendance_gate": gate_rows(said),
    }
    return {table: [{"family_id": family.family_id, **row} for row in rows] for table, rows in tables.items()}


def measure_rows(said: FamilyAnswer, parameters: Parameters) -> Iterator[Row]:
    for problem, outcomes in parameters["problems"].items():
        for outcome in outcomes:
            for each in parameters["outcomes"][outcome]:
                measure = said.measures[each]
                answer = measure.answer
                yield {
                    "measure_id": each,
                    "problem_id": problem,
                    "outcome_id": outcome,
                    "status": answer.status,
                    "reason_code": answer.reason,
                    "shadow": False,
                    "baseline_value": answer.baseline,
                    "current_value": answer.current,
                    "allowed_value": answer.allowed,
                    "gap": answer.gap,
                    "gap_unit": answer.gap_unit,
                    "cut_off": measure.cut_off,
                    "sustained_on": answer.sustained_on,
                    "earliest_on": answer.earliest_on,
                }


def outcome_rows(said: FamilyAnswer, parameters: Parameters) -> Iterator[Row]:
    for problem, outcomes in parameters["problems"].items():
        for outcome in outcomes:
            answer = said.outcomes[outcome]
            yield {
                "outcome_id": outcome,
                "problem_id": problem,
                "status": answer.status,
                "sustained_on": answer.sustained_on,
            }


def problem_rows(said: FamilyAnswer) -> Iterator[Row]:
    for problem, answer in said.problems.items():
        yield {
            "problem_id": problem,
            "applicable": said.applicable[problem],
            "status": answer.status,
            "sustained_on": answer.sustained_on,
        }


def family_rows(said: FamilyAnswer) -> Iterator[Row]:
    route = nearer(said.routes)
    yield {
        "engaged_on": said.family.engaged_on,
        "eligible": said.eligible,
        "problem_count": sum(said.applicable.values()),
        "attendance_gate": said.gate.open,
        "practice_gate": said.practice.open,
        "practice_day": said.practice.day,
        "result_type": said.result_type,
        "claimable_on": said.claimable_on,
        "already_claimed": said.already_claimed,
        "blocker_count": len(route.blockers),
        "earliest_on": route.earliest_on,
    }


def blocker_rows(said: FamilyAnswer) -> Iterator[Row]:
    for route in said.routes:
        for blocker in route.blockers:
            yield {
                "result_type": route.result_type,
                "blocker": blocker.blocker,
                "kind": blocker.kind,
                "status": blocker.answer.status,
                "reason_code": blocker.answer.reason,
                "gap": blocker.answer.gap,
                "gap_unit": blocker.answer.gap_unit,
                "earliest_on": blocker.answer.earliest_on,
            }


def gate_rows(said: FamilyAnswer) -> Iterator[Row]:
    for child in said.gate.children:
        for term, sessions in child.by_term.items():
            yield {
                "person_ref": child.person_ref,
                "academic_year": term.academic_year,
                "term": term.name,
                "sessions_possible": sessions.possible,
                "sessions_unauthorised": sessions.unauthorised,
                "compulsory": term in child.compulsory,
                "passes": child.passes,
            }
