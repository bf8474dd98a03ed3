"""What a plan file may say. A measure is a kind and its parameters; a kind is one SQL file that lists the parameters
it wants, so that neither a new measure nor a new kind changes this module."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from outcomes.contracts import codes_in
from outcomes.documents import DocumentError, load_document, refuse
from outcomes.settings import INCLUDE

PLANS = INCLUDE / "rules" / "plan"
KINDS = INCLUDE / "sql" / "measures" / "kinds"

TYPES: dict[str, type] = {
    "integer": int,
    "flag": bool,
    "text": str,
    "list": list,
    "conditions": list,
    "mapping": dict,
}
"""What a kind may ask of a parameter; `conditions` are rows that count: mappings of columns to the values they have."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Parameter(_Strict):
    """A value with its unit and the place it comes from; `assumption` where the plan is silent and we chose."""

    value: Any
    unit: str = Field(min_length=1)
    source: str = Field(min_length=1)
    assumption: str | None = None


class Words(_Strict):
    """The plan's own words for the row."""

    baseline: str
    agency: str
    significant: str
    sustained: str


class Measure(_Strict):
    """One row of the plan. `kind` names the SQL file that answers it; a proposed measure may have none yet."""

    measure: str = Field(pattern=r"^[0-9A-Z][0-9A-Za-z_]*$")
    problem: str
    outcome: str
    status: Literal["agreed", "proposed"]
    words: Words
    note: str | None = None
    kind: str | None = None
    reads: tuple[str, ...] = ()
    rests_on_absence: bool = False
    combine: Literal["worst", "best"] = "worst"
    gap_unit: str | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    cases: tuple[dict[str, Any], ...] = ()

    @model_validator(mode="after")
    def _agreed_measures_have_terms(self) -> Measure:
        if self.kind is None:
            if self.status == "agreed":
                raise ValueError("an agreed measure needs a kind")
            return self
        missing = [name for name in ("reads", "gap_unit") if not getattr(self, name)]
        if missing:
            raise ValueError(f"a measure with a kind also says {' and '.join(missing)}")
        return self

    @property
    def shadow(self) -> bool:
        """A proposed measure is answered and published, and never enters an outcome, a problem or a claim."""
        return self.status == "proposed"

    @cached_property
    def terms(self) -> dict[str, Any]:
        """The parameters' values, code groups written out as their codes."""
        return {name: _with_codes(parameter.value) for name, parameter in self.parameters.items()}


class Outcome(_Strict):
    outcome: str
    title: str
    combine: Literal["worst", "best"] = "worst"
    source: str | None = None
    assumption: str | None = None


class Problem(_Strict):
    problem: str
    title: str
    strategic_goal: str
    headline_effects: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


class Result(_Strict):
    """A route to a claim: `needs` is `problems` (every one sustained) or the measure that alone must be sustained."""

    result_type: str
    title: str
    needs: str
    attendance_gate: bool
    practice_gate: bool
    source: str


class Plan(_Strict):
    """A council's plan, one version of it, in force on `[effective_from, effective_to)`."""

    plan: str
    title: str
    programme: str
    council: str
    version: int
    effective_from: dt.date
    effective_to: dt.date
    parameters: dict[str, Parameter]
    results: tuple[Result, ...] = Field(min_length=1)
    problems: tuple[Problem, ...] = Field(min_length=1)
    measures: tuple[Measure, ...] = ()

    @model_validator(mode="after")
    def _dates_in_order(self) -> Plan:
        if self.effective_to <= self.effective_from:
            raise ValueError("effective_to must come after effective_from")
        return self

    @property
    def answered(self) -> tuple[Measure, ...]:
        """The measures that have terms, agreed or in shadow: one task and one state row a family each."""
        return tuple(measure for measure in self.measures if measure.kind)

    @property
    def outcomes(self) -> tuple[tuple[Problem, Outcome], ...]:
        return tuple((problem, outcome) for problem in self.problems for outcome in problem.outcomes)

    def measure(self, measure_id: str) -> Measure:
        """Raises KeyError for a measure that the plan does not have."""
        for measure in self.measures:
            if measure.measure == measure_id:
                return measure
        raise KeyError(measure_id)

    def value(self, parameter: str) -> Any:
        return self.parameters[parameter].value


