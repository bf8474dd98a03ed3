"""Candidates in the warehouse: what is kept of them, what holds an answer back, and what a reviewer's word needs."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.matching.warehouse import FIRST, SECOND, THIRD, Warehouse

SARAH = {"forename": "Sarah", "surname": "Wetherby", "date_of_birth": "2005-05-14", "postcode": "HP20 1AA"}
SANDRA = SARAH | {"forename": "Sandra"}
FAINT = {"forename": "Emily", "surname": "Wetherby", "date_of_birth": "2005-05-14", "postcode": "MK40 7ZZ"}
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def house(warehouse):
    house = Warehouse(warehouse)
    house.member("m1", **SARAH)
    return house


def proposals(house: Warehouse) -> list:
    return house.query(
        "SELECT member_ref, standing, valid_to = 'infinity' FROM matching.proposal ORDER BY valid_from, person_ref"
    )


def decide(house: Warehouse, verdict: str, by: str, at: dt.datetime, *, second_needed: bool = False) -> None:
    house.insert(
        "matching.decision", feed="police_asb", person_ref="1", member_ref="m1", verdict=verdict, reason="seen both",
        decided_by=by, decided_at=at, second_needed=second_needed,
    )  # fmt: skip


def test_a_candidate_who_waits_for_a_person_holds_answers_back(house):
    house.say("police_asb", "1", person_ref="1", **SANDRA)
    house.night(FIRST)
    assert proposals(house) == [("m1", "review", True)]
    assert house.as_known("undecided_match", FIRST) == {("police_asb", "m1")}


def test_a_candidate_too_weak_to_be_asked_about_holds_answers_back_all_the_same(house):
    house.say("police_asb", "1", person_ref="1", **FAINT)
    house.night(FIRST)
    assert proposals(house) == [("m1", "listed", True)]
    assert house.query("SELECT * FROM matching.review_queue") == []
    assert house.as_known("undecided_match", FIRST) == {("police_asb", "m1")}


def test_whoever_is_another_member_holds_nothing_back(house):
    house.member("m2", "F2", **SANDRA)
    house.say("police_asb", "1", person_ref="1", **SANDRA)
    house.night(FIRST)
    assert sorted(proposals(house)) == [("m1", "linked_elsewhere", True), ("m2", "linked", True)]
    assert house.as_known("undecided_match", FIRST) == set()


def test_a_candidate_that_stands_as_it_stood_is_not_written_again(house):
    house.say("police_asb", "1", person_ref="1", **SANDRA)
    house.night(FIRST)
    before = house.query("SELECT ctid FROM matching.proposal")
    house.night(SECOND)
    assert house.query("SELECT ctid FROM matching.proposal") == before


def test_what_held_answers_back_is_known_for_every_earlier_night(house):
    house.say("police_asb", "1", person_ref="1", **FAINT)
    house.night(FIRST)
    decide(house, "different", "Ann", FIRST + HOUR)
    house.night(SECOND)
    assert proposals(house) == [("m1", "listed", False), ("m1", "decided", True)]
    assert house.as_known("undecided_match", FIRST) == {("police_asb", "m1")}
    assert house.as_known("undecided_match", SECOND) == set()


def test_what_is_compared_is_shown_to_the_reviewer_with_its_hash(house):
    house.say("police_asb", "1", person_ref="1", **SANDRA)
    house.night(FIRST)
    ((facts, sha256),) = house.query("SELECT facts, facts_sha256 FROM matching.review_queue")
    assert (facts["person"]["forename"], facts["member"]["forename"]) == ("sandra", "sarah")
    assert len(sha256) == 64


def test_a_pair_that_still_waits_shows_its_newest_facts_and_keeps_its_age(house):
    house.say("police_asb", "1", person_ref="1", **SANDRA)
    house.night(FIRST)
    house.say("police_asb", "1", SECOND - HOUR, person_ref="1", **(SANDRA | {"postcode": "HP20 1AB"}))
    house.night(SECOND)
    ((since, facts),) = house.query("SELECT valid_from, facts FROM matching.review_queue WHERE valid_to = 'infinity'")
    assert since == FIRST
    assert facts["person"]["postcode"] == "HP20 1AB"


@pytest.mark.parametrize(
    ("words", "linked"),
    [
        ([("same", "Ann", True)], False),
        ([("same", "Ann", True), ("same", "Ann", True)], False),
        ([("same", "Ann", True), ("same", "Bob", True)], True),
        ([("same", "Ann", True), ("different", "Bob", False), ("same", "Cat", True)], False),
        ([("same", "Ann", True), ("undone", "Ann", False), ("same", "Bob", True)], False),
        ([("same", "Ann", False)], True),
        ([("same", "Ann", False), ("undone", "Bob", False)], False),
    ],
    ids=[
        "one person has said so", "one person has said so twice", "two people have", "another said otherwise between",
        "the first took it back", "no second is needed", "it was undone",
    ],
)  # fmt: skip
def test_a_same_in_the_band_links_once_two_people_have_said_it(house, words, linked):
    house.say("police_asb", "1", person_ref="1", **SANDRA)
    house.night(FIRST)
    for place, (verdict, by, second_needed) in enumerate(words, start=1):
        decide(house, verdict, by, FIRST + place * HOUR, second_needed=second_needed)
    house.night(SECOND)
    assert house.open_links == ([("police_asb", "1", "m1", "decision")] if linked else [])


def test_until_the_second_has_spoken_the_answer_waits(house):
    house.say("police_asb", "1", person_ref="1", **SANDRA)
    house.night(FIRST)
    decide(house, "same", "Ann", FIRST + HOUR, second_needed=True)
    house.night(SECOND)
    assert house.query("SELECT reason FROM matching.review_queue WHERE valid_to = 'infinity'") == ["second_opinion"]
    assert house.as_known("undecided_match", SECOND) == {("police_asb", "m1")}


def test_a_decision_outlasts_every_later_night_and_is_asked_again_when_its_facts_change(house):
    house.say("police_asb", "1", person_ref="1", **SANDRA)
    house.night(FIRST)
    house.connection.execute(
        "INSERT INTO matching.decision"
        " (feed, person_ref, member_ref, verdict, reason, decided_by, decided_at, seen_sha256)"
        " SELECT feed, person_ref, member_ref, 'same', 'a middle name', 'Ann', %s, facts_sha256"
        " FROM matching.review_queue",
        [FIRST + HOUR],
    )
    house.night(SECOND)
    assert house.open_links == [("police_asb", "1", "m1", "decision")]
    house.say("police_asb", "1", THIRD - HOUR, person_ref="1", **(SANDRA | {"surname": "Khan"}))
    house.night(THIRD)
    assert house.open_links == [("police_asb", "1", "m1", "decision")]
    assert house.query("SELECT reason FROM matching.review_queue WHERE valid_to = 'infinity'") == ["facts_changed"]
    assert house.as_known("undecided_match", THIRD) == set()


def test_a_move_of_house_does_not_make_a_link_flap(house):
    slip = SARAH | {"forename": "Sarha"}
    house.say("police_asb", "1", person_ref="1", **slip)
    house.night(FIRST)
    house.say("police_asb", "1", SECOND - HOUR, person_ref="1", **(slip | {"postcode": "MK40 7ZZ"}))
    result = house.night(SECOND)
    assert house.open_links == [("police_asb", "1", "m1", "model")]
    assert (result.begun, result.ended) == (0, 0)
