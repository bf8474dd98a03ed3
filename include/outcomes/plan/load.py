"""Reads a plan from its folder, together with the plan that it is based on, and refuses what cannot be judged by.

A plan that is based on another says only what differs: a field of plan.yaml or of a measure's file replaces the one
beneath it, and parameters are replaced one by one. A measure without a file is the one beneath, with its cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from outcomes.contracts import feed_names
from outcomes.documents import Complete, load_document, refuse
from outcomes.plan.model import Measure, Parameter, Plan
from outcomes.plan.parameters import PROGRAMME, STALE_AFTER, Asked, fault, kind_parameters, kinds
from outcomes.settings import INCLUDE

PLANS = INCLUDE / "rules" / "plan"

OWN = {"plan", "based_on", "version", "effective_from", "effective_to", "measures"}
"""What a plan always says itself."""


def plan_names(plans: Path = PLANS) -> tuple[str, ...]:
    """The plans that there are, in the names' order, without reading them."""
    return tuple(sorted(path.parent.name for path in plans.glob("*/plan.yaml")))


def load_plan(name: str, plans: Path = PLANS) -> Plan:
    """The plan in the folder of that name. Raises DocumentError that names file, line and field; FileNotFoundError."""
    plan = _read(name, plans, ())
    _check_dates(plan, plans)
    return plan


def _read(name: str, plans: Path, above: tuple[str, ...]) -> Plan:
    """The plan, and beneath it the one that it is based on. `above`: the plans that are based on this one."""
    file = plans / name / "plan.yaml"
    if not file.is_file():
        raise FileNotFoundError(f"there is no plan {name!r}: include/rules/plan/{name}/plan.yaml is wanted")
    based_on = load_document(file, _Head).based_on
    beneath = None
    if based_on is not None:
        if based_on in (name, *above) or not (plans / based_on / "plan.yaml").is_file():
            raise refuse(file, ("based_on",), f"{based_on!r} is no plan that this one can be based on")
        beneath = _read(based_on, plans, (name, *above))
    own = _own_measures(plans / name / "measures", beneath)
    measures = {measure.measure: measure for measure in beneath.measures} if beneath else {}
    measures |= {measure.measure: measure for measure in own.values()}
    said = beneath.model_dump(exclude=OWN, exclude_unset=True) if beneath else {}
    plan = load_document(file, Plan, _upon(said), measures=tuple(measures[each] for each in sorted(measures)))
    _check_plan(file, plan)
    for measure in plan.measures:
        path = file.parent / "measures" / f"{measure.measure}.yaml"
        if path in own:
            _check_measure(path, measure, plan)
        elif (measure.problem, measure.outcome) not in _homes(plan):
            raise refuse(file, ("problems",), f"no outcome {measure.outcome!r}, which {measure.measure} belongs to")
    return plan


class _Head(BaseModel):
    """What has to be known of a plan before it can be read."""

    model_config = ConfigDict(extra="ignore")

    plan: str
    based_on: str | None = None
    programme: str | None = None
    council: str | None = None
    version: int
    effective_from: dt.date
    effective_to: dt.date


def _own_measures(folder: Path, beneath: Plan | None) -> dict[Path, Measure]:
    """The measures that the plan has a file for. The worked cases of a measure that has changed are its own."""
    there = {measure.measure: measure for measure in beneath.measures} if beneath else {}
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        changed = there.get(path.stem)
        said = changed.model_dump(exclude={"cases"}, exclude_unset=True) if changed else {}
        found[path] = load_document(path, Measure, _upon(said))
        if found[path].measure != path.stem:
            raise refuse(path, ("measure",), f"the file is called {path.name!r}")
    return found


def _upon(beneath: dict[str, Any]) -> Complete:
    """What a file says, upon what it leaves to the one beneath it."""

    def complete(said: dict[str, Any]) -> dict[str, Any]:
        parameters = said.get("parameters", {})
        if isinstance(parameters, dict):
            parameters = beneath.get("parameters", {}) | parameters
        return beneath | said | ({"parameters": parameters} if parameters else {})

    return complete


