"""Who is who where no identifier and no exact key says so: the model, and the guard that it stands behind."""

from __future__ import annotations

import pytest

from outcomes.matching.method import load_method

SARAH = ("Sarah", "Wetherby", "2005-05-14", "HP20 1AA")


def linked(county, person, member):
    return county.link().links.get(person) == (member, "model")


@pytest.mark.parametrize(
    "typed",
    [
        ("Sarha", "Wetherby", "2005-05-14", "HP20 1AA"),
        ("Sarah", "Weatherby", "2005-05-14", "HP21 9ZZ"),
        ("Sarah", "Wetherby", "2005-05-15", "HP20 1AA"),
        ("Sally", "Wetherby", "2005-05-14", "HP20 1AB"),
        ("Sarah", "Wetherby-Khan", "2005-05-14", "HP21 9ZZ"),
        ("Sarah", "Khan Wetherby", "2005-05-14", None),
        ("Wetherby", "Sarah", "2005-05-14", "HP20 1AA"),
        ("S", "Wetherby", "2005-05-14", "HP20 1AA"),
        ("Sarah", "Wetherby", "2005-01-01", "HP20 1AA"),
    ],
    ids=[
        "a slip in her forename", "a slip in her surname and a move", "a slip in her date of birth", "a pet name",
        "a double name and a move", "the other order, without an address", "forename and surname swapped",
        "an initial", "the first of January",
    ],
)  # fmt: skip
def test_a_members_record_is_linked_in_spite_of(county, typed):
    county.member("m1", *SARAH)
    person = county.record("police", "1", *typed)
    assert linked(county, person, "m1")


@pytest.mark.parametrize(
    "typed",
    [
        ("Sandra", "Wetherby", "2005-05-14", "HP20 1AA"),
        ("Emily", "Wetherby", "2005-05-14", "HP20 1AA"),
        ("Sarah", "Wetherby", None, "HP20 1AA"),
        ("Unknown", "Wetherby", "2005-05-14", "HP20 1AA"),
        ("Sarah", "Wetherby", "1975-02-03", "HP20 1AA"),
    ],
    ids=["a twin of a like name", "a twin", "no date of birth", "no forename", "a mother of the same name"],
)
def test_a_person_is_asked_about(county, typed):
    county.member("m1", *SARAH)
    person = county.record("police", "1", *typed)
    found = county.link()
    assert found.links == {}
    assert found.reviews == {person: {"m1": "probable_match"}}


def test_a_stranger_who_shares_a_birthday_is_nobodys_business(county):
    county.member("m1", *SARAH)
    county.record("police", "1", "Emily", "Nkosi", "2005-05-14", "MK1 1AA")
    found = county.link()
    assert (found.links, found.reviews, found.proposals) == ({}, {}, {})


def test_where_twins_are_known_a_slip_may_be_the_other_twins_name(county):
    county.member("m1", *SARAH)
    slip = county.record("police", "1", "Sarha", *SARAH[1:])
    assert linked(county, slip, "m1")
    county.record("attendance", "7", "Sarra", *SARAH[1:])
    county.record("attendance", "8", *SARAH)
    assert county.link().reviews[slip] == {"m1": "probable_match"}


def test_a_twin_is_known_even_where_a_register_has_no_address(county):
    county.member("m1", *SARAH)
    county.record("attendance", "7", "Sarra", *SARAH[1:3])
    county.record("attendance", "8", *SARAH)
    slip = county.record("police", "1", "Sarha", *SARAH[1:])
    assert county.link().reviews[slip] == {"m1": "probable_match"}


def test_a_name_and_a_birthday_that_are_both_only_alike_wait_for_a_person(county):
    county.member("m1", *SARAH)
    person = county.record("police", "1", "Sarha", "Wetherby", "2005-05-15", "HP20 1AA")
    assert county.link().reviews == {person: {"m1": "probable_match"}}


def test_a_brother_and_a_sister_are_told_apart_by_their_sex(county):
    county.member("m1", "Danniel", *SARAH[1:], sex="M")
    person = county.record("police", "1", "Dannielle", *SARAH[1:], sex="F")
    assert county.link().reviews == {person: {"m1": "probable_match"}}


