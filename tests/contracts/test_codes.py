"""Code lists are the feeds' own; groups are what the measures are told apart by."""

from __future__ import annotations

import pytest

from outcomes.contracts import codes_in, load_all_codes, load_codes


def test_three_kinds_of_outcome_end_an_offence() -> None:
    assert len(codes_in("offence_outcome", "substantive")) == 12
    assert codes_in("offence_outcome", "not_substantive") == (
        "no_further_action",
        "community_resolution",
        "acquitted",
        "withdrawn",
    )
    assert codes_in("offence_outcome", "undecided") == ("pending",)


def test_young_peoples_statuses_fall_into_four_groups() -> None:
    assert len(codes_in("nccis_status", "eet")) == 20
    assert len(codes_in("nccis_status", "neet")) == 13
    assert "540" in codes_in("nccis_status", "neet")
    assert codes_in("nccis_status", "not_known") == ("810", "820", "830")
    assert {"110", "150", "260", "290", "550", "710", "720"} < set(codes_in("nccis_status", "neither"))


def test_treatment_is_completed_with_three_codes_only() -> None:
    assert codes_in("ndtms_discharge", "completed") == ("80", "81", "82")
    assert codes_in("ndtms_discharge", "transferred") == ("83", "84")
    assert codes_in("ndtms_discharge", "died") == ("89",)


def test_eleven_activities_qualify() -> None:
    assert len(codes_in("activity", "qualifying")) == 11
    assert codes_in("activity", "other") == ("job_search_review", "benefit_interview", "other")


@pytest.mark.parametrize("name", load_all_codes())
def test_every_code_has_a_label_for_people(name: str) -> None:
    codes = load_codes(name)
    assert all(entry.label != entry.code for entry in codes.codes)
    assert len({entry.label for entry in codes.codes}) == len(codes.codes)


def test_a_group_that_a_list_does_not_have_is_a_mistake_and_not_an_empty_list() -> None:
    with pytest.raises(KeyError, match="no group employed"):
        codes_in("nccis_status", "employed")
