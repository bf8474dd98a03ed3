"""Fills the schema `catalogue` from the plan, the contracts and the code lists: what the published numbers mean.

The rows of a table are handed over together; a plan that is no longer the one in force keeps the rows that it had."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg

from outcomes.contracts import CodeList, Feed, load_all_codes, load_contracts
from outcomes.days import terms
from outcomes.plan.model import Parameter, Plan
from outcomes.templates import run_script

Row = dict[str, Any]

YEARS_BEFORE = 3  # a baseline looks back over three terms, and a family may be engaged on the plan's first day


def fill(connection: psycopg.Connection, plan: Plan) -> None:
    """Replaces what the catalogue says of this plan, the feeds and the code lists, in one transaction."""
    tables = {
        "plan": [_plan(plan)],
        "problem": list(_problems(plan)),
        "outcome": list(_outcomes(plan)),
        "measure": list(_measures(plan)),
        "rule_parameter": list(_parameters(plan)),
        "term": list(_terms(plan)),
        "code": list(_codes(load_all_codes())),
        "feed": [_feed(contract) for contract in load_contracts().values()],
    }
    with connection.transaction():
        run_script(connection, "catalogue/forget_plan", plan=plan.plan)
        for table, rows in tables.items():
            run_script(connection, "catalogue/rows", table=table, rows=json.dumps(rows, default=str))


def _plan(plan: Plan) -> Row:
    return {
        "plan_version": plan.plan,
        "title": plan.title,
        "programme": plan.programme,
        "council": plan.council,
        "revision": plan.version,
        "effective_from": plan.effective_from,
        "effective_to": plan.effective_to,
    }


def _problems(plan: Plan) -> Iterator[Row]:
    for problem in plan.problems:
        yield {
            "plan_version": plan.plan,
            "problem_id": problem.problem,
            "title": problem.title,
            "strategic_goal": problem.strategic_goal,
            "headline_effects": problem.headline_effects,
        }


def _outcomes(plan: Plan) -> Iterator[Row]:
    for problem, outcome in plan.outcomes:
        yield {
            "plan_version": plan.plan,
            "outcome_id": outcome.outcome,
            "problem_id": problem.problem,
            "title": outcome.title,
            "combine": outcome.combine,
        }


def _measures(plan: Plan) -> Iterator[Row]:
    goals = {problem.problem: problem.strategic_goal for problem in plan.problems}
    for measure in plan.measures:
        yield {
            "plan_version": plan.plan,
            "measure_id": measure.measure,
            "problem_id": measure.problem,
            "outcome_id": measure.outcome,
            **measure.words.model_dump(),
            "strategic_goal": goals[measure.problem],
            "status": measure.status,
            "kind": measure.kind,
            "feeds": measure.reads,
            "rests_on_absence": measure.rests_on_absence,
            "gap_unit": measure.gap_unit,
            "note": measure.note,
        }


def _parameters(plan: Plan) -> Iterator[Row]:
    """Every number and choice with its source: the programme's, the measures', the outcomes' and the results'."""
    for name, parameter in plan.parameters.items():
        yield _parameter(plan, "programme", name, parameter)
    for measure in plan.measures:
        for name, parameter in measure.parameters.items():
            yield _parameter(plan, measure.measure, name, parameter)
            for inner, value in _assumed_within(name, parameter.value):
                assumed = Parameter(
                    value=value, unit="part of a value", source=parameter.source, assumption=value["assumption"]
                )
                yield _parameter(plan, measure.measure, inner, assumed)
    for _, outcome in plan.outcomes:
        chosen = Parameter(
            value=outcome.combine,
            unit="measure that decides",
            source=outcome.source or "rules, from measures to a claim: the worst of its measures",
            assumption=outcome.assumption,
        )
        yield _parameter(plan, outcome.outcome, "combine", chosen)
    for result in plan.results:
        for name, unit in (("needs", "problems or measure"), ("attendance_gate", "flag"), ("practice_gate", "flag")):
            needed = Parameter(value=getattr(result, name), unit=unit, source=result.source)
            yield _parameter(plan, result.result_type, name, needed)


def _assumed_within(name: str, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The parts of a structured value that rest on an assumption of their own, each with a name such as
    `sources.marac.day_of_report`."""
    if isinstance(value, list):
        for position, part in enumerate(value, 1):
            label = part.get("feed", position) if isinstance(part, dict) else position
            yield from _assumed_within(f"{name}.{label}", part)
    elif isinstance(value, dict):
        if "assumption" in value:
            yield name, value
        for key, part in value.items():
            yield from _assumed_within(f"{name}.{key}", part)


def _parameter(plan: Plan, scope: str, name: str, parameter: Parameter) -> Row:
    value = parameter.value
    return {
        "plan_version": plan.plan,
        "scope": scope,
        "name": name,
        "value": value if value is None or isinstance(value, str) else json.dumps(value, default=str),
        "unit": parameter.unit,
        "source": parameter.source,
        "assumption": parameter.assumption,
    }


def _terms(plan: Plan) -> Iterator[Row]:
    for term in terms(plan.effective_from.year - YEARS_BEFORE, plan.effective_to.year):
        yield {
            "plan_version": plan.plan,
            "academic_year": term.academic_year,
            "term": term.term,
            "starts_on": term.starts_on,
            "ends_on": term.ends_on,
        }


def _codes(lists: dict[str, CodeList]) -> Iterator[Row]:
    for name, codes in lists.items():
        for position, entry in enumerate(codes.codes, 1):
            yield {
                "list": name,
                "code": entry.code,
                "label": entry.label,
                "code_group": entry.group,
                "position": position,
                "list_title": codes.title,
                "source": codes.source,
            }


def _feed(contract: Feed) -> Row:
    return {
        "feed": contract.feed,
        "title": contract.title,
        "supplied_by": contract.supplied_by,
        "suppliers": contract.suppliers,
        "delivery": contract.delivery,
        "silent_days": contract.silent_days,
        "hold_share": contract.hold_share,
        "withdraw_share": contract.withdraw_share,
        "dated_by": contract.dated_by,
        "person": contract.person,
        "proposed": contract.proposed,
        "key_columns": contract.key,
        "columns": [column.model_dump(mode="json") for column in contract.columns],
        "checks": [check.model_dump(mode="json") for check in contract.all_checks],
    }
