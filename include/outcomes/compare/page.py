"""A comparison as a page for a terminal. Families by their number; no names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from outcomes.compare.comparison import Answer, Comparison, Result
from outcomes.plan import Parameter

LONGEST = 60
"""How much of a parameter's value is shown."""


def page(found: Comparison) -> str:
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Comparison) -> Iterator[str]:
    a, b = found.a.plan, found.b.plan
    changed = {change.family_id for change in found.changes} | {change.family_id for change in found.results}
    yield f"{a} and {b}, asked about {found.as_of} by what was known at {found.known_at:%Y-%m-%d %H:%M}"
    yield f"{len(changed)} of {found.families} families have another answer"
    if found.differences:
        yield from _section(
            "What differs between the plans",
            ("in", "parameter", a, b),
            [(each.scope, each.name, _value(each.a), _value(each.b)) for each in found.differences],
        )
    if found.transitions:
        yield from _section(
            "Answers that change",
            ("measure", a, b, "families"),
            [(*transition, str(families)) for transition, families in sorted(found.transitions.items())],
        )
        yield from _section(
            "Whose",
            ("family", "measure", a, b),
            [(each.family_id, each.measure_id, _answer(each.a), _answer(each.b)) for each in found.changes],
        )
    for plan, counts in ((a, found.only_a), (b, found.only_b)):
        if counts:
            rows = [(name, status, str(count)) for name, each in counts.items() for status, count in each.items()]
            yield from _section(f"Measures that only {plan} has", ("measure", "status", "families"), rows)
    if found.results:
        yield from _section(
            "What can be claimed",
            ("family", a, b),
            [(each.family_id, _result(each.a), _result(each.b)) for each in found.results],
        )


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    yield ""
    yield title
    for row in [head, ["-" * width for width in widths], *rows]:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _answer(answer: Answer) -> str:
    said = answer.status
    if answer.reason_code:
        said += f" ({answer.reason_code})"
    if answer.status == "sustained" and answer.sustained_on:
        return f"{said} since {answer.sustained_on}"
    if answer.gap is not None:
        said += f", {answer.gap} {answer.gap_unit} short"
    return said + (f", {answer.earliest_on} at the earliest" if answer.earliest_on else "")


def _result(result: Result) -> str:
    if result.result_type:
        return f"{result.result_type} on {result.claimable_on}"
    return "nothing yet" if result.eligible else "not eligible"


def _value(parameter: Parameter | None) -> str:
    if parameter is None:
        return "not there"
    value: Any = parameter.value
    shown = "none" if value is None else value if isinstance(value, str) else json.dumps(value, default=str)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
