"""The outcomes plan as data: problems, outcomes, measures and their parameters, each with the place it comes from."""

from outcomes.plan.model import Measure, Outcome, Parameter, Plan, Problem, Result, load_plan

__all__ = ["Measure", "Outcome", "Parameter", "Plan", "Problem", "Result", "load_plan"]
