"""The outcomes plan as data: problems, outcomes, measures and their parameters, each with the place it comes from."""

from outcomes.plan.load import PLANS, load_plan, plan_names
from outcomes.plan.model import Measure, Outcome, Parameter, Plan, Problem, Result
from outcomes.plan.parameters import kind_arithmetic

__all__ = [
    "PLANS",
    "Measure",
    "Outcome",
    "Parameter",
    "Plan",
    "Problem",
    "Result",
    "kind_arithmetic",
    "load_plan",
    "plan_names",
]
