"""Explains a family's answers from the very results that the SQL gives: the family is asked again, in a schema that is
gone when the explanation is made, and every record that the answer looked at is followed to its delivery."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import yaml
from psycopg.rows import dict_row
from pydantic import BaseModel

from outcomes.contracts import load_contract
from outcomes.measures.again import ask_again, published_at
from outcomes.plan import Measure, Parameter, Plan, kind_arithmetic
from outcomes.templates import render

WORK = "explained"


class Record(BaseModel):
    """A record of one of the family's people, and what became of it. `counted_as` or `why_not` is given, never both."""

    feed: str
    record_key: str
    person_ref: str
    event_on: dt.date | None
    counted_as: str | None
    why_not: str | None
    delivery_file: str | None
    delivery_sha256: str | None
    row_number: int | None
    row_sha256: str | None
    loaded_at: dt.datetime | None


class Person(BaseModel):
    """One person (and star, if any) whom the measure judged or would have judged, and that person's own answer."""

    person_ref: str
    detail: str
    judged: bool
    status: str
    reason_code: str | None
    baseline_value: Decimal | None
    current_value: Decimal | None
    allowed_value: Decimal | None
    sustained_on: dt.date | None
    earliest_on: dt.date | None


class MeasureExplained(BaseModel):
    """One measure's answer. `state` is the row of claims.measure_state that it explains."""

    measure: Measure
    shown: dict[str, Parameter]
    complete_through: dict[str, dt.date | None]
    state: dict[str, Any]
    published: bool | None
    answer: str
    reason: str | None
    arithmetic: str | None
    missing: str | None
    needed_since: dt.date | None
    decisions: list[dict[str, Any]]
    people: list[Person]
    records: list[Record]


class Explanation(BaseModel):
    """A family on a day, as known at an instant."""

    family_id: str
    as_of: dt.date
    known_at: dt.datetime
    plan: str
    engaged_on: dt.date
    family: dict[str, Any]
    blockers: list[dict[str, Any]]
    measures: list[MeasureExplained]


def explain(
    connection: psycopg.Connection,
    plan: Plan,
    family_id: str,
    as_of: dt.date,
    measure_ids: list[str] | None = None,
    known_at: dt.datetime | None = None,
) -> Explanation:
    """What the family's answers are on a day and why, as known at an instant (by default: when the day was last
    published, or else now). Leaves nothing behind. Raises LookupError for a family or a measure that is not there."""
    wanted = [plan.measure(each) for each in measure_ids] if measure_ids else list(plan.answered)
    published = published_at(connection, as_of, plan)
    at = known_at or published or _now(connection)
    try:
        ask_again(connection, plan, as_of, at, WORK, family_id)
        family = _one(connection, "SELECT * FROM family_state")
        if family is None:
            raise LookupError(f"there is no family {family_id} as known at {at:%Y-%m-%d %H:%M}")
        return Explanation(
            family_id=family_id,
            as_of=as_of,
            known_at=at,
            plan=plan.plan,
            engaged_on=family["engaged_on"],
            family=family,
            blockers=_all(connection, "SELECT * FROM blocker ORDER BY result_type, kind, blocker"),
            measures=[_measure(connection, measure, family, as_of, at, compared=at == published) for measure in wanted],
        )
    finally:
        connection.rollback()


@cache
def words() -> dict[str, dict[str, str]]:
    """The words for the codes that the SQL gives, by kind of code."""
    return yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))


def _measure(
    connection: psycopg.Connection,
    measure: Measure,
    family: dict[str, Any],
    as_of: dt.date,
    known_at: dt.datetime,
    *,
    compared: bool,
) -> MeasureExplained:
    name = measure.measure
    state = _one(connection, f'SELECT * FROM "state_{name.lower()}"') or {}
    left_open = state.pop("left_open")
    dated = {feed: load_contract(feed).dated_by for feed in measure.reads}
    rows = _all(connection, render("explain/records", measure=measure, dated=dated, known_at=known_at))
    people = _all(connection, f'SELECT * FROM "subject_{name.lower()}" ORDER BY person_ref, detail')
    need = _one(
        connection,
        "SELECT min(identified_on) AS day FROM needs WHERE family_id = %s AND measure_id = %s AND identified_on <= %s",
        [family["family_id"], name, as_of],
    )
    return MeasureExplained(
        measure=measure,
        shown={key: value for key, value in measure.parameters.items() if value.value is not None},
        complete_through=_coverage(connection, measure),
        state=state,
        published=_is_published(connection, state, as_of) if compared else None,
        answer=words()["statuses"][state["status"]],
        reason=words()["reasons"].get(state["reason_code"]),
        arithmetic=_arithmetic(measure, state, family["engaged_on"], judged=bool(people) and not left_open),
        missing=_missing(state),
        needed_since=need["day"] if need else None,
        decisions=_all(
            connection,
            "SELECT decided_on, verdict, sustained_on FROM decisions"
            " WHERE family_id = %s AND measure_id = %s AND decided_on <= %s ORDER BY decided_on",
            [family["family_id"], name, as_of],
        ),
        people=[Person.model_validate(row) for row in people if row["person_ref"]],
        records=[
            Record(**row, why_not=words()["left_out"].get(left_out, left_out))
            for row in rows
            for left_out in [row.pop("left_out")]
        ],
    )


def _arithmetic(measure: Measure, state: dict[str, Any], engaged_on: dt.date, *, judged: bool) -> str | None:
    """The kind's own sentence with this answer's figures; None where nothing was judged."""
    if not judged or measure.kind is None or state["current_value"] is None:
        return None
    return kind_arithmetic(measure.kind).format(**measure.terms, **state, engaged_on=engaged_on)


def _missing(state: dict[str, Any]) -> str | None:
    if state["status"] == "sustained" or state["gap"] is None:
        return None
    when = f"; {state['earliest_on']} at the earliest" if state["earliest_on"] else ""
    unit = state["gap_unit"]
    if state["status"] == "significant":
        return f"{state['gap']} {unit} more{when}"
    return f"{state['gap']} {unit} stand between this and the level that is asked for{when}"


def _coverage(connection: psycopg.Connection, measure: Measure) -> dict[str, dt.date | None]:
    found: dict[str, dt.date] = dict(
        connection.execute("SELECT feed, complete_through FROM coverage WHERE feed = ANY(%s)", [list(measure.reads)])
    )
    return {feed: found.get(feed) for feed in measure.reads}


def _is_published(connection: psycopg.Connection, state: dict[str, Any], as_of: dt.date) -> bool:
    """Whether the published row says the same: it should, always."""
    row = _one(
        connection,
        f"SELECT {', '.join(state)} FROM claims.measure_state WHERE as_of = %s AND family_id = %s AND measure_id = %s",
        [as_of, state["family_id"], state["measure_id"]],
    )
    return row == state


def _one(connection: psycopg.Connection, query: str, parameters: list[Any] | None = None) -> dict[str, Any] | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode(), parameters).fetchone()


def _all(connection: psycopg.Connection, query: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode(), parameters).fetchall()


def _now(connection: psycopg.Connection) -> dt.datetime:
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    return row[0]
