"""The plan changed, for both sides alike: no number of the rules may be a constant in SQL.

A parameter of the reference has a counterpart in the plan's files: the measures and the parameter that carry it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from outcomes.plan import Measure, Parameter, Plan
from reference.parameters import MEASURES

EVENTS = ("1A", "1B", "1C", "5A")
CARE = ("3A", "3B")
ACTIVITY = ("4B", "4C")

COUNTERPARTS: dict[str, tuple[tuple[str, ...], str]] = {
    "stale_after_days": (MEASURES, "stale_after_days"),
    "reduction": (EVENTS, "reduction_percent"),
    "event_months": (EVENTS, "months"),
    "baseline_events": (EVENTS, "minimum_baseline"),
    "absence_percent": (("2A",), "percent"),
    "fixed_term_limit": (("2B",), "counted_limit"),
    "care_months": (CARE, "months"),
    "good_endings": (CARE, "ends_well"),
    "job_seeker_weeks": (("4A",), "job_seeker_weeks"),
    "other_weeks": (("4A",), "weeks"),
    "within_weeks": (("4A",), "within_weeks"),
    "employment_gap_days": (("4A",), "bridge_days"),
    "activity_weeks": (ACTIVITY, "weeks"),
    "activity_gap_days": (ACTIVITY, "bridge_days"),
    "neet_from": (("4C",), "minimum_age"),
    "neet_to": (("4C",), "maximum_age"),
    "treatment_months": (("6A",), "months"),
    "points": (("6B",), "points"),
    "closing_star_days": (("6B",), "closing_days"),
    "star_closures": (("6B",), "closures"),
    "still_held": (("6C",), "still_held"),
    "health_step_down": (("6C",), "ends_well"),
}
OF_THE_PLAN = {"absence_percent": "gate_percent", "problems_needed": "problems_needed"}
SAID_OTHERWISE: dict[str, Callable[[Any], Any]] = {"fixed_term_limit": lambda limit: limit - 1}
"""The reference says from how many on, the plan how many are allowed."""

OTHER_VALUES: dict[str, tuple[Any, ...]] = {
    "stale_after_days": (dict.fromkeys(MEASURES, 61), dict.fromkeys(MEASURES, 129) | {"2A": 299, "2B": 301}),
    "reduction": ({"1A": 40, "1B": 50, "1C": 100, "5A": 34}, {"1A": 100, "1B": 100, "1C": 67, "5A": 75}),
    "event_months": (3, 5, 12),
    "baseline_events": (2, 3),
    "absence_percent": (5, 15),
    "fixed_term_limit": (2, 4),
    "care_months": (1, 5, 9),
    "good_endings": (("no_further_need",), ("stepped_down", "turned_18")),
    "job_seeker_weeks": (13, 25, 27),
    "other_weeks": (12, 26),
    "within_weeks": (30, 40),
    "employment_gap_days": (0, 2, 10),
    "activity_weeks": (12, 26),
    "activity_gap_days": (0, 6, 14),
    "neet_from": (17,),
    "neet_to": (18, 23),
    "treatment_months": (3, 7),
    "points": (1, 3),
    "closing_star_days": (0, 27, 60),
    "star_closures": (("case_closed",), ("case_closed", "stepped_down", "disengaged")),
    "still_held": ((), ("aged_out", "moved_away")),
    "health_step_down": (("stepped_down",), ("stepped_down", "closed", "moved_away")),
    "problems_needed": (1, 3),
}


def some_changes(seed: int) -> dict[str, Any]:
    """None for most seeds; for every third, a handful of parameters with other values."""
    if seed % 3:
        return {}
    rng = random.Random(f"changes {seed}")
    return {name: rng.choice(OTHER_VALUES[name]) for name in rng.sample(sorted(OTHER_VALUES), 7)}


def changed(plan: Plan, changes: Mapping[str, Any]) -> Plan:
    """The plan with the same changes as the reference's parameters."""
    values: dict[str, dict[str, Any]] = {}
    for name, value in changes.items():
        measures, parameter = COUNTERPARTS.get(name, ((), ""))
        for measure in measures:
            own = value[measure] if isinstance(value, dict) else value
            own = list(own) if isinstance(own, tuple) else own
            values.setdefault(measure, {})[parameter] = SAID_OTHERWISE.get(name, lambda same: same)(own)
    of_plan = {OF_THE_PLAN[name]: value for name, value in changes.items() if name in OF_THE_PLAN}
    measures_now = tuple(with_values(each, values.get(each.measure, {})) for each in plan.measures)
    parameters = {
        name: with_value(each, of_plan[name]) if name in of_plan else each for name, each in plan.parameters.items()
    }
    return Plan.model_validate(said(plan) | {"measures": measures_now, "parameters": parameters})


def with_values(measure: Measure, values: Mapping[str, Any]) -> Measure:
    """Raises KeyError for a parameter that the measure does not have."""
    parameters = dict(measure.parameters)
    for name, value in values.items():
        parameters[name] = with_value(parameters[name], value)
    return Measure.model_validate(said(measure) | {"parameters": parameters})


def with_value(parameter: Parameter, value: Any) -> Parameter:
    """Made anew: a copy would keep what was worked out from the old value."""
    return Parameter.model_validate(said(parameter) | {"value": value})


def said(model: BaseModel) -> dict[str, Any]:
    """What the model's file says, without what was worked out from it and is kept beside."""
    return {name: getattr(model, name) for name in type(model).model_fields}
