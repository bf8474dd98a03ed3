"""Who is who: the deterministic steps, as sentences about people."""

from __future__ import annotations

from hashlib import sha256

import pytest

UPN = "G801200001001"
SISTERS_UPN = "J801200001002"
NHS = "9434765919"
NINO = "JG103759A"
SARAH = ("Sarah", "Smith", "2005-05-05", "HP20 1AA")


def upn(digits: str) -> str:
    weighted = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[weighted % 23] + digits


UPN, SISTERS_UPN = upn("801200001001"), upn("801200001002")


# Step 1: identifiers


def test_the_same_identifier_links_whatever_else_is_unknown(county):
    county.member("m1", *SARAH, upn=UPN)
    person = county.record("attendance", "1", None, "Jones", None, None, upn=UPN)
    assert county.link().links == {person: ("m1", "identifier")}


@pytest.mark.parametrize(
    "forename", ["Sara", "SARAH", "Sally", "S", "S.", "Sarah Jane", "Mrs Sarah", "Unknown", "Baby"]
)
def test_a_nickname_a_slip_an_initial_or_nothing_known_is_no_conflict(county, forename):
    county.member("m1", *SARAH, upn=UPN)
    person = county.record("attendance", "1", forename, *SARAH[1:], upn=UPN)
    assert county.link().links == {person: ("m1", "identifier")}


@pytest.mark.parametrize("born", ["2005-05-06", "2005-05-15", "2005-01-01", "2015-05-05", "1900-01-01", None])
def test_a_slip_a_default_or_no_date_is_no_conflict(county, born):
    county.member("m1", *SARAH, upn=UPN)
    person = county.record("attendance", "1", "Sarah", "Smith", born, "HP20 1AA", upn=UPN)
    assert county.link().links == {person: ("m1", "identifier")}


def test_a_swapped_day_and_month_is_no_conflict(county):
    county.member("m1", "Sarah", "Smith", "2005-03-11", None, upn=UPN)
    person = county.record("attendance", "1", "Sarah", "Smith", "2005-11-03", None, upn=UPN)
    assert county.link().links == {person: ("m1", "identifier")}


@pytest.mark.parametrize(
    ("forename", "born"),
    [("Emily", "2005-05-05"), ("E", "2005-05-05"), ("Sarah", "2007-09-21"), ("Sarah", "2006-01-01")],
)
def test_the_same_identifier_with_a_conflict_waits_for_a_person(county, forename, born):
    county.member("m1", *SARAH, upn=UPN)
    person = county.record("attendance", "1", forename, "Smith", born, "HP20 1AA", upn=UPN)
    found = county.link()
    assert found.links == {}
    assert found.reviews == {person: {"m1": "identifier_conflict"}}


def test_two_names_that_share_a_pet_name_are_in_conflict(county):
    county.member("m1", "Christopher", "Smith", "2005-05-05", None, upn=UPN)
    person = county.record("attendance", "1", "Tina", "Smith", "2005-05-05", None, upn=UPN)
    assert county.link().reviews == {person: {"m1": "identifier_conflict"}}


def test_identifiers_that_point_at_different_members_wait_for_a_person(county):
    county.member("m1", *SARAH, upn=UPN)
    county.member("m2", *SARAH, nhs_number=NHS)
    person = county.record("social_care", "1", *SARAH, upn=UPN, nhs_number=NHS)
    found = county.link()
    assert found.links == {}
    assert found.reviews == {person: {"m1": "identifiers_disagree", "m2": "identifiers_disagree"}}


def test_an_identifier_that_agrees_beside_one_that_differs_waits_for_a_person(county):
    county.member("m1", *SARAH, upn=UPN, nhs_number=NHS)
    person = county.record("social_care", "1", *SARAH, upn=SISTERS_UPN, nhs_number=NHS)
    assert county.link().reviews == {person: {"m1": "identifier_differs"}}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("upn", "A80120000100B"),  # temporary
        ("upn", "A801200001001"),  # the letter is wrong
        ("upn", "A000000000000"),
        ("nhs_number", "9434765918"),
        ("nhs_number", "0000000000"),
        ("nino", "GB123456A"),
        ("nino", "DA123456A"),
        ("nino", "JG103759E"),
        ("pnc_id", "17/12345Z"),
    ],
)
def test_an_identifier_that_nobody_was_given_for_good_links_nobody(county, kind, value):
    county.member("m1", *SARAH, **{kind: value})
    county.record("agency", "1", "Sarah", "Jones", None, None, **{kind: value})
    found = county.link()
    assert found.links == {}
    assert found.reviews == {}


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        ("upn", UPN, f" {UPN.lower()} "),
        ("nhs_number", NHS, "943 476 5919"),
        ("nino", NINO, "jg 10 37 59 a"),
        ("pnc_id", "17/1234567Z", "17/1234567z"),
    ],
)
def test_each_kind_of_identifier_links_however_it_is_typed(county, kind, value, typed):
    county.member("m1", *SARAH, **{kind: value})
    person = county.record("agency", "1", "Sarah", "Jones", None, None, **{kind: typed})
    assert county.link().links == {person: ("m1", "identifier")}


