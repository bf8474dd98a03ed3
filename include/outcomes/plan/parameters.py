"""What the calculating SQL asks of a plan's parameters, and what is wrong with a value that does not answer it.

A kind of measure says so itself, in the first comment of its SQL file; the roll-up to families asks for `PROGRAMME`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from outcomes.settings import INCLUDE

KINDS = INCLUDE / "sql" / "measures" / "kinds"

Fault = tuple[tuple[str | int, ...], str]
"""Where in the value, and what is wrong there."""


class Asked(BaseModel):
    """What a parameter must be. `at_least`: no less than another parameter of the same measure, where both are given.

    conditions: rows that count, each a mapping of columns to the values they may have. feed, sources: a feed that the
    measure reads, or mappings that each name one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["integer", "flag", "text", "amount", "list", "mapping", "conditions", "feed", "sources"]
    minimum: int | None = None
    maximum: int | None = None
    at_least: str | None = None
    optional: bool = False


STALE_AFTER = Asked(type="integer", minimum=0)
"""`stale_after_days`, asked of every measure."""

_AGE = Asked(type="integer", minimum=0)
_COUNT = Asked(type="integer", minimum=1)
_PERCENT = Asked(type="integer", minimum=0, maximum=100)
_SAID = Asked(type="text", optional=True)

PROGRAMME: dict[str, Asked] = {
    "problems_needed": _COUNT,
    "attachment_amount": Asked(type="amount"),
    "result_amount": Asked(type="amount"),
    "child_below_age": _AGE,
    "baseline_judged_on": _SAID,
    "event_membership": _SAID,
    "term_dates": Asked(type="mapping", optional=True),
    "compulsory_age_from": _AGE,
    "compulsory_age_below": Asked(type="integer", minimum=0, at_least="compulsory_age_from"),
    "gate_terms": _COUNT,
    "gate_percent": _PERCENT,
    "attendance_gate_measure": Asked(type="text"),
    "attendance_gate_feed": Asked(type="text"),
    "audit_sample_percent": _PERCENT,
    "state_nights_kept": _COUNT,
    "small_count_maximum": Asked(type="integer", minimum=0),
    "rounding_base": _COUNT,
}
"""The programme's own. Those that only explain a choice may be left out."""


def kinds() -> tuple[str, ...]:
    """The kinds of measure that there are."""
    return tuple(sorted(path.stem for path in KINDS.glob("*.sql")))


def kind_parameters(kind: str) -> dict[str, Asked]:
    """What a kind's SQL file asks for: its first comment is YAML, a line a parameter."""
    return {name: Asked.model_validate(asked) for name, asked in _declared(kind)["parameters"].items()}


def kind_arithmetic(kind: str) -> str:
    """The sentence in which a kind does its sum, with the names of parameters and of an answer's columns in braces."""
    return str(_declared(kind)["arithmetic"])


@cache
def _declared(kind: str) -> dict[str, Any]:
    text = (KINDS / f"{kind}.sql").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text[text.index("{#") + 2 : text.index("#}")]))


def fault(value: Any, asked: Asked, reads: tuple[str, ...], others: Mapping[str, Any]) -> Fault | None:
    """What is wrong with a parameter's value, given the feeds that its measure reads and the other values; or None."""
    if value is None:
        return None if asked.optional else ((), "a value is wanted")
    match asked.type:
        case "integer":
            return _number_fault(value, asked, others)
        case "amount":
            return None if _is_amount(value) else ((), f"{value!r} is no amount in pounds, written as text")
        case "conditions":
            return _conditions_fault(value)
        case "feed":
            return None if value in reads else ((), f"{value!r} is not among the feeds that the measure reads")
        case "sources":
            return _sources_fault(value, reads)
    plain: dict[str, type] = {"flag": bool, "text": str, "list": list, "mapping": dict}
    return None if isinstance(value, plain[asked.type]) else ((), f"{value!r} is not of type {asked.type}")


def _number_fault(value: Any, asked: Asked, others: Mapping[str, Any]) -> Fault | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return (), f"{value!r} is not of type integer"
    if asked.minimum is not None and value < asked.minimum:
        return (), f"{value} is less than {asked.minimum}"
    if asked.maximum is not None and value > asked.maximum:
        return (), f"{value} is more than {asked.maximum}"
    least = others.get(asked.at_least) if asked.at_least else None
    if isinstance(least, int) and value < least:
        return (), f"{value} is less than {asked.at_least}, which is {least}"
    return None


def _is_amount(value: Any) -> bool:
    try:
        return isinstance(value, str) and Decimal(value) >= 0
    except InvalidOperation:
        return False


def _conditions_fault(value: Any) -> Fault | None:
    if not isinstance(value, list):
        return (), "a list of conditions is wanted, each a mapping of columns to the values they may have"
    for number, condition in enumerate(value):
        if not isinstance(condition, dict):
            return (number,), "a mapping of columns to the values they may have is wanted"
        for column, values in condition.items():
            if not isinstance(values, list | dict):
                return (number, column), "a list of values is wanted, or a group of codes"
    return None


def _sources_fault(value: Any, reads: tuple[str, ...]) -> Fault | None:
    if not isinstance(value, list) or not value:
        return (), "a list is wanted, each of its entries a mapping that names a feed"
    for number, source in enumerate(value):
        if not isinstance(source, dict) or source.get("feed") not in reads:
            named = source.get("feed") if isinstance(source, dict) else source
            return (number, "feed"), f"{named!r} is not among the feeds that the measure reads"
        for name in ("where", "undecided"):
            if found := _conditions_fault(source.get(name, [])):
                return (number, name, *found[0]), found[1]
    return None
