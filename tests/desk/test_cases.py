"""What a reviewer is shown: who waits, in which order, and everything about a case but the money."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from desk.story import ANNA, FACTS, JACOB, JAKE_HIS_TWIN, SHOWN, linked, member, queue_closes, scored, waits
from outcomes.desk import Case, DeskError, Pair, backlog, decide, show, waiting
from outcomes.desk.access import as_reviewer


def people(warehouse: psycopg.Connection, **how: object) -> list[str]:
    return [case.person_ref for case in waiting(warehouse, **how)]  # type: ignore[arg-type]


def case(warehouse: psycopg.Connection) -> Case:
    return show(warehouse, JACOB.feed, JACOB.supplier, JACOB.person_ref)


def test_who_waits_longest_comes_first_and_then_the_strongest(warehouse: psycopg.Connection) -> None:
    for number, (since, weight) in enumerate([("2016-10-03", 20.0), ("2016-10-01", 1.0), ("2016-10-01", 9.0)]):
        pair = Pair("police_asb", "", f"P{number}", "M1")
        waits(warehouse, pair, since=since)
        scored(warehouse, pair, weight)
    waits(warehouse, Pair("police_asb", "", "never scored", "M1"), since="2016-10-01")
    assert people(warehouse) == ["P2", "P1", "never scored", "P0"]
    assert people(warehouse, limit=2) == ["P2", "P1"]
    assert people(warehouse, limit=2, offset=3) == ["P0"]


def test_a_person_with_two_candidates_is_one_case(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB, families=("F1", "F2"))
    waits(warehouse, JAKE_HIS_TWIN, since="2016-09-01", reason="ambiguous_key")
    scored(warehouse, JACOB, 6.0)
    (found,) = waiting(warehouse)
    assert (found.candidates, found.best_weight, found.waits_since.isoformat()[:10]) == (2, 6.0, "2016-09-01")
    assert found.reasons == ("ambiguous_key", "probable_match")
    assert (backlog(warehouse).people, backlog(warehouse).pairs) == (1, 2)


def test_what_the_night_has_closed_waits_no_more(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    queue_closes(warehouse, JACOB)
    assert (people(warehouse), backlog(warehouse).oldest) == ([], None)
    with pytest.raises(DeskError, match="waiting"):
        case(warehouse)


def test_the_two_stand_side_by_side_and_say_where_they_differ(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    (candidate,) = case(warehouse).candidates
    assert {one.name: one.difference for one in candidate.details} == {
        "forename": "alike",
        "surname": "same",
        "date_of_birth": "alike",
        "sex": "same",
        "postcode": "different",
        "pnc_id": "unknown",
    }
    assert (candidate.details[0].person, candidate.details[0].member) == ("jacob", "jakob")


@pytest.mark.parametrize(
    ("detail", "person", "member_", "difference"),
    [
        ("forename", "elizabeth", "liz", "alike"),
        ("forename", "j", "jacob", "alike"),
        ("forename", "jacob", "mabel", "different"),
        ("date_of_birth", "2005-05-12", "2005-12-05", "alike"),
        ("date_of_birth", "2005-01-01", "2005-12-05", "alike"),
        ("date_of_birth", "1975-12-05", "2005-12-05", "different"),
        ("postcode", "HP20 1UY", "HP20 9ZZ", "alike"),
        ("nhs_number", "9434765919", "9434765870", "different"),
    ],
)
def test_alike_is_what_matching_takes_for_no_conflict(
    warehouse: psycopg.Connection, detail: str, person: str, member_: str, difference: str
) -> None:
    waits(warehouse, JACOB, facts={"person": {detail: person}, "member": {detail: member_}})
    (candidate,) = case(warehouse).candidates
    assert [(one.name, one.difference) for one in candidate.details] == [(detail, difference)]


def test_the_waterfall_adds_up_to_the_weight(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    scored(warehouse, JACOB, 6.0)
    (candidate,) = case(warehouse).candidates
    assert sum(step.bits for step in candidate.comparisons) == candidate.weight == 6.0
    assert [step.name for step in candidate.comparisons] == ["prior", "surname", "forename"]


def test_the_strongest_candidate_is_first_and_members_nobody_is_asked_about_stand_apart(
    warehouse: psycopg.Connection,
) -> None:
    waits(warehouse, JACOB)
    waits(warehouse, JAKE_HIS_TWIN)
    scored(warehouse, JACOB, 3.0)
    scored(warehouse, JAKE_HIS_TWIN, 5.0)
    member(warehouse, "M9", "Jacoba", "2005-05-01")
    scored(warehouse, Pair("police_asb", "", "P1", "M9"), -2.0, standing="listed")
    found = case(warehouse)
    assert [one.pair.member_ref for one in found.candidates] == ["M2", "M1"]
    assert [(one.member_ref, one.forename, one.standing) for one in found.others] == [("M9", "Jacoba", "listed")]


def test_the_household_is_the_candidates_and_as_known_now(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    member(warehouse, "M1", "Jakob", "2005-05-06", left="2016-08-01")
    member(warehouse, "M2", "Mabel", "1980-01-02")
    member(warehouse, "M3", "Replaced", "1980-01-02", known_to="2016-10-02")
    member(warehouse, "M4", "Neighbour", "1981-01-02", family="F2")
    (candidate,) = case(warehouse).candidates
    assert [(one.member_ref, one.forename, str(one.left_on)) for one in candidate.household] == [
        ("M2", "Mabel", "None"),
        ("M1", "Jakob", "2016-08-01"),
    ]


def test_other_records_that_are_the_candidates_already_are_shown(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    linked(warehouse, Pair("attendance", "", "A1", "M1"), family="F1")
    linked(warehouse, Pair("attendance", "", "A1", "M1"), family="F2")
    linked(warehouse, Pair("attendance", "", "A2", "M2"))
    linked(warehouse, JACOB)
    (candidate,) = case(warehouse).candidates
    assert [(one.feed, one.person_ref, one.basis) for one in candidate.linked] == [("attendance", "A1", "identifier")]


def test_earlier_words_on_the_pair_are_shown_and_whether_they_were_about_these_facts(
    warehouse: psycopg.Connection,
) -> None:
    waits(warehouse, JACOB)
    decide(warehouse, JACOB, "cannot_tell", "no photograph", "A. Reviewer", shown=SHOWN)
    queue_closes(warehouse, JACOB)
    waits(warehouse, JACOB, reason="facts_changed", since="2200-01-01", facts={**FACTS, "person": {"sex": "M"}})
    (candidate,) = case(warehouse).candidates
    (word,) = candidate.decisions
    assert (word.verdict, word.decided_by, word.on_these_facts) == ("cannot_tell", "A. Reviewer", False)


def test_a_case_without_facts_can_still_be_looked_at(warehouse: psycopg.Connection) -> None:
    waits(warehouse, ANNA)
    warehouse.execute("update matching.review_queue set facts = null, facts_sha256 = null")
    found = show(warehouse, ANNA.feed, ANNA.supplier, ANNA.person_ref)
    assert (found.person, found.candidates[0].details) == ({}, ())


def test_the_database_itself_keeps_the_desk_away_from_claims(warehouse: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), as_reviewer(warehouse):
        warehouse.execute("select * from claims.claim")
    with as_reviewer(warehouse):
        assert warehouse.execute("select current_user").fetchone() == ("fop_matcher",)
    assert warehouse.execute("select current_user <> 'fop_matcher', current_setting('role')").fetchone() == (
        True,
        "none",
    )


def test_who_is_no_reviewer_is_told_so(warehouse: psycopg.Connection) -> None:
    warehouse.execute(sql.SQL("create role passer_by_at_the_desk nologin"))
    try:
        warehouse.execute("set local session authorization passer_by_at_the_desk")
        with pytest.raises(DeskError, match="fop_matcher"):
            waiting(warehouse)
    finally:
        warehouse.rollback()