# Step 2: exact keys


@pytest.mark.parametrize(
    "details",
    [
        ("Sarah", "Smith", "2005-05-05", "HP20 1AA"),
        ("sarah", "SMITH ", "2005-05-05", "hp201aa"),
        ("Sarah", "Jones", "2005-05-05", "HP20 1AA"),  # married, or the other parent's name
        ("Sarah", "Smith", "2005-05-05", "MK1 1AA"),  # moved house
        ("Sarah", "Smith", "2005-05-05", None),
        ("Miss Sarah", "Smith (née Jones)", "2005-05-05", "ZZ99 3AA"),
    ],
)
def test_a_safe_exact_key_links(county, details):
    county.member("m1", *SARAH)
    person = county.record("police", "1", *details)
    assert county.link().links == {person: ("m1", "exact_key")}


@pytest.mark.parametrize(
    ("programme", "agency"),
    [
        ("O'Brien", "OBRIEN"),
        ("Smith-Jones", "Smith Jones"),
        ("Núñez", "Nunez"),
        ("Łukasik", "Lukasik"),
        ("D’Arcy", "d'arcy"),
    ],
)
def test_a_surname_is_the_same_however_it_is_punctuated(county, programme, agency):
    county.member("m1", "Zoë", programme, "2005-05-05", None)
    person = county.record("police", "1", "Zoe", agency, "2005-05-05", None)
    assert county.link().links == {person: ("m1", "exact_key")}


def test_a_twins_record_is_not_linked_to_her_sister(county):
    county.member("m1", *SARAH)
    county.record("police", "1", "Sandra", "Smith", "2005-05-05", "HP20 1AA")
    assert county.link().links == {}


def test_a_twins_record_with_her_sisters_identifier_is_not_linked(county):
    county.member("m1", *SARAH, upn=UPN)
    person = county.record("attendance", "1", "Emily", "Smith", "2005-05-05", "HP20 1AA", upn=UPN)
    assert county.link().reviews == {person: {"m1": "identifier_conflict"}}


def test_a_twins_record_with_her_sisters_identifier_waits_though_their_names_are_alike(county):
    county.member("m1", "Jayden", *SARAH[1:], nhs_number=NHS)
    county.member("m2", "Hayden", *SARAH[1:])
    person = county.record("child_health", "1", "Hayden", *SARAH[1:], nhs_number=NHS)
    found = county.link()
    assert found.links == {}
    assert found.reviews == {person: {"m1": "points_elsewhere", "m2": "points_elsewhere"}}


def test_a_fathers_record_is_not_linked_to_his_son_of_the_same_name(county):
    county.member("son", "John", "Smith", "2005-05-05", "HP20 1AA")
    county.record("police", "1", "John", "Smith", "1975-03-02", "HP20 1AA")
    assert county.link().links == {}


def test_names_that_differ_in_a_digit_are_two_names(county):
    county.member("m1", "Adult1", "Family7", "1980-05-05", "HP20 1AA")
    county.member("m2", "Adult2", "Family7", "1980-05-05", "HP20 1AA")
    first = county.record("police", "1", "Adult1", "Family7", "1980-05-05", "HP20 1AA")
    county.record("police", "3", "Adult3", "Family7", "1980-05-05", "HP20 1AA")
    assert county.link().links == {first: ("m1", "exact_key")}


def test_an_initial_is_no_forename_to_be_found_by(county):
    county.member("m1", "S", "Smith", "2005-05-05", "HP20 1AA")
    county.record("treatment", "1", "S", "Smith", "2005-05-05", "HP20 1AA")
    assert county.link().links == {}


