"""The calculating SQL goes to Spark without a warning, and holds nothing whose meaning drifts between engines.

No Spark runs here: what may be written is listed, so that a construct is looked at once, by whoever first wants it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlglot import exp, parse_one

from outcomes.dialects import expressions, translated
from outcomes.measures import calculate
from outcomes.plan import PLANS, load_plan

AS_OF = dt.date(2024, 2, 29)

FUNCTIONS = (
    exp.And, exp.Or, exp.Case, exp.If, exp.Cast, exp.Coalesce, exp.Greatest, exp.Least, exp.Floor, exp.Extract,
    exp.DateDiff, exp.Count, exp.Sum, exp.Min, exp.Max, exp.RowNumber, exp.Lead, exp.Exists,
)  # fmt: skip
"""The functions that mean the same on PostgreSQL, DuckDB and Spark."""

DRIFTING = (
    exp.Any, exp.All, exp.Array, exp.Lateral, exp.Unnest, exp.WithinGroup, exp.SimilarTo, exp.ILike, exp.TryCast,
    exp.Collate, exp.AtTimeZone, exp.Limit, exp.Offset, exp.CurrentDate, exp.Command,
)  # fmt: skip
"""What is no function, or is one only sometimes, and does not."""


def day_named(node: exp.Expression) -> bool:
    """Dates are named as such throughout the calculating SQL."""
    return isinstance(node, exp.Column) and node.name.endswith(
        ("_on", "_after", "held_from", "clear_from", "cut_off", "last_day", "due")
    )


def is_date(node: exp.Expression) -> bool:
    return day_named(node) or (isinstance(node, exp.Cast) and node.is_type("date"))


def drifting(expression: exp.Expression) -> Iterator[str]:
    """What of this statement another engine may read in another way."""
    for node in expression.walk():
        if (
            (isinstance(node, exp.Func) and not isinstance(node, FUNCTIONS))
            or isinstance(node, DRIFTING)
            or (isinstance(node, exp.Distinct) and node.args.get("on"))
        ):
            yield f"{type(node).__name__}: {node.sql('postgres')}"
        elif isinstance(node, exp.Div) and not any(is_decimal(literal) for literal in node.find_all(exp.Literal)):
            yield f"a division of whole numbers: {node.sql('postgres')}"
        elif isinstance(node, exp.Add | exp.Sub) and (is_date(node.this) or is_date(node.expression)):
            if not node.find(exp.Interval):
                yield f"a date with a number or a date: {node.sql('postgres')}"
            elif not (isinstance(node.parent, exp.Cast) and node.parent.is_type("date")):
                yield f"a date with an interval, not cast back to a date: {node.sql('postgres')}"


def is_decimal(literal: exp.Literal) -> bool:
    return not literal.is_string and "." in literal.name


@pytest.fixture(scope="module")
def scripts() -> set[str]:
    """Every script of every plan that the project has."""
    found: set[str] = set()
    for folder in sorted(PLANS.iterdir()):
        calculate(found.add, load_plan(folder.name), AS_OF)
    return found


def test_every_script_goes_to_spark_without_a_warning_and_without_what_drifts(
    scripts: set[str], caplog: pytest.LogCaptureFixture
) -> None:
    for script in scripts:
        for expression in expressions(script):
            assert list(drifting(expression)) == []
            translated(expression, "spark")
    assert [record.getMessage() for record in caplog.records if record.name == "sqlglot"] == []


def test_the_days_between_two_dates_are_counted_on_every_engine() -> None:
    (asked,) = expressions("SELECT (CAST(b AS DATE) - CAST(a AS DATE))")
    assert translated(asked, "spark") == "SELECT (DATEDIFF(CAST(b AS DATE), CAST(a AS DATE)))"
    (asked,) = expressions("SELECT (CAST(b AS DATE) - CAST(a AS DATE))")
    assert translated(asked, "duckdb") == "SELECT (DATE_DIFF('DAY', CAST(a AS DATE), CAST(b AS DATE)))"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 40 * b / 100 FROM t",
        "SELECT ended_on - began_on FROM t",
        "SELECT cut_off - 1 FROM t",
        "SELECT due + INTERVAL '6 months' FROM t",
        "SELECT DISTINCT ON (a) a, b FROM t ORDER BY a, b",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM t",
        "SELECT a = ANY(ARRAY[1, 2]) FROM t",
        "SELECT a ~ '^x' FROM t",
        "SELECT regexp_replace(a, 'x', 'y') FROM t",
        "SELECT a FROM t WHERE a ILIKE 'x'",
        "SELECT some_function(a) FROM t",
        "SELECT lower(a) FROM t",
        "SELECT CURRENT_DATE",
        "SELECT a FROM t ORDER BY a LIMIT 1",
    ],
)
def test_what_drifts_is_noticed(query: str) -> None:
    assert list(drifting(parse_one(query, read="postgres")))


@pytest.mark.parametrize(
    "query", ["SELECT floor(40 * b / 100.0) FROM t", "SELECT CAST(began_on + INTERVAL '1 day' AS DATE) FROM t"]
)
def test_what_does_not_is_let_through(query: str) -> None:
    assert list(drifting(parse_one(query, read="postgres"))) == []
