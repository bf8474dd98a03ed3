"""A link that is undone or made late takes a claim with it, if that is not sent yet and no longer holds; no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from upath import UPath

from conftest import MakeWarehouse
from outcomes.warehouse.connection import connect
from reference.cases import case_of
from reference.facts import RECORDS, Family
from route.county import deliver, run_night

FIRST_DAY, SECOND_DAY, THIRD_DAY = dt.date(2016, 10, 1), dt.date(2016, 10, 2), dt.date(2016, 10, 3)
FAMILIES = ("undone", "undone_after_approval", "late", "sent", "steady", "changed_basis", "regressed")

Row = tuple[Any, ...]


def claimable(name: str) -> Family:
    """Everything is in place: two problems, both of them over."""
    facts: dict[str, Any] = {
        "assessed_on": dt.date(2016, 1, 20),
        "plan_agreed_on": dt.date(2016, 2, 1),
        "has_lead_worker": True,
        "records": {
            "police_asb": [{"incident_on": [dt.date(2015, 11, 1), dt.date(2015, 12, 1)]}],
            "social_care": [
                {
                    "kind": "CIN",
                    "began_on": dt.date(2015, 6, 1),
                    "ended_on": dt.date(2016, 2, 1),
                    "end_reason": "no_further_need",
                }
            ],
            "attendance": [{"2015/16 autumn": "0 of 120", "2015/16 spring": "0 of 110", "2015/16 summer": "0 of 110"}],
        },
    }
    return case_of({"title": name, "expect": {}, **facts}, name).family


@pytest.fixture(scope="module")
def county(module_warehouses: MakeWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection]:
    """Everybody is claimed; reviewers decide, and an agency delivers; a reviewer takes a word back; a night more."""
    landing = tmp_path_factory.mktemp("landing")
    settings = replace(module_warehouses(), landing=UPath(landing))
    through = dict.fromkeys((kind.feed for kind in RECORDS), FIRST_DAY - dt.timedelta(days=1))
    deliver(landing, [claimable(name) for name in FAMILIES], through, FIRST_DAY)
    columns = "incident_ref,person_ref,forename,surname,date_of_birth,postcode,role,incident_on,category"

    def incidents(file: str, *rows: str) -> None:
        (landing / "police_asb" / file).write_text("\n".join([columns, *rows]) + "\n")

    # A stranger to everybody, until somebody knows better.
    late = [f"L{n},STRANGER,Zebedee,Yarrow,1971-03-04,SL7 1AB,suspect,2016-09-1{n},nuisance" for n in range(3)]
    incidents("police_asb_2016-09-01_2016-09-30.csv", *late)
    with connect(settings, "test") as connection:
        run_night(connection, settings, FIRST_DAY)
        become(connection, "undone_after_approval", "approved")
        become(connection, "sent", "submitted")
        for family in ("undone", "undone_after_approval", "sent"):
            decide(connection, offender(connection, family), f"{family}-A", "different")
        decide(connection, offender(connection, "changed_basis"), "changed_basis-A", "same")
        decide(connection, "STRANGER", "late-A", "same")
        name = connection.execute(
            "select forename, surname, date_of_birth, postcode from core.members where person_ref = 'regressed-A'"
        ).fetchone()
        assert name is not None
        anew = [f"R{n},NEW,{','.join(map(str, name))},suspect,2016-09-30,nuisance" for n in range(3)]
        incidents("police_asb_2016-09-30_2016-10-01.csv", *anew)
        run_night(connection, settings, SECOND_DAY)
        decide(connection, offender(connection, "undone"), "undone-A", "undone")
        run_night(connection, settings, THIRD_DAY)
        run_night(connection, settings, dt.date(2016, 10, 4))
        yield connection


def offender(connection: psycopg.Connection, family: str) -> str:
    """The police's own key for the family's adult."""
    row = connection.execute(
        "select distinct person_ref from matching.link where feed = 'police_asb' and member_ref = %s", [f"{family}-A"]
    ).fetchone()
    assert row is not None
    return str(row[0])


def decide(connection: psycopg.Connection, person_ref: str, member_ref: str, verdict: str) -> None:
    connection.execute(
        "insert into matching.decision (feed, person_ref, member_ref, verdict, reason, decided_by, decided_at)"
        " values ('police_asb', %s, %s, %s, 'test', 'A. Reviewer', clock_timestamp())",
        [person_ref, member_ref, verdict],
    )
    connection.commit()


def become(connection: psycopg.Connection, family: str, status: str) -> None:
    connection.execute(
        """with moved as (update claims.claim set status = %s where family_id = %s returning claim_id, status)
           insert into claims.claim_event (claim_id, sequence, status, actor)
           select claim_id, 2, status, 'A. Officer' from moved""",
        [status, family],
    )
    connection.commit()


def claims_of(county: psycopg.Connection, family: str) -> list[Row]:
    return county.execute(
        "select as_of, status from claims.claim where family_id = %s order by claim_id", [family]
    ).fetchall()


def events_of(county: psycopg.Connection, family: str) -> list[Row]:
    return county.execute(
        """select event.status, actor, reason from claims.claim_event as event
           inner join claims.claim using (claim_id) where family_id = %s order by claim_id, sequence""",
        [family],
    ).fetchall()


def touched(county: psycopg.Connection, family: str) -> list[Row]:
    return county.execute(
        "select feed, member_ref, change, end_reason, is_submitted from matching.touched_claim where family_id = %s",
        [family],
    ).fetchall()


FOUND = ("candidate", "pipeline", "found by the night")


def test_a_candidate_whose_link_is_undone_is_withdrawn_and_no_person_is_named(county: psycopg.Connection) -> None:
    assert events_of(county, "undone")[:2] == [FOUND, ("withdrawn", "pipeline", "link_undone")]


def test_the_family_is_claimed_again_once_it_may_be(county: psycopg.Connection) -> None:
    first, second = claims_of(county, "undone")
    assert first == (FIRST_DAY, "withdrawn")
    assert second[1] == "candidate" and second[0] > SECOND_DAY


def test_an_approved_claim_is_withdrawn_too(county: psycopg.Connection) -> None:
    assert events_of(county, "undone_after_approval") == [
        FOUND,
        ("approved", "A. Officer", None),
        ("withdrawn", "pipeline", "link_undone"),
    ]
    assert touched(county, "undone_after_approval") == []


def test_a_link_made_late_withdraws_what_it_undermines(county: psycopg.Connection) -> None:
    assert events_of(county, "late") == [FOUND, ("withdrawn", "pipeline", "link_added")]


def test_a_claim_that_is_sent_stays_and_is_listed(county: psycopg.Connection) -> None:
    assert claims_of(county, "sent") == [(FIRST_DAY, "submitted")]
    assert touched(county, "sent") == [("police_asb", "sent-A", "link_ended", "decided", True)]


def test_a_claim_that_no_link_has_touched_stays(county: psycopg.Connection) -> None:
    assert claims_of(county, "steady") == [(FIRST_DAY, "candidate")]
    assert touched(county, "steady") == []


def test_a_link_that_goes_on_under_another_basis_touches_nothing(county: psycopg.Connection) -> None:
    bases = county.execute(
        "select basis from matching.link where member_ref = 'changed_basis-A' and feed = 'police_asb' order by basis"
    ).fetchall()
    assert [basis for (basis,) in bases] == ["decision", "exact_key"]
    assert (claims_of(county, "changed_basis"), touched(county, "changed_basis")) == ([(FIRST_DAY, "candidate")], [])


def test_what_an_agency_delivers_after_a_claim_is_a_regression_and_withdraws_nothing(
    county: psycopg.Connection,
) -> None:
    """Though the agency names the person under a new key, so that a link begins."""
    assert claims_of(county, "regressed") == [(FIRST_DAY, "candidate")]
    assert touched(county, "regressed") == [("police_asb", "regressed-A", "link_begun", None, False)]
    assert county.execute(
        "select family_id, measure_id from claims.regression inner join claims.claim using (claim_id)"
        " where family_id = 'regressed'"
    ).fetchall() == [("regressed", "1A")]


def test_the_money_is_nowhere_among_them(county: psycopg.Connection) -> None:
    for view in ("claim_feed", "touched_claim"):
        columns = county.execute(
            "select column_name from information_schema.columns where table_schema = 'matching' and table_name = %s",
            [view],
        ).fetchall()
        assert columns and ("amount",) not in columns