def test_what_is_not_known_is_nothing_in_common(county):
    county.member("m1", "Baby", "Smith", "1900-01-01", "ZZ99 3AA")
    county.member("m2", "Unknown", "Smith", "2005-05-05", "HP20 1AA")
    county.record("police", "1", "BABY", "Smith", "01/01/1900", "ZZ99 3AA")
    nameless = county.record("police", "2", "Unknown", "Smith", "2005-05-05", "HP20 1AA")
    found = county.link()
    assert (found.links, found.reviews) == ({}, {nameless: {"m2": "probable_match"}})


def test_two_members_alike_are_both_listed_and_neither_is_linked(county):
    county.member("m1", *SARAH)
    county.member("m2", *SARAH[:3], None, family="F2")
    person = county.record("police", "1", *SARAH[:3])
    found = county.link()
    assert found.links == {}
    assert found.reviews == {person: {"m1": "ambiguous_key", "m2": "ambiguous_key"}}


def test_somebody_who_was_entered_twice_in_a_register_is_one_person(county):
    county.member("m1", *SARAH)
    one = county.record("police", "1", *SARAH)
    other = county.record("police", "2", *SARAH)
    assert county.link().links == {one: ("m1", "exact_key"), other: ("m1", "exact_key")}


def test_two_people_whom_an_identifier_tells_apart_both_wait_for_a_person(county):
    county.member("m1", *SARAH)
    one = county.record("attendance", "1", *SARAH, upn=UPN)
    other = county.record("attendance", "2", *SARAH, upn=SISTERS_UPN)
    assert county.link().reviews == {one: {"m1": "ambiguous_key"}, other: {"m1": "ambiguous_key"}}


def test_two_people_of_one_register_alike_but_for_the_address_both_wait_for_a_person(county):
    county.member("m1", *SARAH)
    one = county.record("police", "1", *SARAH[:3], "HP1 1AA")
    other = county.record("police", "2", *SARAH[:3], "HP2 2BB")
    assert county.link().reviews == {one: {"m1": "ambiguous_key"}, other: {"m1": "ambiguous_key"}}


def test_a_second_record_of_a_member_known_by_identifier_has_no_rival(county):
    county.member("m1", *SARAH, upn=UPN)
    known = county.record("attendance", "1", *SARAH, upn=UPN)
    second = county.record("attendance", "2", *SARAH)
    assert county.link().links == {known: ("m1", "identifier"), second: ("m1", "exact_key")}


def test_somebody_known_to_be_another_member_is_still_a_rival(county):
    county.member("m1", *SARAH)
    county.member("m2", "Sarah", "Smith", None, None, nhs_number=NHS)
    known = county.record("child_health", "1", *SARAH, nhs_number=NHS)
    doubted = county.record("child_health", "2", *SARAH)
    found = county.link()
    assert found.links == {known: ("m2", "identifier")}
    assert found.reviews[doubted]["m1"] == "ambiguous_key"


def test_different_identifiers_of_one_kind_forbid_the_link(county):
    county.member("m1", *SARAH, upn=UPN)
    person = county.record("attendance", "1", *SARAH, upn=SISTERS_UPN)
    assert county.link().reviews == {person: {"m1": "identifier_differs"}}


def test_identifiers_of_different_kinds_say_nothing_about_each_other(county):
    county.member("m1", *SARAH, upn=UPN)
    person = county.record("child_health", "1", *SARAH, nhs_number=NHS)
    assert county.link().links == {person: ("m1", "exact_key")}


def test_an_identifier_of_one_member_and_the_name_of_another_lists_both(county):
    county.member("m1", "Emily", "Smith", "2005-05-05", "HP20 1AA", upn=UPN)
    county.member("m2", *SARAH)
    person = county.record("attendance", "1", *SARAH, upn=UPN)
    assert county.link().reviews == {person: {"m1": "identifier_conflict", "m2": "points_elsewhere"}}


def test_a_link_by_identifier_is_not_reconsidered_by_name(county):
    county.member("m1", "Sarah", "Jones", "2005-05-05", None, upn=UPN)
    county.member("m2", *SARAH)
    person = county.record("attendance", "1", *SARAH, upn=UPN)
    found = county.link()
    assert found.links == {person: ("m1", "identifier")}
    assert found.reviews == {}


