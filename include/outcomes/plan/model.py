"""What a plan file may say. A measure is a kind and its parameters; a kind is one SQL file that lists the parameters
it wants, so that neither a new measure nor a new kind changes this module."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from outcomes.contracts import codes_in
from outcomes.documents import FieldError
from outcomes.plan.cases import Case


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Parameter(_Strict):
    """A value with its unit and the place it comes from; `assumption` where the plan is silent and we chose."""

    value: Any
    unit: str = Field(min_length=1)
    source: str = Field(min_length=1)
    assumption: str | None = None

    @property
    def in_codes(self) -> Any:
        """The value, its code groups written out as their codes. Raises KeyError, FileNotFoundError."""
        return _in_codes(self.value)


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
    cases: tuple[Case, ...] = ()

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
        return {name: parameter.in_codes for name, parameter in self.parameters.items()}


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
    """A council's plan, one version of it, in force on `[effective_from, effective_to)`. `based_on`: the plan that
    says what this one leaves unsaid."""

    plan: str
    based_on: str | None = None
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
            raise FieldError("the plan ends before it begins", "effective_to")
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


def _in_codes(value: Any) -> Any:
    """Every `{codes: list, group: name}` in it replaced by the codes of that group."""
    if isinstance(value, dict):
        if value.keys() == {"codes", "group"}:
            return list(codes_in(value["codes"], value["group"]))
        return {key: _in_codes(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_codes(one) for one in value]
    return value
