"""The families of the sample county: every answer to every measure is met, and a realistic share can be claimed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from outcomes.days import add_months
from outcomes.sample import make_county
from outcomes.sample.calendar import Calendar
from outcomes.sample.scenarios import SCENARIOS
from outcomes.sample.scene import MEASURES, THREADS, Scenario
from sample.conftest import Made

ALWAYS = {"not_applicable", "no_progress", "sustained", "awaiting_evidence too_early", "review need_not_evidenced"}
ON_ABSENCE = {"significant", "review quarantined_record"}
ALL_LEFT, NO_RECORD = "review all_left", "awaiting_evidence no_record"
OTHERWISE = "review ended_otherwise"
ANSWERS = {
    "1A": ALWAYS | ON_ABSENCE,
    "1B": ALWAYS | ON_ABSENCE | {"review pending_outcome"},
    "1C": ALWAYS | ON_ABSENCE | {"review pending_outcome"},
    "2A": ALWAYS | ON_ABSENCE | {ALL_LEFT, NO_RECORD},
    "2B": ALWAYS | ON_ABSENCE | {ALL_LEFT},
    "3A": ALWAYS | ON_ABSENCE | {OTHERWISE, "review successor_missing"},
    "3B": ALWAYS | ON_ABSENCE | {OTHERWISE},
    "4A": ALWAYS | ON_ABSENCE | {ALL_LEFT, NO_RECORD},
    "4B": ALWAYS | {"significant", ALL_LEFT},
    "4C": ALWAYS | {"significant", ALL_LEFT, NO_RECORD},
    "5A": ALWAYS | ON_ABSENCE,
    "6A": ALWAYS | ON_ABSENCE | {ALL_LEFT},
    "6B": ALWAYS | {"significant", ALL_LEFT, NO_RECORD},
    "6C": ALWAYS | {ALL_LEFT, NO_RECORD, OTHERWISE},
}
"""Every answer that the rules can give to the measure, but for a feed gone stale and a match that nobody has
decided."""


@pytest.mark.parametrize("measure", MEASURES)
def test_every_answer_to_the_measure_is_met_by_a_handful_of_families(made: Made, measure: str) -> None:
    undisturbed = [family for family in made.county.families if not family["disturbed"]]
    met = Counter(" ".join(filter(None, family["measures"][measure])) for family in undisturbed)
    assert {answer: met[answer] for answer in ANSWERS[measure] if met[answer] < 3} == {}
    assert sum(count for answer, count in met.items() if answer.endswith(" decided")) >= 1
    assert (
        set(met) - {f"{verdict} decided" for verdict in ("sustained", "no_progress", "not_applicable")}
        <= ANSWERS[measure]
    )


def test_a_realistic_share_can_be_claimed_by_both_routes(made: Made) -> None:
    routes = Counter(route for family in made.county.families for route in family["routes"])
    claimable = sum(1 for family in made.county.families if family["routes"])
    assert 0.05 <= claimable / 300 <= 0.12
    assert min(routes["significant_and_sustained"], routes["continuous_employment"]) >= 5


def test_nearly_there_not_eligible_and_shut_gates_are_all_met(made: Made) -> None:
    families = made.county.families
    profiles = Counter(family["profile"] for family in families)
    assert 0.10 <= profiles["nearly"] / 300 <= 0.20
    for gate in ("eligible", "attendance_gate", "practice_gate"):
        assert sum(1 for family in families if not family[gate]) >= 10, gate
    assert sum(1 for family in families if family["already_claimed"]) >= 10


def test_members_move_between_families(made: Made) -> None:
    (last,) = made.files("members")[-1:]
    family, person = last.header.index("family_id"), last.header.index("person_ref")
    homes = Counter(row[person] for row in last.rows if len(row) == len(last.header) and row[family])
    assert sum(1 for count in homes.values() if count > 1) >= 5


@pytest.mark.parametrize("months", [-8, -5, -1, 2, 4, 7, 11])
def test_a_county_can_be_made_for_another_day(tmp_path: Path, months: int) -> None:
    as_of = add_months(dt.date(2016, 10, 1), months) + dt.timedelta(days=12)
    county = make_county(tmp_path / "landing", families=80, seed=3, as_of=as_of)
    assert {feed["complete_through"] is None for feed in county.feeds.values()} == {False}


def test_every_scenario_is_told_in_a_county_of_a_thousand_families(tmp_path: Path) -> None:
    county = make_county(tmp_path / "landing", families=1000, seed=2)
    told = Counter(name for family in county.families for name in family["scenarios"])
    assert {scenario.full_name for scenario in SCENARIOS} == set(told)
    assert min(told.values()) >= 3


def test_no_two_scenarios_of_a_thread_have_the_same_name() -> None:
    assert max(Counter(scenario.full_name for scenario in SCENARIOS).values()) == 1


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.full_name)
def test_a_scenario_says_what_it_intends_for_all_that_its_thread_tells(scenario: Scenario) -> None:
    assert set(scenario.intends) == set(THREADS[scenario.thread])
    first, last = Calendar(dt.date(2016, 10, 1)).engagement(scenario.when)
    assert first < last
