"""Matching in the warehouse: what one night keeps of the night before, and what is known of earlier nights."""

from __future__ import annotations

import datetime as dt
import logging

import psycopg
import pytest
from psycopg.types.json import Jsonb
from tests.matching.warehouse import FIRST, SECOND, THIRD, Warehouse

from outcomes import matching

UPN = "H801200001001"
SARAH = {"forename": "Sarah", "surname": "Smith", "date_of_birth": "2005-05-05", "postcode": "HP20 1AA"}
JOHN = {"forename": "John", "surname": "Brown", "date_of_birth": "1975-03-02", "postcode": "MK1 1AA"}


@pytest.fixture
def house(warehouse: psycopg.Connection) -> Warehouse:
    house = Warehouse(warehouse)
    house.member("m1", **SARAH, upn=UPN)
    house.member("m2", **JOHN)
    return house


def test_a_person_is_linked_in_every_family_of_the_member(house):
    house.member("m1", "F2", **SARAH)
    house.say("police_asb", "i1|1", person_ref="1", **SARAH)
    house.night(FIRST)
    assert set(house.query("SELECT person_ref, member_ref, family_id, basis FROM matching.link")) == {
        ("1", "m1", "F1", "exact_key"),
        ("1", "m1", "F2", "exact_key"),
    }


def test_every_contract_about_people_is_read(house):
    feeds = set(house.query("SELECT table_name FROM information_schema.columns "
                            "WHERE table_schema = 'core' AND column_name = 'date_of_birth'"))  # fmt: skip
    for feed in feeds - {"members"}:
        house.say(feed, "1", person_ref="1", **SARAH)
    result = house.night(FIRST)
    assert result.people == result.exact_key == len(feeds) - 1 > 15
    assert set(house.query("SELECT feed FROM operations.match_quality")) == feeds - {"members"}


def test_an_unchanged_link_keeps_its_row_and_its_run(house):
    house.say("attendance", "1", person_ref="1", **SARAH, upn=UPN)
    house.night(FIRST)
    before = house.query("SELECT ctid, run_id, valid_from FROM matching.link")
    result = house.night(SECOND)
    assert house.query("SELECT ctid, run_id, valid_from FROM matching.link") == before
    assert (result.identifier, result.begun, result.ended) == (1, 0, 0)


def test_the_same_run_again_changes_nothing(house):
    house.say("attendance", "1", person_ref="1", **SARAH, upn=UPN)
    house.say("police_asb", "1", person_ref="1", **SARAH)
    house.say("police_asb", "2", person_ref="2", **SARAH)
    run = house.run(FIRST)
    tables = ("matching.link", "matching.review_queue", "matching.search", "operations.match_quality")
    matching.match(house.connection, run)
    before = [sorted(house.query(f"SELECT t::text FROM {table} AS t")) for table in tables]
    matching.match(house.connection, run)
    assert [sorted(house.query(f"SELECT t::text FROM {table} AS t")) for table in tables] == before


def corrected_name(house: Warehouse) -> None:
    house.say(
        "police_asb", "1", SECOND, person_ref="1", **(SARAH | {"forename": "Emily", "date_of_birth": "2009-09-19"})
    )


def taken_back(house: Warehouse) -> None:
    house.take_back("police_asb", "1", SECOND)


def other_member(house: Warehouse) -> None:
    house.say("police_asb", "1", SECOND, person_ref="1", **JOHN)


def a_namesake(house: Warehouse) -> None:
    house.say("members", "F2|m2", SECOND, family_id="F2", joined_on="2016-01-10", person_ref="m2", **SARAH)


def member_gone(house: Warehouse) -> None:
    house.take_back("members", "F1|m1", SECOND)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (corrected_name, "no_longer_alike"),
        (taken_back, "person_withdrawn"),
        (other_member, "linked_elsewhere"),
        (a_namesake, "in_doubt"),
        (member_gone, "member_withdrawn"),
    ],
)
def test_a_link_that_no_longer_holds_is_closed_with_its_reason(house, change, reason):
    house.say("police_asb", "1", person_ref="1", **SARAH)
    house.night(FIRST)
    change(house)
    house.night(SECOND)
    closed = house.query(
        "SELECT member_ref, valid_from, valid_to, end_reason FROM matching.link WHERE valid_to < 'infinity'"
    )
    assert closed == [("m1", FIRST, SECOND, reason)]


def test_a_link_that_gains_an_identifier_is_closed_and_made_anew(house):
    house.say("attendance", "1", person_ref="1", **SARAH)
    house.night(FIRST)
    house.say("attendance", "1", SECOND, person_ref="1", **SARAH, upn=UPN)
    house.night(SECOND)
    assert house.open_links == [("attendance", "1", "m1", "identifier")]
    assert house.query("SELECT end_reason FROM matching.link WHERE basis = 'exact_key'") == ["basis_changed"]


def test_a_record_that_arrives_after_the_gate_waits_for_the_next_night(house):
    house.say("police_asb", "1", SECOND, person_ref="1", **SARAH)
    assert house.night(FIRST).people == 0
    assert house.night(SECOND).exact_key == 1


def test_a_withdrawn_record_is_nobody(house):
    house.say("police_asb", "1", person_ref="1", **SARAH)
    house.say("police_asb", "1", person_ref="1", **SARAH, withdrawn=True)
    assert house.night(FIRST).people == 0


