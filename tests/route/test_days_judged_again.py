"""One warehouse over several nights: nothing new, a late delivery, a day asked again, a claim that regresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from upath import UPath

from conftest import MakeWarehouse
from outcomes.claims.publish import STATES
from outcomes.explain import Explanation, explain, page
from outcomes.measures.again import ask_again, published_at
from outcomes.plan import load_plan
from outcomes.settings import DEFAULT_PLAN, Settings
from outcomes.warehouse.connection import connect
from reference.cases import case_of
from reference.facts import RECORDS, Family
from route.county import deliver, run_night

FIRST_DAY = dt.date(2016, 10, 1)
LATER_DAY = dt.date(2016, 11, 1)
PLAN = load_plan(DEFAULT_PLAN)

Rows = dict[str, list[tuple[Any, ...]]]


def family(name: str, **facts: Any) -> Family:
    return case_of({"title": name, "expect": {}, **facts}, name).family


ATTENDS = [{"2015/16 autumn": "0 of 120", "2015/16 spring": "0 of 110", "2015/16 summer": "0 of 110"}]
FREED = {
    "kind": "CIN",
    "began_on": dt.date(2015, 6, 1),
    "ended_on": dt.date(2016, 2, 1),
    "end_reason": "no_further_need",
}
PRACTICE = {"assessed_on": dt.date(2016, 1, 20), "plan_agreed_on": dt.date(2016, 2, 1), "has_lead_worker": True}
CLAIMABLE = family(
    "claimable",
    **PRACTICE,
    records={
        "police_asb": [{"incident_on": [dt.date(2015, 11, 1), dt.date(2015, 12, 1)]}],
        "social_care": [FREED],
        "attendance": ATTENDS,
    },
)
QUIET = family(
    "quiet",
    records={
        "police_asb": [
            {"incident_on": dt.date(2015, 12, 1)},
            {"incident_on": dt.date(2015, 12, 5), "role": "victim"},
            {"incident_on": dt.date(2015, 1, 5)},
        ]
    },
)
BYSTANDER = family("bystander", records={"adult_offences": [{"offence_on": dt.date(2015, 12, 1)}]})
FAMILIES = [CLAIMABLE, QUIET, BYSTANDER]


@dataclass
class County:
    connection: psycopg.Connection
    settings: Settings
    landing: Path

    def night(self, as_of: dt.date) -> int:
        return run_night(self.connection, self.settings, as_of)

    def published(self, as_of: dt.date) -> Rows:
        return {
            table: sorted(
                self.connection.execute(f"select * from claims.{table} where as_of = %s".encode(), [as_of]), key=repr
            )
            for table in STATES
        }

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(query.encode(), values).fetchall()

    def put(self, name: str, *lines: str) -> None:
        folder = self.landing / name.split("_20")[0]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join(lines) + "\n")


@pytest.fixture(scope="module")
def nights(module_warehouses: MakeWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    landing = tmp_path_factory.mktemp("landing")
    settings = replace(module_warehouses(), landing=UPath(landing))
    with connect(settings, "test") as connection:
        yield Story.told(County(connection, settings, landing))


@dataclass
class Story:
    """What was published after each of five nights."""

    county: County
    first: Rows
    again: Rows
    claims_first: list[tuple[Any, ...]]
    claims_again: list[tuple[Any, ...]]
    late: Rows
    known_first: dt.datetime
    late_run: int
    later_regressions: list[tuple[Any, ...]]

    @classmethod
    def told(cls, county: County) -> Story:
        through = dict.fromkeys((kind.feed for kind in RECORDS), FIRST_DAY - dt.timedelta(days=1))
        claims = "select * from claims.claim order by claim_id"
        deliver(county.landing, FAMILIES, through, FIRST_DAY)
        county.night(FIRST_DAY)
        first, claims_first = county.published(FIRST_DAY), county.rows(claims)
        known_first = published_at(county.connection, FIRST_DAY, PLAN)
        assert known_first is not None
        county.night(FIRST_DAY)
        again, claims_again = county.published(FIRST_DAY), county.rows(claims)
        adult = county.rows(
            "select forename, surname, date_of_birth, postcode from core.members where person_ref = 'quiet-A'"
        )[0]
        county.put(
            f"police_asb_2016-10-01_{LATER_DAY - dt.timedelta(days=1)}.csv",
            "incident_ref,person_ref,forename,surname,date_of_birth,postcode,role,incident_on,category",
            f"LATE1,LATE-P,{adult[0]},{adult[1]},{adult[2]},{adult[3]},suspect,2016-09-15,nuisance",
        )
        late_run = county.night(FIRST_DAY)
        late = county.published(FIRST_DAY)
        child = county.rows(
            "select forename, surname, date_of_birth, postcode from core.members where person_ref = 'claimable-C'"
        )[0]
        county.put(
            f"social_care_2016-10-01_{LATER_DAY - dt.timedelta(days=1)}.csv",
            "episode_ref,person_ref,forename,surname,date_of_birth,postcode,kind,began_on,ended_on,category,end_reason",
            f"BACK1,BACK-P,{child[0]},{child[1]},{child[2]},{child[3]},CIN,2016-10-10,,NEG,",
        )
        county.night(LATER_DAY)
        regressions = county.rows("select measure_id, regressed_on, as_of from claims.regression")
        return cls(county, first, again, claims_first, claims_again, late, known_first, late_run, regressions)


def test_a_family_that_meets_everything_is_claimed_once_with_its_evidence(nights: Story) -> None:
    county = nights.county
    assert county.rows("select family_id, result_type, amount::text, as_of, status from claims.claim") == [
        ("claimable", "significant_and_sustained", "800.00", FIRST_DAY, "candidate")
    ]
    evidence = county.rows(
        "select measure_id, counted_as, feed, count(*) from claims.evidence group by 1, 2, 3 order by 1, 2, 3"
    )
    assert ("1A", "baseline", "police_asb", 2) in evidence
    assert ("1A", "absence", "district_asb", 2) in evidence
    assert ("3A", "baseline", "social_care", 1) in evidence
    assert ("attendance_gate", "gate", "attendance", 3) in evidence
    assert ("practice_gate", "gate", "families", 1) in evidence


def test_every_row_of_evidence_leads_to_a_row_of_a_delivery(nights: Story) -> None:
    lost = nights.county.rows(
        "select * from claims.evidence e where counted_as <> 'absence' and not exists ("
        " select from operations.delivery d where d.file = e.delivery_file and d.sha256 = e.delivery_sha256"
        " and d.outcome = 'loaded' and e.row_number between 2 and d.rows_read + 1)"
    )
    assert lost == []


def test_a_night_with_nothing_new_changes_nothing(nights: Story) -> None:
    assert nights.again == nights.first
    assert nights.claims_again == nights.claims_first


def test_a_late_delivery_changes_only_what_it_touches(nights: Story) -> None:
    changed = {repr(row) for table in STATES for row in set(nights.late[table]) - set(nights.first[table])}
    assert changed
    assert all("'quiet'" in row for row in changed)
    state = nights.county.rows(
        "select status, current_value, run_id from claims.measure_state"
        " where as_of = %s and family_id = 'quiet' and measure_id = '1A'",
        FIRST_DAY,
    )
    assert [(status, int(value)) for status, value, _ in state] == [("no_progress", 1)]
    assert state[0][2] == nights.late_run


def test_a_day_asked_again_as_known_then_gives_what_was_published_then(nights: Story) -> None:
    connection = nights.county.connection
    try:
        ask_again(connection, PLAN, FIRST_DAY, nights.known_first, "asked")
        asked = connection.execute(
            "select family_id, measure_id, status, reason_code, baseline_value, current_value, allowed_value, gap,"
            " gap_unit, cut_off, sustained_on, earliest_on from measure_state order by 1, 2"
        ).fetchall()
    finally:
        connection.rollback()
    # Of claims.measure_state: family_id, measure_id; status, reason_code; and the values up to earliest_on.
    published = sorted(row[1:3] + row[5:7] + row[8:16] for row in nights.first["measure_state"])
    assert sorted(asked) == published


def test_progress_that_does_not_last_is_reported_and_the_claim_stays(nights: Story) -> None:
    assert nights.later_regressions == [("3A", LATER_DAY, LATER_DAY)]
    assert len(nights.county.rows("select from claims.claim where status = 'candidate'")) == 1
    state = nights.county.rows(
        "select already_claimed, result_type from claims.family_state where as_of = %s and family_id = 'claimable'",
        LATER_DAY,
    )
    assert state == [(True, None)]


def explained(story: Story, known_at: dt.datetime | None = None) -> Explanation:
    return explain(story.county.connection, PLAN, "quiet", FIRST_DAY, ["1A"], known_at)


def test_an_explanation_names_what_counted_and_why_the_rest_did_not(nights: Story) -> None:
    told = explained(nights).measures[0]
    days = {(str(each.event_on), each.counted_as, each.why_not) for each in told.records}
    assert days == {
        ("2015-12-01", "baseline", None),
        ("2016-09-15", "progress", None),
        ("2015-12-05", None, "is not of the kind that counts (another role, outcome or kind)"),
        ("2015-01-05", None, "lies outside the window"),
    }
    assert all(each.delivery_file and each.row_number and each.row_sha256 for each in told.records)
    assert told.missing == "1 incidents stand between this and the level that is asked for; 2017-03-16 at the earliest"


def test_an_explanation_says_what_was_published(nights: Story) -> None:
    told = explained(nights)
    assert told.measures[0].published is True
    assert told.measures[0].state["status"] == "no_progress"
    shown = page(told)
    assert "1A  NO PROGRESS" in shown
    assert "1 counted in the 6 months before engagement on 2016-01-10" in shown


def test_an_explanation_as_known_earlier_does_not_know_what_came_late(nights: Story) -> None:
    told = explained(nights, nights.known_first).measures[0]
    assert told.state["status"] == "sustained"
    assert not [each for each in told.records if each.counted_as == "progress"]


def test_an_explanation_leaves_nothing_behind(nights: Story) -> None:
    explained(nights)
    assert nights.county.rows("select from information_schema.schemata where schema_name = 'explained'") == []
