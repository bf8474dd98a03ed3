"""The calculating SQL on other engines: a rendered PostgreSQL script becomes the statements of DuckDB or of Spark.

SQLGlot translates what has one meaning everywhere. What it leaves and what means something else elsewhere is said here:
the days between two dates, which PostgreSQL counts as a whole number and Spark gives as an interval.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from sqlglot import ErrorLevel, exp, parse

Dialect = Literal["duckdb", "spark"]


@lru_cache(maxsize=512)
def statements(script: str, dialect: Dialect) -> tuple[str, ...]:
    """The script's statements in the dialect; sqlglot's UnsupportedError where it has no equivalent of a construct.
    Kept, since reading SQL takes longer than running it and most scripts are the same from day to day."""
    return tuple(translated(expression, dialect) for expression in expressions(script))


def translated(expression: exp.Expr, dialect: Dialect) -> str:
    return expression.sql(dialect=dialect, unsupported_level=ErrorLevel.RAISE, copy=False)


def expressions(script: str) -> list[exp.Expr]:
    """What the script says, a statement at a time, with the days between two dates as a function of their own."""
    found = [expression for expression in parse(script, read="postgres") if expression is not None]
    for expression in found:
        for difference in list(expression.find_all(exp.Sub)):
            if _is_date(difference.this) and _is_date(difference.expression):
                difference.replace(exp.DateDiff(this=difference.this, expression=difference.expression))
    return found


def _is_date(node: exp.Expr) -> bool:
    return isinstance(node, exp.Cast) and node.is_type("date")
