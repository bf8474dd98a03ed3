"""A page a plan and a page a measure, in the plan's own words, with every parameter and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from outcomes.docs.markdown import code, data, link, page, plain, section, table
from outcomes.plan import PLANS, Measure, Parameter, Plan, cases
from outcomes.settings import REPOSITORY

HEAD = ("parameter", "value", "unit", "source", "assumption")
COMBINED = {
    "worst": "The worst of several people's answers counts.",
    "best": "The best of several people's answers counts.",
}


def plan_pages(plans: Mapping[str, Plan]) -> Iterator[tuple[str, str]]:
    """Path below docs/reference, and text."""
    for name, plan in plans.items():
        yield f"plans/{name}/README.md", _plan(plan)
        for measure in plan.measures:
            yield f"plans/{name}/{measure.measure}.md", _measure(plan, measure, _file(plans, name, measure))


def assumption_page(plans: Mapping[str, Plan]) -> str:
    """Where a plan is silent and a choice was made: in one place, so that they can be agreed or changed."""
    parts = []
    for plan in plans.values():
        rows = [
            (parameter.assumption, scope, code(name), _short(parameter.value) or "see there", parameter.source)
            for scope, name, parameter in _parameters(plan)
            if parameter.assumption
        ]
        rows += [
            (outcome.assumption, outcome.outcome, code("combine"), outcome.combine, outcome.source or "")
            for _, outcome in plan.outcomes
            if outcome.assumption
        ]
        rows.sort(key=lambda row: (_number(row[0]), row[1:3]))
        linked = [(number, _scope(plan, scope), *rest) for number, scope, *rest in rows]
        parts.append(section(plan.title, table(("assumption", "of", "parameter", "value", "why"), linked)))
    introduction = (
        "Where the plan is silent, we chose; each choice is a parameter with a number, and changes by changing a plan "
        "file. Published as `catalogue.rule_parameter`."
    )
    return page("Assumptions", introduction, *parts)


def _plan(plan: Plan) -> str:
    measures = [
        (
            link(measure.measure, f"{measure.measure}.md"),
            plan_outcome(plan, measure),
            measure.words.significant,
            measure.words.sustained,
            measure.status,
        )
        for measure in plan.measures
    ]
    problems = [(p.problem, p.title, p.strategic_goal, "; ".join(p.headline_effects)) for p in plan.problems]
    results = [
        (
            code(result.result_type),
            result.title,
            "every applicable problem sustained" if result.needs == "problems" else f"{result.needs} sustained",
            "yes" if result.attendance_gate else "no",
            "yes" if result.practice_gate else "no",
        )
        for result in plan.results
    ]
    return page(
        plan.title,
        f"{plan.programme}, {plan.council}. In force from {plan.effective_from} to the day before "
        f"{plan.effective_to}. From `include/rules/plan/{plan.plan}`.",
        f"Based on {link(plan.based_on, f'../{plan.based_on}/README.md')}: what it does not say itself is said there."
        if plan.based_on
        else "",
        section("Measures", table(("measure", "outcome", "significant", "sustained", "status"), measures)),
        section("Problems", table(("problem", "title", "strategic goal", "headline effects"), problems)),
        section(
            "Results that can be claimed",
            table(("result", "title", "needs", "attendance gate", "practice gate"), results),
        ),
        section("Programme rules", *_tabled(plan.parameters)),
    )


def plan_outcome(plan: Plan, measure: Measure) -> str:
    """The title of a measure's outcome."""
    return next(outcome.title for _, outcome in plan.outcomes if outcome.outcome == measure.outcome)


def _file(plans: Mapping[str, Plan], name: str, measure: Measure) -> Path:
    """Where the measure is written: in the plan's own folder, or in that of a plan which it is based on."""
    file = PLANS / name / "measures" / f"{measure.measure}.yaml"
    based_on = plans[name].based_on
    return file if file.exists() or based_on is None else _file(plans, based_on, measure)


def _measure(plan: Plan, measure: Measure, file: Path) -> str:
    words = measure.words
    return page(
        f"{measure.measure}. {plan_outcome(plan, measure)}",
        f"Problem {measure.problem} of {link(plan.title, 'README.md')}. Status: {measure.status}. "
        f"From `{file.relative_to(REPOSITORY)}`.",
        measure.note or "",
        section(
            "In the plan's words",
            table(
                ("baseline", "agency", "significant progress", "sustained progress"),
                [(words.baseline, words.agency, words.significant, words.sustained)],
            ),
        ),
        section("How it is answered", _answered(measure)),
        section("Parameters", *_tabled(measure.parameters)),
        section("Worked cases", *_cases(measure)),
    )


def _answered(measure: Measure) -> str:
    if measure.kind is None:
        return "It has no terms yet: it is in the catalogue, and no family has an answer."
    reads = ", ".join(link(code(feed), f"../../feeds/{feed}.md") for feed in measure.reads)
    lines = [
        f"- Kind: {code(measure.kind)}: `include/sql/measures/kinds/{measure.kind}.sql` with the parameters below.",
        f"- Reads: {reads}.",
        f"- {COMBINED[measure.combine]}",
        f"- Its gap counts {measure.gap_unit}.",
    ]
    if measure.rests_on_absence:
        lines.append(
            "- Progress is proven by the *absence* of records, so an undecided match or a quarantined row of a member "
            "turns it into `review`."
        )
    if measure.shadow:
        lines.append("- Proposed: answered in shadow, and never part of an outcome, a problem or a claim.")
    return "\n".join(lines)


def _tabled(parameters: Mapping[str, Parameter]) -> Iterator[str]:
    """The table, then below it those values that do not fit into a cell."""
    rows = [(code(name), _short(p.value) or "below", p.unit, p.source, p.assumption) for name, p in parameters.items()]
    yield table(HEAD, rows)
    for name, parameter in parameters.items():
        if not _short(parameter.value):
            yield f"`{name}`:\n\n{data(plain(parameter.value))}"


def _cases(measure: Measure) -> Iterator[str]:
    if measure.cases:
        yield (cases.__doc__ or "").partition("\n\n")[2]
    for number, case in enumerate(measure.cases, start=1):
        facts = dict(plain(case.written))
        title, example, expected = facts.pop("title"), facts.pop("example", None), facts.pop("expect")
        yield f"**{number}. {title}**" + (f" (worked example {example} of the rules)" if example else "")
        yield data(facts) if facts else ""
        yield "\n".join(f"- {scope}: {_answer(answer)}" for scope, answer in expected.items())


def _answer(expected: Any) -> str:
    if not isinstance(expected, dict):
        return code(expected)
    return ", ".join(f"`{name}` {'none' if value is None else value}" for name, value in expected.items())


def _short(value: Any) -> str:
    """A value that fits into a cell; empty text for any other."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | str):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(one, int | str) for one in value):
        return ", ".join(str(one) for one in value)
    return ""


def _parameters(plan: Plan) -> Iterator[tuple[str, str, Parameter]]:
    yield from (("programme", name, parameter) for name, parameter in plan.parameters.items())
    for measure in plan.measures:
        yield from ((measure.measure, name, parameter) for name, parameter in measure.parameters.items())


def _scope(plan: Plan, scope: str) -> str:
    measures = {measure.measure for measure in plan.measures}
    return link(scope, f"plans/{plan.plan}/{scope if scope in measures else 'README'}.md")


def _number(assumption: str | None) -> tuple[int, str]:
    digits = (assumption or "").removeprefix("A")
    return (int(digits), "") if digits.isdigit() else (1_000, digits)
