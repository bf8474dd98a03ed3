"""A contract says all that the pipeline knows of a feed; these are the promises that the 22 of them keep."""

from __future__ import annotations

import re

import pytest

from outcomes.contracts import WHO, Feed, load_all_codes, load_contract, load_contracts
from outcomes.contracts.checks import Between, NotAfterDelivery, NotBefore, OneOf, PlainText, Required, Unchanged

CONTRACTS = load_contracts()
SNAPSHOTS = {"families", "members", "needs", "decisions", "claims_history"}
KEYS = {
    "families": "family_id",
    "members": "family_id joined_on person_ref",
    "needs": "family_id measure_id",
    "decisions": "family_id measure_id decided_on",
    "claims_history": "family_id",
    "police_asb": "incident_ref person_ref",
    "district_asb": "case_ref district person_ref",
    "youth_offences": "offence_ref person_ref",
    "adult_offences": "offence_ref person_ref",
    "attendance": "person_ref school_urn academic_year term",
    "exclusions": "exclusion_ref",
    "social_care": "episode_ref",
    "benefits": "spell_ref",
    "employment": "spell_ref",
    "activities": "spell_ref",
    "young_people": "person_ref began_on",
    "domestic_abuse": "report_ref person_ref",
    "marac": "case_ref person_ref",
    "treatment": "episode_ref",
    "outcome_star": "assessment_ref",
    "child_health": "spell_ref",
    "housing": "case_ref",
}

every_feed = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)


def test_there_is_a_contract_for_every_feed_of_the_programme() -> None:
    assert CONTRACTS.keys() == KEYS.keys()


@every_feed
def test_a_record_key_is_the_agreed_columns_in_the_contracts_order(contract: Feed) -> None:
    assert contract.key == tuple(KEYS[contract.feed].split())


@every_feed
def test_the_programmes_own_feeds_are_snapshots_and_the_agencies_increments(contract: Feed) -> None:
    assert contract.snapshot == (contract.feed in SNAPSHOTS)
    assert (contract.delivered_columns[-1].name == "withdrawn") != contract.snapshot


@every_feed
def test_rows_about_a_person_say_who_it_is(contract: Feed) -> None:
    programme = {"families", "needs", "decisions", "claims_history"}
    assert contract.person == (contract.feed not in programme)
    for role in WHO if contract.person else ():
        assert contract.column(role).identity == role


@every_feed
def test_a_feed_may_be_silent_as_long_as_its_supplier_needs(contract: Feed) -> None:
    allowed = 7 if contract.snapshot else 130 if contract.feed in ("attendance", "exclusions") else 35
    assert contract.silent_days == allowed


@every_feed
def test_every_column_and_every_rule_is_explained(contract: Feed) -> None:
    assert all(column.description for column in contract.columns)
    assert all(check.says for check in contract.all_checks)


@every_feed
def test_a_rule_has_one_name_over_all_feeds(contract: Feed) -> None:
    rules = [contract.rule_id(check) for check in contract.all_checks]
    assert len(set(rules)) == len(rules)
    assert all(re.fullmatch(rf"{contract.feed}\.[a-z0-9_.]+", rule) for rule in rules)


@every_feed
def test_columns_that_may_not_be_blank_and_codes_are_checked_without_being_asked(contract: Feed) -> None:
    required = {check.column for check in contract.all_checks if isinstance(check, Required) and not check.when}
    assert required == {column.name for column in contract.columns if column.required}
    coded = {check.column for check in contract.all_checks if isinstance(check, OneOf)}
    assert coded == {column.name for column in contract.columns if column.type == "code"}


@every_feed
def test_a_spell_does_not_end_before_it_begins(contract: Feed) -> None:
    if "ended_on" in {column.name for column in contract.columns}:
        pairs = [(check.column, check.other) for check in contract.all_checks if isinstance(check, NotBefore)]
        assert ("ended_on", "began_on") in pairs


@every_feed
def test_text_that_a_spreadsheet_would_run_is_reported_and_never_kept_out(contract: Feed) -> None:
    (check,) = (check for check in contract.all_checks if isinstance(check, PlainText))
    assert check.severity == "report"
    assert set(check.columns) == {column.name for column in contract.columns if column.type == "text"}


def test_four_districts_deliver_their_own_cases() -> None:
    contract = load_contract("district_asb")
    assert contract.suppliers == ("aylesbury_vale", "chiltern", "south_bucks", "wycombe")
    assert contract.column("district").code_values == contract.suppliers


def test_an_academic_years_second_year_follows_its_first() -> None:
    pattern = load_contract("attendance").column("academic_year").pattern or ""
    following = [f"{year}/{(year + 1) % 100:02d}" for year in range(1990, 2110)]
    assert all(re.fullmatch(pattern, year) for year in following)
    assert not any(
        re.fullmatch(pattern, year) for year in ("2015/15", "2015/17", "2019/10", "2015/2016", "15/16", "2015-16")
    )


def test_what_a_record_is_may_not_change_under_its_key() -> None:
    fixed = {
        (feed, check.column)
        for feed, contract in CONTRACTS.items()
        for check in contract.all_checks
        if isinstance(check, Unchanged)
    }
    assert fixed == {
        ("social_care", "kind"),
        ("social_care", "category"),
        ("benefits", "benefit"),
        ("benefits", "uc_regime"),
        ("housing", "kind"),
    }


def test_each_star_has_its_own_top_score() -> None:
    tops = {
        star: check.maximum
        for check in load_contract("outcome_star").all_checks
        if isinstance(check, Between)
        for star in check.when.get("star", ())
    }
    assert tops == {"family_star_plus": 10, "my_star": 5}


def test_a_case_that_closed_before_the_family_was_engaged_still_loads() -> None:
    severities = {check.rule: check.severity for check in load_contract("families").all_checks}
    assert severities["closed_before_engaged"] == "report"


def test_a_plan_for_an_unborn_child_still_loads() -> None:
    born = {check.rule: check for check in load_contract("social_care").all_checks}
    assert born["recorded_before_birth"].severity == "report"
    assert isinstance(born["born_after_delivery"], NotAfterDelivery)
    assert born["born_after_delivery"].days == 280


def test_only_housing_is_proposed() -> None:
    assert [feed for feed, contract in CONTRACTS.items() if contract.proposed] == ["housing"]


def test_every_code_list_is_some_columns() -> None:
    used = {column.codes for contract in CONTRACTS.values() for column in contract.columns}
    assert set(load_all_codes()) <= used
