"""Snapshots: the file is the whole truth up to its day, and a record that is absent from it is withdrawn."""

from __future__ import annotations

from tests.loading.conftest import Landing

FAMILIES = "family_id,engaged_on,assessed_on,plan_agreed_on,lead_worker,closed_on,closure,district"
MEMBERS = "family_id,joined_on,person_ref,forename,surname,date_of_birth,sex"


def family(number: int, engaged_on: str = "2016-01-10") -> str:
    return f"F{number},{engaged_on},,,,,,wycombe"


def member(number: int, joined_on: str = "2016-01-10") -> str:
    return f"F{number},{joined_on},M{number},Ann,Lee,1990-05-01,F"


def families(*numbers: int) -> list[str]:
    return [FAMILIES, *map(family, numbers)]


def held_families(landing: Landing) -> list[str]:
    return [key for (key,) in landing.holding("families", "record_key")]


def test_a_record_that_is_absent_is_withdrawn(landing: Landing) -> None:
    landing.arrives("families_2016-01-31.csv", *families(1, 2, 3, 4, 5))
    result = landing.arrives("families_2016-02-01.csv", *families(1, 2, 3, 4))
    assert (result.rows.unchanged, result.rows.withdrawn) == (4, 1)
    assert held_families(landing) == ["F1", "F2", "F3", "F4"]


def test_a_snapshot_that_would_withdraw_too_much_is_held(landing: Landing) -> None:
    landing.arrives("families_2016-01-31.csv", *families(1, 2, 3, 4, 5))
    result = landing.arrives("families_2016-02-01.csv", *families(1, 2, 3))
    assert result.outcome == "held"
    reason = "withdraw_share: it would withdraw 2 of 5 records, more than 20%"
    assert landing.deliveries("reason")[1] == (reason,)
    assert len(held_families(landing)) == 5


def test_the_first_snapshot_is_never_held_for_what_it_withdraws(landing: Landing) -> None:
    assert landing.arrives("families_2016-01-31.csv", FAMILIES).outcome == "loaded"
    assert landing.arrives("families_2016-02-01.csv", *families(1)).outcome == "loaded"


def test_an_older_snapshot_changes_nothing(landing: Landing) -> None:
    landing.arrives("families_2016-02-01.csv", *families(1, 2))
    result = landing.arrives("families_2016-01-31.csv", *families(1, 2, 3))
    assert (result.outcome, result.rows.superseded) == ("superseded", 3)
    assert held_families(landing) == ["F1", "F2"]


def test_a_row_that_was_set_aside_still_says_that_its_record_exists(landing: Landing) -> None:
    landing.arrives("families_2016-01-31.csv", *families(1, 2, 3, 4, 5))
    landing.arrives("families_2016-02-01.csv", *families(1, 2, 3, 4), family(5, "2016-01-32"))
    assert held_families(landing) == ["F1", "F2", "F3", "F4", "F5"]
    assert landing.quarantined("rule, record_key") == [("families.engaged_on.type", "F5")]


def test_a_row_whose_key_cannot_be_read_withdraws_no_record_that_it_may_be_about(landing: Landing) -> None:
    landing.arrives("members_2016-01-31.csv", MEMBERS, *map(member, range(10)))
    rows = [*map(member, range(8)), member(8, "2016-02-31")]
    landing.arrives("members_2016-02-01.csv", MEMBERS, *rows)
    keys = [key for (key,) in landing.holding("members", "record_key")]
    assert "F8|2016-01-10|M8" in keys
    assert "F9|2016-01-10|M9" not in keys


def test_the_next_snapshot_settles_what_was_set_aside_and_finds_anew_what_is_still_wrong(landing: Landing) -> None:
    good = families(1, 2, 3, 4, 5, 6, 7, 8)
    landing.arrives("families_2016-01-31.csv", *good, family(9, "2016-01-32"), family(10, "2016-01-32"))
    landing.arrives("families_2016-02-01.csv", *good, family(9), family(10, "2016-01-32"))
    assert landing.quarantined("delivery_id, record_key") == [(2, "F10")]


def test_a_record_that_comes_back_holds_again(landing: Landing) -> None:
    landing.arrives("families_2016-01-31.csv", *families(1, 2, 3, 4, 5))
    landing.arrives("families_2016-02-01.csv", *families(1, 2, 3, 4))
    landing.arrives("families_2016-02-02.csv", *families(1, 2, 3, 4, 5))
    assert len(held_families(landing)) == 5


def test_the_same_night_again_changes_nothing(landing: Landing) -> None:
    landing.arrives("families_2016-01-31.csv", *families(1, 2, 3))
    before = landing.rows("select to_jsonb(f) from core.families as f order by record_key")
    result = landing.arrives("families_2016-01-31.csv", *families(1, 2, 3))
    assert result.outcome == "nothing new"
    assert landing.rows("select to_jsonb(f) from core.families as f order by record_key") == before
