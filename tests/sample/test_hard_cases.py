"""The hard cases of the sample county: each kind looks as it is said to, is told apart in the truth, and touches no
answer that a test may insist on."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import pytest

from outcomes.sample import County, hard_cases, make_county
from outcomes.sample.hard_cases import KINDS
from outcomes.sample.hard_cases.forms import FORMS
from outcomes.sample.hard_cases.kind import Kind
from outcomes.sample.hard_cases.members import NAMED_ALIKE
from outcomes.sample.hard_cases.naming import nearly_the_same, others
from outcomes.sample.hard_cases.relatives import FACTS, UNLISTED
from outcomes.sample.people import names as lists
from outcomes.sample.truth import Link
from sample.conftest import Made
from sample.described import Described, Key, rows_by_person

YEAR = dt.timedelta(days=365)


@pytest.fixture(scope="module")
def people(made: Made) -> dict[Key, list[Described]]:
    return rows_by_person(made)


def of_kind(county: County, kind: str) -> list[Link]:
    return [link for link in county.links if link.kind == kind]


def names(kinds: tuple[Kind, ...]) -> list[str]:
    return [kind.name for kind in kinds]


# How many there are ---------------------------------------------------------------------------------------------------
def test_every_kind_is_met_in_a_county_of_two_hundred_families(tmp_path: Path) -> None:
    county = make_county(tmp_path / "landing", families=200)
    assert list(county.hard_cases) == list(KINDS)
    assert {kind: count for kind, count in county.hard_cases.items() if count < 3} == {}


def test_one_agency_person_in_fifteen_is_hard(tmp_path: Path) -> None:
    county = make_county(tmp_path / "landing", families=2000, seed=4)
    assert 0.06 <= sum(county.hard_cases.values()) / len(county.links) <= 0.08


def test_they_are_counted_as_the_links_name_them(made: Made) -> None:
    counted = Counter(link.kind for link in made.county.links if link.kind)
    assert made.county.hard_cases == dict(counted)


def test_a_tiny_county_is_made_without_the_kinds_for_which_it_has_nobody(tmp_path: Path) -> None:
    county = make_county(tmp_path / "landing", families=2)
    assert set(county.hard_cases) == set(KINDS)


# What they look like --------------------------------------------------------------------------------------------------
def same_name(one: Described, member: Described) -> bool:
    return (one.forename, one.surname) == (member.forename, member.surname)


def same_home(one: Described, member: Described) -> bool:
    return "" in (one.postcode, member.postcode) or one.postcode == member.postcode


def like_a_twin(one: Described, member: Described) -> bool:
    same = (one.surname, one.born) == (member.surname, member.born) and same_home(one, member)
    return same and one.forename != member.forename


def years_apart(one: Described, member: Described) -> float:
    assert one.born
    assert member.born
    return abs(one.born - member.born) / YEAR


def one_slip(one: Described, member: Described) -> bool:
    """One figure, or day and month, or 1 January."""
    assert one.born
    assert member.born
    figures = sum(a != b for a, b in zip(one.born.isoformat(), member.born.isoformat(), strict=True))
    swapped = (one.born.year, one.born.month, one.born.day) == (member.born.year, member.born.day, member.born.month)
    return figures == 1 or swapped or (one.born.year, one.born.month, one.born.day) == (member.born.year, 1, 1)


def otherwise(one: Described, member: Described) -> set[str]:
    """What is described otherwise."""
    return {part for part in ("forename", "surname", "born") if getattr(one, part) != getattr(member, part)}


RESEMBLES: dict[str, Callable[[Described, Described], bool]] = {
    "unlisted_twin": like_a_twin,
    "unlisted_sibling": lambda one, member: (
        otherwise(one, member) == {"forename", "born"}
        and one.forename.replace("-", " ").split()[0] == member.forename.replace("-", " ").split()[0]
        and same_home(one, member)
        and years_apart(one, member) < 4
    ),
    "unlisted_father_or_son": lambda one, member: (
        same_name(one, member) and same_home(one, member) and years_apart(one, member) > 19
    ),
    "unlisted_relative": lambda one, member: (
        one.surname == member.surname and one.born != member.born and same_home(one, member)
    ),
    "namesake": lambda one, member: same_name(one, member) and years_apart(one, member) > 4,
    "same_birthday": lambda one, member: otherwise(one, member) == {"surname"},
    "lookalike": lambda one, member: (
        same_name(one, member)
        and same_home(one, member)
        and 0 < years_apart(one, member) < 0.2
        and not one_slip(one, member)
    ),
    "neighbour": lambda one, member: not same_name(one, member) and same_home(one, member),
    "borrowed_identifier": lambda one, member: (
        "born" in otherwise(one, member)
        and any(member.identifiers.get(kind, value) == value for kind, value in one.identifiers.items())
    ),
}
"""How a person outside the programme resembles the member for whom they may be taken."""

FORM: dict[str, Callable[[Described, Described], bool]] = {
    "initials": lambda one, member: (
        otherwise(one, member) == {"forename"} and one.forename.rstrip(".") == member.forename[0]
    ),
    "transliterated": lambda one, member: otherwise(one, member) in ({"forename"}, {"surname"}),
    "married": lambda one, member: otherwise(one, member) == {"surname"},
    "moved_and_married": lambda one, member: (
        otherwise(one, member) == {"surname"} and one.postcode not in ("", member.postcode)
    ),
    "double_barrelled": lambda one, member: (
        otherwise(one, member) == {"surname"}
        and not set(one.surname.replace("-", " ").split()).isdisjoint(member.surname.replace("-", " ").split())
    ),
    "nickname": lambda one, member: otherwise(one, member) == {"forename"},
    "moved": lambda one, member: not otherwise(one, member) and one.postcode not in ("", member.postcode),
    "birthday_typo": lambda one, member: otherwise(one, member) == {"born"} and one_slip(one, member),
    "misspelt": lambda one, member: (
        otherwise(one, member) == {"forename"} and len(member.forename) - len(one.forename) in (0, 1)
    ),
    "wrong_identifier": lambda one, member: not otherwise(one, member) and len(one.identifiers) == 1,
    "entered_twice": lambda one, member: not otherwise(one, member),
}
"""How an agency describes a member, beside how the programme does."""


@pytest.mark.parametrize("kind", names(UNLISTED))
def test_somebody_outside_the_programme_resembles_a_member_and_is_linked_to_nobody(
    made: Made, people: dict[Key, list[Described]], kind: str
) -> None:
    found = of_kind(made.county, kind)
    assert found
    for link in found:
        assert link.member_ref is None
        (member, *_) = people["members", "", link.like or ""]
        assert all(RESEMBLES[kind](row, member) for row in people[link[:3]]), link


@pytest.mark.parametrize("kind", names(FORMS))
def test_an_agency_describes_a_member_otherwise_than_the_programme_does(
    made: Made, people: dict[Key, list[Described]], kind: str
) -> None:
    found = of_kind(made.county, kind)
    assert found
    for link in found:
        (member, *_) = people["members", "", link.member_ref or ""]
        rows = [row for row in people[link[:3]] if row.born]
        assert rows
        assert all(FORM[kind](row, member) for row in rows), link


def test_twins_are_two_members_of_one_birthday_with_names_that_are_nearly_the_same(
    made: Made, people: dict[Key, list[Described]]
) -> None:
    twins = {link.member_ref for link in of_kind(made.county, "twins")}
    described = [people["members", "", ref or ""][0] for ref in twins]
    assert len(twins) >= 6
    for one in described:
        assert sum(like_a_twin(one, other) for other in described) == 1


@pytest.mark.parametrize("forename", ["Tom", "Thomas", "Umar", "Zac", "Mohammed", "Josh"])
def test_nobody_calls_twins_by_two_forms_of_one_name(forename: str) -> None:
    forms = {*others("spellings").get(forename, ()), *others("nicknames").get(forename, ())}
    assert forms
    assert {forename, *forms}.isdisjoint(nearly_the_same(forename, lists()["boys"]))


def test_a_father_and_his_son_have_one_name_and_are_a_generation_apart(
    made: Made, people: dict[Key, list[Described]]
) -> None:
    members = [rows[0] for (feed, *_), rows in people.items() if feed == "members"]
    for link in of_kind(made.county, "father_and_son"):
        one = people["members", "", link.member_ref or ""][0]
        assert any(same_name(one, other) and years_apart(one, other) > 6 for other in members)


def test_a_wrong_identifier_is_another_members_real_one(made: Made, people: dict[Key, list[Described]]) -> None:
    for link in of_kind(made.county, "wrong_identifier"):
        theirs = {kind: value for row in people[link[:3]] for kind, value in row.identifiers.items()}
        own = {
            (kind, value)
            for other in made.county.links
            if other.member_ref == link.member_ref and other.kind != "wrong_identifier"
            for row in people[other[:3]]
            for kind, value in row.identifiers.items()
        }
        assert theirs
        assert own.isdisjoint(theirs.items())


def test_who_is_entered_twice_has_two_keys_in_one_register(made: Made) -> None:
    keys = defaultdict(set)
    for link in of_kind(made.county, "entered_twice"):
        keys[link.feed, link.supplier, link.member_ref].add(link.person_ref)
    assert max(len(refs) for refs in keys.values()) == 2
    assert sum(len(refs) == 2 for refs in keys.values()) >= 3


def test_nobody_else_resembles_a_member_by_chance(made: Made, people: dict[Key, list[Described]]) -> None:
    members = [rows[0] for (feed, _, ref), rows in people.items() if feed == "members" and ref.startswith("M")]
    others = [link for link in made.county.links if link.member_ref is None and link.kind is None]
    for parts in (("forename", "surname"), ("forename", "born"), ("surname", "born")):
        like = attrgetter(*parts)
        theirs = {like(member) for member in members}
        for link in others:
            assert theirs.isdisjoint(like(row) for row in people[link[:3]]), link


# What depends on it ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", names(UNLISTED))
def test_a_false_link_would_bring_facts_that_count(made: Made, people: dict[Key, list[Described]], kind: str) -> None:
    """Everybody who might be taken for a member has such a fact on record."""
    grouped = defaultdict(list)
    for link in of_kind(made.county, kind):
        grouped[link.like].append(link)
    for links in grouped.values():
        assert any(
            FACTS[link.feed].items() <= dict(row.facts).items()
            for link in links
            if link.feed in FACTS
            for row in people[link[:3]]
        ), links


def test_what_has_happened_to_members_is_the_same_however_they_are_described(
    made: Made, people: dict[Key, list[Described]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hard_cases, "FORMS", ())
    landing = tmp_path / "landing"
    plain = Made(make_county(landing, families=300, seed=1), landing)
    assert facts_about_members(plain, rows_by_person(plain)) == facts_about_members(made, people)


def facts_about_members(made: Made, people: dict[Key, list[Described]]) -> Counter:
    return Counter(
        (link.feed, link.supplier, link.member_ref, row.facts)
        for link in made.county.links
        if link.member_ref
        for row in people[link[:3]]
    )


def test_a_family_is_disturbed_by_every_kind_that_may_be_left_undecided(made: Made) -> None:
    disturbing = {kind.name for kind in (*NAMED_ALIKE, *UNLISTED, *FORMS) if kind.disturbs}
    homes = defaultdict(set)
    (last,) = made.files("members")[-1:]
    family, person = last.header.index("family_id"), last.header.index("person_ref")
    for row in last.rows:
        if len(row) == len(last.header):
            homes[row[person]].add(row[family])
    disturbed = {line["family_id"]: set(line["disturbed"]) for line in made.county.families}
    for link in made.county.links:
        if link.kind in disturbing:
            for family_id in homes[link.member_ref or link.like or ""]:
                assert link.kind in disturbed[family_id], link


def test_three_families_in_four_are_undisturbed(made: Made) -> None:
    disturbed = [family for family in made.county.families if family["disturbed"]]
    assert 0.15 < len(disturbed) / 300 < 0.27