def test_somebody_in_doubt_is_not_linked_by_a_weaker_key(county):
    county.member("m1", "Sarah", "Smith", "2005-05-05", "HP20 1AA", upn=UPN)
    county.member("m2", "Sarah", "Jones", "2005-05-05", "HP20 1AA")
    person = county.record("attendance", "1", *SARAH, upn=SISTERS_UPN)
    assert county.link().reviews == {person: {"m1": "identifier_differs", "m2": "ambiguous_key"}}


# Step 0: decisions


def test_a_person_who_was_decided_to_be_a_member_is_linked_whatever_speaks_against_it(county):
    county.member("m1", *SARAH, upn=UPN)
    person = county.record("attendance", "1", "Emily", "Jones", "2007-09-21", None, upn=SISTERS_UPN)
    county.decide(person, "m1", "same")
    found = county.link()
    assert found.links == {person: ("m1", "decision")}
    assert found.reviews == {}


@pytest.mark.parametrize("identifier", [{}, {"upn": UPN}])
def test_a_pair_that_was_told_apart_is_neither_linked_nor_asked_again(county, identifier):
    county.member("m1", *SARAH, **identifier)
    person = county.record("attendance", "1", *SARAH, **identifier)
    county.decide(person, "m1", "different")
    found = county.link()
    assert (found.links, found.reviews) == ({}, {})


def test_when_one_of_two_candidates_is_told_apart_the_other_is_linked(county):
    county.member("m1", *SARAH)
    county.member("m2", *SARAH)
    person = county.record("police", "1", *SARAH)
    county.decide(person, "m2", "different")
    assert county.link().links == {person: ("m1", "exact_key")}


def test_somebody_whom_a_person_has_recognised_is_nobodys_rival(county):
    county.member("m1", *SARAH)
    known = county.record("police", "1", *SARAH)
    second = county.record("police", "2", *SARAH)
    county.decide(known, "m1", "same")
    assert county.link().links == {known: ("m1", "decision"), second: ("m1", "exact_key")}


def test_what_nobody_can_tell_stays_in_doubt(county):
    county.member("m1", *SARAH)
    person = county.record("police", "1", *SARAH)
    county.decide(person, "m1", "cannot_tell")
    found = county.link()
    assert found.links == {}
    assert found.reviews == {person: {"m1": "cannot_tell"}}


def test_two_members_for_one_person_are_asked_again(county):
    county.member("m1", *SARAH)
    county.member("m2", "Emily", "Smith", "2005-05-05", "HP20 1AA")
    person = county.record("police", "1", *SARAH)
    county.decide(person, "m1", "same")
    county.decide(person, "m2", "same")
    assert county.link().reviews == {person: {"m1": "decisions_disagree", "m2": "decisions_disagree"}}


def test_a_decision_stands_and_is_asked_again_when_its_facts_have_changed(county):
    county.member("m1", *SARAH)
    person = county.record("police", "1", "Emily", "Jones", None, None)
    county.decide(person, "m1", "same", seen="other facts")
    found = county.link()
    assert found.links == {person: ("m1", "decision")}
    assert found.reviews == {person: {"m1": "facts_changed"}}


def test_a_decision_whose_facts_are_the_same_is_not_asked_again(county):
    details = "\x1f".join(["sarah", "/", "smith", "/", "2005-05-05", "/", "HP20 1AA", "/", "/", "/", "/", "/"])
    county.member("m1", *SARAH)
    person = county.record("police", "1", *SARAH)
    county.decide(person, "m1", "same", seen=sha256(f"{details}\x1e{details}".encode()).hexdigest())
    assert county.link().reviews == {}


def test_a_pair_told_apart_that_is_alike_by_new_facts_waits_for_a_person(county):
    county.member("m1", *SARAH)
    person = county.record("police", "1", *SARAH)
    county.decide(person, "m1", "different", seen="other facts")
    assert county.link().reviews == {person: {"m1": "told_apart_before"}}


# People, details, families


def test_two_districts_person_17_are_two_people(county):
    county.member("m1", *SARAH)
    county.member("m2", "John", "Brown", "1975-03-02", "MK1 1AA")
    one = county.record("district_asb", "17", *SARAH, supplier="wycombe")
    other = county.record("district_asb", "17", "John", "Brown", "1975-03-02", None, supplier="chiltern")
    assert county.link().links == {one: ("m1", "exact_key"), other: ("m2", "exact_key")}


