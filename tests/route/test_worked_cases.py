"""Every worked case the whole way: agencies' files, the night's own functions, and what claims.measure_state then says.

Cases share as few nights as they can. A case in which a match is undecided or a row is in quarantine is left out: who
is in doubt is for loading and matching to find out, and no file says it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from conftest import MakeWarehouse
from outcomes.plan import Plan, load_plan, plan_names
from outcomes.warehouse.connection import connect
from reference.cases import Case
from reference.oracle import COLUMNS
from reference.worked import nights_of, worked_cases
from route.county import deliver, landed_at, run_night

Said = dict[tuple[str, str], dict[str, object]]
ANSWERS = COLUMNS["measure_state"]
PLANS = {name: load_plan(name) for name in plan_names()}


def own_cases(plan: Plan) -> list[Case]:
    """Those of the plan's own files; a plan that it is based on has its own nights."""
    beneath = PLANS[plan.based_on] if plan.based_on else None
    theirs = {each.measure for each in beneath.measures if each in plan.measures} if beneath else set()
    return [
        case
        for case in worked_cases(plan)
        if case.family.family_id.rsplit("-", 1)[0] not in theirs
        and not case.family.undecided
        and not case.family.quarantined
    ]


NIGHTS = [(name, night) for name, plan in PLANS.items() for night in nights_of(own_cases(plan), plan)]


@pytest.mark.parametrize(
    "number", range(len(NIGHTS)), ids=[f"{name} {len(night.cases)} cases" for name, night in NIGHTS]
)
def test_what_is_published_is_what_the_case_expects(number: int, make_warehouse: MakeWarehouse, tmp_path: Path) -> None:
    name, night = NIGHTS[number]
    settings = replace(landed_at(make_warehouse(), tmp_path), plan=name)
    deliver(tmp_path, [case.family for case in night.cases], night.coverage, night.as_of)
    with connect(settings, "test") as connection:
        run_night(connection, settings, night.as_of)
        query = f"SELECT family_id, measure_id, {', '.join(ANSWERS)} FROM claims.measure_state WHERE as_of = %s"
        rows = connection.execute(query.encode(), [night.as_of]).fetchall()
    said: Said = {(family, measure): dict(zip(ANSWERS, row, strict=True)) for family, measure, *row in rows}
    answered = {
        case.title: {
            measure: {column: said[case.family.family_id, measure][column] for column in columns}
            for measure, columns in case.expect.items()
        }
        for case in night.cases
    }
    assert answered == {case.title: case.expect for case in night.cases}
