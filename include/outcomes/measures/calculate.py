"""Asks the measures' SQL, engine by engine the same: a caller hands over what executes a rendered script on the engine
that holds the work tables. Inputs and outputs are the tables of the work schema (docs/reference/work-schema.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from outcomes.days import terms
from outcomes.measures.vocabulary import REASONS, STATUSES
from outcomes.plan import Measure, Plan
from outcomes.templates import Identifier, render

RunSql = Callable[[str], Any]

YEARS_BEFORE, YEARS_AFTER = 12, 4
"""The school terms made for a run: families engaged up to so many years before `as_of`, and terms still to come."""


def calculate(run_sql: RunSql, plan: Plan, as_of: dt.date) -> None:
    """Everything from the inputs of the work schema to `family_state`, for one day. The caller's engine commits."""
    prepare_measures(run_sql, plan, as_of)
    for measure in plan.answered:
        calculate_measure(run_sql, plan, as_of, measure.measure)
    roll_up(run_sql, plan, as_of)


def prepare_measures(run_sql: RunSql, plan: Plan, as_of: dt.date) -> None:
    """What all measures share: who belonged to which family when, how far each measure sees, and the school terms."""
    run_sql(render("measures/membership"))
    run_sql(render("measures/cut_off", plan=plan, as_of=as_of))
    run_sql(render("measures/term", terms=_terms(as_of)))


def calculate_measure(run_sql: RunSql, plan: Plan, as_of: dt.date, measure_id: str) -> None:
    """One measure's answers into `state_<measure>`, and what it considered into `considered_<measure>`."""
    measure = plan.measure(measure_id)
    values = {"measure": measure, "p": _Terms(measure), "t": _table_names(measure), "as_of": as_of} | _programme(plan)
    run_sql(render(f"measures/kinds/{measure.kind}", **values))
    run_sql(render("measures/measure_state", statuses=STATUSES, reasons=REASONS, **values))


def roll_up(run_sql: RunSql, plan: Plan, as_of: dt.date) -> None:
    """Measures into outcomes, problems, gates, blockers and families."""
    counted = {measure.outcome for measure in plan.answered if not measure.shadow}
    gate = {"measure": plan.value("attendance_gate_measure"), "feed": plan.value("attendance_gate_feed")}
    values = {
        "plan": plan,
        "as_of": as_of,
        "statuses": STATUSES,
        "reasons": REASONS,
        "outcomes": [(problem, outcome) for problem, outcome in plan.outcomes if outcome.outcome in counted],
        "gate": gate,
    } | _programme(plan)
    run_sql(render("measures/roll_up", **values))
    for result in plan.results:
        if result.needs != "problems":
            run_sql(render("measures/route", result=result, as_of=as_of))
    run_sql(render("measures/family_state", **values))


class _Terms:
    """A measure's parameters as a template reads them: `p.months`."""

    def __init__(self, measure: Measure) -> None:
        self.__dict__.update(measure.terms)


def _programme(plan: Plan) -> dict[str, Any]:
    return {"programme": {name: parameter.value for name, parameter in plan.parameters.items()}}


def _table_names(measure: Measure) -> Callable[[str], Identifier]:
    return lambda table: Identifier(f"{table}_{measure.measure.lower()}")


def _terms(as_of: dt.date) -> list[dict[str, Any]]:
    return [
        vars(term) | {"year_starts_on": dt.date(int(term.academic_year[:4]), 9, 1)}
        for term in terms(as_of.year - YEARS_BEFORE, as_of.year + YEARS_AFTER)
    ]
