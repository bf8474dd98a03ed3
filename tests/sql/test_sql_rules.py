"""The SQL answers alike whenever and wherever it is asked, and holds no number of the rules."""

from __future__ import annotations

import pytest

from outcomes.sql_rules import DECLARED, Declared, Template, check, check_all

KEY = {"unique": [{"file": "measures/a", "columns": ["family_id", "record_key"], "why": "the key"}]}
CODES = frozenset({"suspect", "1A"})


def said(sql: str, name: str = "measures/a", declared: dict[str, object] | None = None) -> list[str]:
    faults = check(Template(name, sql), Declared.model_validate({} if declared is None else declared), CODES)
    return [f"{fault.line}: {fault.words}" for fault in faults]


def test_the_projects_sql_keeps_the_rules() -> None:
    assert [str(fault) for fault in check_all(DECLARED)] == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT row_number() OVER (PARTITION BY family_id ORDER BY day DESC) FROM t",
        "SELECT row_number() OVER (PARTITION BY family_id) FROM t",
        "SELECT lag(a, b) OVER (ORDER BY day) FROM t",
        "SELECT sum(a) OVER (PARTITION BY family_id ORDER BY day ROWS UNBOUNDED PRECEDING) FROM t",
        "SELECT row_number() OVER (PARTITION BY family_id ORDER BY day, COALESCE(record_key, '')) FROM t",
        "SELECT row_number() OVER w FROM t WINDOW w AS (ORDER BY family_id, record_key)",
        "SELECT DISTINCT ON (family_id) family_id, day FROM t",
        "SELECT DISTINCT ON (family_id) family_id, day FROM t ORDER BY family_id, day",
        "SELECT array_agg(day) FROM t",
        "SELECT string_agg(day, ',' ORDER BY day) FROM t",
        "SELECT arg_max(a, day) FROM t",
        "SELECT (SELECT a FROM t ORDER BY day LIMIT b) AS a FROM u ORDER BY family_id, record_key",
        "SELECT a FROM t LIMIT b",
    ],
)
def test_an_order_that_leaves_ties_is_a_fault(sql: str) -> None:
    assert said(sql, "claims/a", {"unique": [KEY["unique"][0] | {"file": "claims/a"}]})


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT row_number() OVER (PARTITION BY family_id ORDER BY t.day DESC NULLS LAST, t.record_key) FROM t",
        "SELECT max(day) OVER (PARTITION BY family_id) FROM t",
        "SELECT row_number() OVER (PARTITION BY family_id ORDER BY {{ place('day', days) }} DESC, record_key) FROM t",
        "SELECT DISTINCT ON (family_id, day) a FROM t ORDER BY family_id, day, record_key DESC",
        "SELECT string_agg(a, ',' ORDER BY family_id, record_key COLLATE \"C\") FROM t",
        "SELECT a FROM (SELECT a, b FROM t) AS u ORDER BY day, family_id, record_key LIMIT b",
        "-- the last of them, LIMIT and now()\nSELECT a FROM t {# random() #}",
    ],
)
def test_an_order_that_ends_in_a_key_is_none(sql: str) -> None:
    assert said(sql, "claims/a", {"unique": [KEY["unique"][0] | {"file": "claims/a"}]}) == []


@pytest.mark.parametrize("sql", ["SELECT now()", "SELECT CURRENT_DATE", "SELECT random()", "SELECT DATE 'today'"])
def test_the_clock_and_chance_are_faults(sql: str) -> None:
    assert said(sql, "claims/a")


def test_a_declared_reason_lets_an_exception_through() -> None:
    declared = {"clock": [{"what": "now", "files": ["operations/a"], "why": "it records when"}]}
    assert said("SELECT now()", "operations/a", declared) == []
    assert said("SELECT now()", "operations/b", declared)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a::date FROM t",
        "SELECT b * c / d FROM t",
        "SELECT t.ended_on - t.began_on FROM t",
        "SELECT a = ANY(ARRAY[b]) FROM t",
        "SELECT a ~ 'x' FROM t",
        "SELECT regexp_replace(a, 'x', 'y') FROM t",
        "SELECT percentile_cont(b) WITHIN GROUP (ORDER BY family_id, record_key) FROM t",
        "SELECT lower(a) FROM t",
        "SELECT date_trunc('month', a) FROM t",
    ],
)
def test_what_drifts_between_engines_is_a_fault_where_it_is_calculated(sql: str) -> None:
    assert said(sql, declared=KEY)
    assert said(sql, "raw/a", {"unique": [KEY["unique"][0] | {"file": "raw/a"}]}) == []


def test_a_number_or_a_code_of_the_rules_is_a_fault_wherever_it_stands_and_named_with_its_line() -> None:
    template = "{% set weeks = 26 %}\nSELECT a\nFROM t\nWHERE a >= 18 AND role = 'suspect' AND day > {{ say.days(35) }}"
    words = [line.split(" ")[:2] for line in said(template)]
    assert words == [["1:", "26:"], ["4:", "'suspect':"], ["4:", "18:"], ["4:", "35:"]]


def test_a_declaration_that_nothing_needs_is_a_fault() -> None:
    declared = DECLARED.model_copy(update={"unique": (*DECLARED.unique, Declared.model_validate(KEY).unique[0])})
    assert [fault.words for fault in check_all(declared)] == [
        "nothing needs what outcomes/sql_rules/declared.yaml declares: family_id, record_key"
    ]