def _check_plan(file: Path, plan: Plan) -> None:
    if plan.plan != file.parent.name:
        raise refuse(file, ("plan",), f"the folder is called {file.parent.name!r}")
    _check_parameters(file, plan.parameters, PROGRAMME, (), "the programme")
    answered = {measure.measure: measure for measure in plan.answered}
    for number, result in enumerate(plan.results):
        if result.needs != "problems" and result.needs not in answered:
            raise refuse(file, ("results", number, "needs"), f"no measure {result.needs!r} with terms")
    gate = answered.get(plan.value("attendance_gate_measure"))
    if gate is None or plan.value("attendance_gate_feed") not in gate.reads:
        raise refuse(file, ("parameters", "attendance_gate_measure"), "no measure answers that reads the gate's feed")


def _check_measure(path: Path, measure: Measure, plan: Plan) -> None:
    if (measure.problem, measure.outcome) not in _homes(plan):
        raise refuse(path, ("outcome",), f"plan.yaml has no outcome {measure.outcome!r} in problem {measure.problem!r}")
    if measure.kind is not None:
        if measure.kind not in kinds():
            raise refuse(path, ("kind",), f"unknown kind {measure.kind!r}; there are {', '.join(kinds())}")
        for number, feed in enumerate(measure.reads):
            if feed not in feed_names():
                raise refuse(path, ("reads", number), f"there is no feed {feed!r}")
        wanted = kind_parameters(measure.kind) | {"stale_after_days": STALE_AFTER}
        _check_parameters(path, measure.parameters, wanted, measure.reads, f"the kind {measure.kind}")
    known = {each.measure for each in plan.answered}
    for number, case in enumerate(measure.cases):
        for asked in case.expect.keys() - known:
            raise refuse(path, ("cases", number, "expect", asked), f"the plan answers no measure {asked!r}")


def _homes(plan: Plan) -> set[tuple[str, str]]:
    return {(problem.problem, outcome.outcome) for problem, outcome in plan.outcomes}


def _check_parameters(
    path: Path, parameters: Mapping[str, Parameter], wanted: Mapping[str, Asked], reads: tuple[str, ...], who: str
) -> None:
    values = {name: parameter.value for name, parameter in parameters.items()}
    for name in sorted(parameters.keys() - wanted.keys()):
        raise refuse(path, ("parameters", name), f"{who} has no such parameter")
    for name, asked in wanted.items():
        if name in parameters:
            if found := fault(values[name], asked, reads, values):
                where, why = found
                raise refuse(path, ("parameters", name, "value", *where), why)
            try:
                _ = parameters[name].in_codes
            except (KeyError, FileNotFoundError) as error:
                raise refuse(path, ("parameters", name, "value"), f"no such codes: {error.args[0]}") from None
        elif not (asked.optional and wanted is PROGRAMME):
            raise refuse(path, ("parameters",), f"{who} wants the parameter {name!r}")


def _check_dates(plan: Plan, plans: Path) -> None:
    """Versions of one plan, the council's for one programme, follow upon each other: on no day are two in force."""
    versions = []
    for name in plan_names(plans):
        head = load_document(plans / name / "plan.yaml", _Head)
        if _belongs_to(head, plans) == (plan.programme, plan.council):
            versions.append(head)
    versions.sort(key=lambda head: (head.effective_from, head.plan))
    for earlier, later in pairwise(versions):
        file = plans / later.plan / "plan.yaml"
        if later.effective_from < earlier.effective_to:
            until = f"{earlier.plan} is in force until {earlier.effective_to}: the dates overlap"
            raise refuse(file, ("effective_from",), until)
        if later.version <= earlier.version:
            raise refuse(file, ("version",), f"{earlier.plan}, which comes before it, is version {earlier.version}")


def _belongs_to(head: _Head, plans: Path) -> tuple[str | None, str | None]:
    programme, council = head.programme, head.council
    if head.based_on is not None and None in (programme, council):
        beneath = _belongs_to(load_document(plans / head.based_on / "plan.yaml", _Head), plans)
        return programme or beneath[0], council or beneath[1]
    return programme, council