def test_one_human_in_two_districts_is_no_rival_of_herself(county):
    county.member("m1", *SARAH)
    one = county.record("district_asb", "17", *SARAH, supplier="wycombe")
    other = county.record("district_asb", "4", *SARAH, supplier="chiltern")
    assert county.link().links == {one: ("m1", "exact_key"), other: ("m1", "exact_key")}


def test_the_newest_known_value_of_each_detail_counts(county):
    county.member("m1", "Sarah", "Jones", "2005-05-05", "MK1 1AA")
    county.record("police", "1", "Sara", "Smith", "2005-05-05", "HP20 1AA", through="2016-01-31")
    county.record("police", "1", "Sarah", "Jones", None, None, through="2016-03-31")
    person = county.record("police", "1", "Unknown", "Smith", None, "MK1 1AA", through="2016-02-29")
    assert county.link().links == {person: ("m1", "exact_key")}


def test_a_member_of_two_families_is_one_human_linked_in_both(county):
    county.member("m1", *SARAH, family="F1")
    county.member("m1", *SARAH, family="F2")
    person = county.record("police", "1", *SARAH)
    found = county.link()
    assert found.links == {person: ("m1", "exact_key")}
    assert found.families == {(person, "F1"), (person, "F2")}


def test_every_member_is_looked_for_in_every_feed(county):
    county.member("m1", *SARAH)
    county.member("m2", "John", "Brown", "1975-03-02", "MK1 1AA")
    county.record("police", "1", *SARAH)
    county.record("benefits", "1", "Somebody", "Else", "1990-01-02", None)
    assert county.link().searches == {
        ("m1", "police"): True,
        ("m1", "benefits"): False,
        ("m2", "police"): False,
        ("m2", "benefits"): False,
    }


def test_the_nights_figures_add_up(county):
    county.member("m1", *SARAH, upn=UPN)
    county.member("m2", "John", "Brown", "1975-03-02", "MK1 1AA")
    county.record("attendance", "1", *SARAH, upn=UPN)
    county.record("attendance", "1", *SARAH, upn=UPN)
    county.record("attendance", "2", "John", "Brown", "1975-03-02", None)
    county.record("attendance", "3", "Emily", "Smith", "2005-05-05", None, upn=UPN)
    county.record("attendance", "4", "Not", "Member", "2005-05-05", None)
    assert county.link().quality["attendance"] == {
        "feed": "attendance", "rows": 5, "people": 4, "matched_identifier": 1, "matched_exact_key": 1,
        "matched_model": 0, "matched_decision": 0, "review": 1, "unmatched": 1,
    }  # fmt: skip


# Rows in quarantine


@pytest.mark.parametrize(
    "typed",
    [
        {"forename": "SARAH", "surname": "smith"},
        {"date_of_birth": "2005-05-05"},
        {"date_of_birth": "05/05/2005", "forename": "?"},
        {"upn": UPN.lower()},
    ],
)
def test_a_row_in_quarantine_is_a_members_by_full_name_or_birthday_or_identifier(county, typed):
    county.member("m1", *SARAH, upn=UPN)
    county.set_aside("attendance", 7, **typed)
    assert county.link().quarantine == {(7, "m1")}


@pytest.mark.parametrize("typed", [{"forename": "Sarah"}, {"surname": "Smith"}, {"date_of_birth": "yesterday"}, {}])
def test_half_a_name_in_quarantine_is_nobodys(county, typed):
    county.member("m1", *SARAH)
    county.set_aside("attendance", 7, **typed)
    assert county.link().quarantine == set()


def test_shuffling_the_rows_changes_nothing(county):
    names = ["Sarah", "Sara", "Emily", "John", "Jon", "Unknown", None]
    for number in range(60):
        details = (
            names[number % 7],
            ["Smith", "Jones"][number % 2],
            f"2005-0{1 + number % 3}-05",
            ["HP20 1AA", None][number % 2],
        )
        identifier = {"upn": upn(f"8012000010{number % 11:02}")} if number % 3 else {}
        if number % 2:
            county.member(f"m{number % 9}", *details, family=f"F{number % 4}", **identifier)
        county.record(["police", "attendance"][number % 2], str(number % 13), *details, **identifier)
        county.set_aside("police", number, forename=names[number % 7] or "", surname="Smith")
    county.decide(("police", "", "1"), "m1", "same")
    county.decide(("police", "", "3"), "m3", "different")
    expected = county.link().everything
    assert any(expected)
    for seed in range(3):
        assert county.shuffled(seed).link().everything == expected