def load_plan(name: str, plans: Path = PLANS) -> Plan:
    """The plan in the folder of that name. Raises DocumentError that names file, line and field; FileNotFoundError."""
    folder = plans / name
    if not (folder / "plan.yaml").is_file():
        raise FileNotFoundError(f"there is no plan {name!r}: include/rules/plan/{name}/plan.yaml is wanted")
    paths = sorted((folder / "measures").glob("*.yaml"))
    measures = tuple(load_document(path, Measure) for path in paths)
    plan = load_document(folder / "plan.yaml", Plan, measures=measures)
    if plan.plan != name:
        raise refuse(folder / "plan.yaml", ("plan",), f"the folder is called {name!r}")
    for path, measure in zip(paths, measures, strict=True):
        _check_measure(path, measure, plan)
    for number, result in enumerate(plan.results):
        if result.needs != "problems" and result.needs not in {measure.measure for measure in plan.answered}:
            raise refuse(folder / "plan.yaml", ("results", number, "needs"), f"no measure {result.needs!r} with terms")
    return plan


def kind_parameters(kind: str) -> dict[str, Any]:
    """What a kind's SQL file asks for: its first comment is YAML, a line a parameter: name, type and limits."""
    return dict(_declared(kind)["parameters"])


def kind_arithmetic(kind: str) -> str:
    """The sentence in which a kind does its sum, with the names of parameters and of an answer's columns in braces."""
    return str(_declared(kind)["arithmetic"])


def _declared(kind: str) -> dict[str, Any]:
    text = (KINDS / f"{kind}.sql").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text[text.index("{#") + 2 : text.index("#}")]))


def _check_measure(path: Path, measure: Measure, plan: Plan) -> None:
    if path.stem != measure.measure:
        raise refuse(path, ("measure",), f"the file is called {path.name!r}")
    if (measure.problem, measure.outcome) not in {(p.problem, o.outcome) for p, o in plan.outcomes}:
        raise refuse(path, ("outcome",), f"plan.yaml has no outcome {measure.outcome!r} in problem {measure.problem!r}")
    if measure.kind is None:
        return
    if not (KINDS / f"{measure.kind}.sql").is_file():
        known = ", ".join(sorted(kind.stem for kind in KINDS.glob("*.sql")))
        raise refuse(path, ("kind",), f"unknown kind {measure.kind!r}; there are {known}")
    wanted = kind_parameters(measure.kind) | {"stale_after_days": {"type": "integer", "minimum": 0}}
    for name in wanted.keys() - measure.parameters.keys():
        raise refuse(path, ("parameters",), f"the kind {measure.kind} wants the parameter {name!r}")
    for name in measure.parameters.keys() - wanted.keys():
        raise refuse(path, ("parameters", name), f"the kind {measure.kind} has no such parameter")
    for name, rule in wanted.items():
        fault = _fault(measure.parameters[name].value, rule)
        if fault:
            raise refuse(path, ("parameters", name), fault)
    try:
        _ = measure.terms
    except (KeyError, ValueError, FileNotFoundError) as error:
        raise refuse(path, ("parameters",), f"a code list or group that does not exist: {error}") from None


def _fault(value: Any, rule: dict[str, Any]) -> str | None:
    """What is wrong with a parameter's value, or None."""
    if value is None:
        return None if rule.get("optional") else "a value is wanted"
    if not isinstance(value, TYPES[rule["type"]]) or (rule["type"] == "integer" and isinstance(value, bool)):
        return f"{value!r} is not of type {rule['type']}"
    if rule["type"] == "integer":
        if value < rule.get("minimum", value):
            return f"{value} is less than {rule['minimum']}"
        if value > rule.get("maximum", value):
            return f"{value} is more than {rule['maximum']}"
    if rule["type"] == "conditions" and not _are_conditions(value):
        return "a list of conditions is wanted, each a mapping of columns to the values they may have"
    return None


def _are_conditions(value: Any) -> bool:
    return all(isinstance(condition, dict) for condition in value)


def _with_codes(value: Any) -> Any:
    """The value with every `{codes: list, group: name}` replaced by the codes of that group."""
    if isinstance(value, dict):
        if value.keys() == {"codes", "group"}:
            found = codes_in(value["codes"], value["group"])
            if not found:
                raise ValueError(f"{value['codes']} has no group {value['group']}")
            return list(found)
        return {key: _with_codes(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_codes(one) for one in value]
    return value


__all__ = ["DocumentError", "Measure", "Outcome", "Parameter", "Plan", "Problem", "Result", "Words", "load_plan"]