def test_an_undecided_match_is_known_from_the_night_that_found_it_to_the_night_that_settles_it(house):
    nowhere = SARAH | {"postcode": None}
    house.say("police_asb", "1", person_ref="1", **nowhere)
    house.say("police_asb", "2", person_ref="2", **nowhere)
    house.night(FIRST)
    house.take_back("police_asb", "2", SECOND)
    house.night(SECOND)
    assert house.as_known("undecided_match", FIRST) == {("police_asb", "m1")}
    assert house.as_known("undecided_match", SECOND) == set()
    assert house.open_links == [("police_asb", "1", "m1", "exact_key")]


def test_the_newest_decision_counts_from_the_night_after_it(house):
    house.say("police_asb", "1", person_ref="1", **SARAH)
    house.night(FIRST)
    for verdict, at in (("same", FIRST - dt.timedelta(days=1)), ("different", FIRST + dt.timedelta(hours=9))):
        house.insert(
            "matching.decision", feed="police_asb", supplier="", person_ref="1", member_ref="m1", verdict=verdict,
            reason="seen the file", decided_by="a reviewer", decided_at=at,
        )  # fmt: skip
    house.night(SECOND)
    assert house.open_links == []
    assert house.query("SELECT valid_to, end_reason FROM matching.link") == [(SECOND, "decided")]
    assert house.as_known("undecided_match", SECOND) == set()


def test_a_decision_that_is_asked_again_holds_nothing_back(house):
    house.say("police_asb", "1", person_ref="1", **SARAH)
    house.insert(
        "matching.decision", feed="police_asb", supplier="", person_ref="1", member_ref="m1", verdict="same",
        reason="seen the file", decided_by="a reviewer", decided_at=FIRST - dt.timedelta(days=1), seen_sha256="others",
    )  # fmt: skip
    house.night(FIRST)
    assert house.open_links == [("police_asb", "1", "m1", "decision")]
    assert house.query("SELECT reason FROM matching.review_queue") == ["facts_changed"]
    assert house.as_known("undecided_match", FIRST) == set()


def test_a_search_is_written_when_it_finds_something_else_than_the_one_before(house):
    house.night(FIRST)
    searched = house.query("SELECT member_ref, feed, found FROM matching.search")
    assert {(member, found) for member, _, found in searched} == {("m1", False), ("m2", False)}
    house.say("police_asb", "1", SECOND, person_ref="1", **SARAH)
    house.night(SECOND)
    house.night(THIRD)
    assert len(house.query("SELECT * FROM matching.search")) == len(searched) + 1
    newest = house.query(
        "SELECT found FROM matching.search WHERE member_ref = 'm1' AND feed = 'police_asb' ORDER BY run_id"
    )
    assert newest == [False, True]


def set_aside(house: Warehouse, outcome: str = "loaded", **typed: str) -> int:
    row = house.connection.execute(
        "INSERT INTO operations.delivery (feed, file, outcome) VALUES ('attendance', 'a', %s) RETURNING delivery_id",
        [outcome],
    ).fetchone()
    assert row
    for rule in ("one", "another"):
        house.insert(
            "operations.quarantine", delivery_id=row[0], feed="attendance", row_number=7, rule=rule,
            whole_row=Jsonb(typed), quarantined_at=FIRST - dt.timedelta(hours=1),
        )  # fmt: skip
    return row[0]


@pytest.mark.parametrize(
    "typed", [{"forename": "sarah ", "surname": "SMITH"}, {"date_of_birth": "05/05/2005"}, {"upn": UPN}]
)
def test_a_quarantined_row_is_held_against_its_member_until_it_is_resolved(house, typed):
    delivery = set_aside(house, **typed)
    house.night(FIRST)
    assert house.as_known("quarantined_record", FIRST) == {("attendance", "m1")}
    house.connection.execute(
        "UPDATE operations.quarantine SET resolved_at = %s WHERE delivery_id = %s", [SECOND, delivery]
    )
    assert house.as_known("quarantined_record", FIRST) == {("attendance", "m1")}
    assert house.as_known("quarantined_record", SECOND) == set()
    house.night(SECOND)
    assert house.as_known("quarantined_record", FIRST) == {("attendance", "m1")}
    assert house.as_known("quarantined_record", SECOND) == set()


def test_a_row_of_a_file_that_was_held_is_held_against_nobody(house):
    set_aside(house, outcome="held", upn=UPN)
    assert house.night(FIRST).quarantined == 0


def test_a_run_before_the_gate_matches_nobody(house):
    with pytest.raises(matching.MatchingError, match="gate"):
        matching.match(house.connection, house.run(None))


def test_a_run_that_knows_less_than_an_earlier_one_does_not_match_again(house):
    house.night(SECOND)
    with pytest.raises(matching.MatchingError, match="knows more"):
        house.night(FIRST)


def test_nothing_about_a_person_is_logged(house, caplog):
    house.say("police_asb", "1", person_ref="PR-17", **SARAH)
    with caplog.at_level(logging.DEBUG):
        house.night(FIRST)
    assert caplog.text
    for value in ("PR-17", "Sarah", "Smith", "2005-05-05", "HP20", UPN, "m1", "F1"):
        assert value not in caplog.text