def test_of_two_members_alike_neither_is_linked(county):
    county.member("m1", "Sarah", "Wetherby", "2005-05-14", None)
    county.member("m2", "Sarah", "Weatherby", "2005-05-14", None)
    person = county.record("police", "1", "Sarah", "Wetherbey", "2005-05-14", None)
    found = county.link()
    assert found.links == {}
    assert found.reviews == {person: {"m1": "probable_match", "m2": "probable_match"}}


def test_of_two_people_in_a_register_the_better_by_five_bits_is_linked(county):
    county.member("m1", *SARAH)
    better = county.record("police", "1", "Sarha", *SARAH[1:])
    worse = county.record("police", "2", "Sarha", "Wetherby", "2005-05-15", None)
    found = county.link()
    assert found.links == {better: ("m1", "model")}
    assert found.proposals[better, "m1"] - found.proposals[worse, "m1"] >= load_method().guard.clear_by


def test_a_person_entered_twice_is_no_rival_to_herself(county):
    county.member("m1", *SARAH)
    twice = [county.record("police", ref, "Sarha", *SARAH[1:3], where) for ref, where in (("1", SARAH[3]), ("2", None))]
    assert county.link().links == dict.fromkeys(twice, ("m1", "model"))


def test_different_identifiers_of_one_kind_forbid_a_link(county):
    county.member("m1", *SARAH, nhs_number="9434765919")
    person = county.record("child_health", "1", "Sarha", *SARAH[1:], nhs_number="9434765870")
    assert county.link().reviews == {person: {"m1": "probable_match"}}


def test_a_link_that_was_there_is_kept_below_the_weight_at_which_it_would_be_made(county):
    county.member("m1", *SARAH, sex="F")
    person = county.record("police", "1", "Sarah", "Wetherby", "2005-05-15", "MK40 7ZZ", sex="F")
    weight = county.link().proposals[person, "m1"]
    guard = load_method().guard
    assert guard.keep_weight <= weight < guard.link_weight, "the case has to lie between the two"
    assert county.link().links == {}
    county.linked_before(person, "m1")
    assert county.link().links == {person: ("m1", "model")}


def test_whoever_was_told_apart_is_no_candidate(county):
    county.member("m1", *SARAH)
    person = county.record("police", "1", "Sarha", *SARAH[1:])
    county.decide(person, "m1", "different")
    found = county.link()
    assert (found.links, found.reviews) == ({}, {})
    assert found.standings == {(person, "m1"): "decided"}


def test_a_rare_name_says_more_than_a_common_one(county):
    for number in range(60):
        county.record("housing", f"x{number}", f"Nobody{number}", "Wotherspoon", f"19{30 + number}-03-04", None)
    county.member("m1", "Sarha", "Wotherspoon", "2005-05-14", None)
    county.member("m2", "Sarha", "Quillfeather", "2005-05-14", None)
    common = county.record("police", "1", "Sarah", "Wotherspoon", "2005-05-14", None)
    rare = county.record("police", "2", "Sarah", "Quillfeather", "2005-05-14", None)
    weights = county.link().proposals
    assert weights[rare, "m2"] > weights[common, "m1"]


def test_the_weights_of_the_waterfall_add_up(county):
    county.member("m1", *SARAH)
    person = county.record("police", "1", "Sarha", *SARAH[1:])
    found = county.link()
    (steps,) = found.waterfalls.values()
    assert [step["name"] for step in steps] == [
        "prior", "forename", "surname", "date_of_birth", "postcode", "sex", "together", "identifiers"
    ]  # fmt: skip
    assert sum(step["bits"] for step in steps) == pytest.approx(found.proposals[person, "m1"], abs=0.001)
    assert all(step["level"] for step in steps)


def test_the_order_of_rows_decides_nothing(county):
    county.member("m1", *SARAH)
    county.member("m2", "Sahra", "Weatherby", "2005-05-14", None, family="F2")
    for number, forename in enumerate(("Sarha", "Sara", "S", "Emily", "Sarah Jane")):
        county.record("police", str(number), forename, *SARAH[1:])
    expected = county.link().everything
    assert all(county.shuffled(seed).link().everything == expected for seed in range(3))
