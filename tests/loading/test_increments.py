"""Increments: rows are added or replaced by key, the word about the later day wins, and nothing is counted twice."""

from __future__ import annotations

import datetime as dt

from tests.loading.conftest import POLICE, Landing, incident

JANUARY = "police_asb_2016-01-01_2016-01-31.csv"
FEBRUARY = "police_asb_2016-02-01_2016-02-29.csv"
MARCH = "police_asb_2016-03-01_2016-03-31.csv"


def test_a_row_is_loaded_with_what_an_auditor_needs_to_find_it_again(landing: Landing) -> None:
    result = landing.arrives(JANUARY, POLICE, incident("A1"))
    assert result.outcome == "loaded"
    assert (result.rows.read, result.rows.loaded) == (1, 1)
    columns = "record_key, incident_on, role, delivered_through, row_number, length(row_sha256)"
    assert landing.holding("police_asb", columns) == [
        ("A1|P1", dt.date(2016, 1, 9), "suspect", dt.date(2016, 1, 31), 2, 64)
    ]


def test_people_type_as_they_please_and_what_counts_is_stored_in_one_form(landing: Landing) -> None:
    header = POLICE + ",pnc_id"
    row = incident(" A1 ", role=" Suspect", sex="f", forename=" Siân ", surname="O'Brien", postcode=" hp201uy")
    landing.arrives(JANUARY, header, row + ", 15/0000123a")
    assert landing.holding("police_asb", "record_key, role, sex, forename, surname, postcode, pnc_id") == [
        ("A1|P1", "suspect", "F", "Siân", "O'Brien", "hp201uy", "15/0000123A")
    ]


def test_dates_may_come_as_day_month_year(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, incident("A1", "09/01/2016", date_of_birth="01/05/1990"))
    assert landing.holding("police_asb", "incident_on, date_of_birth") == [(dt.date(2016, 1, 9), dt.date(1990, 5, 1))]


def test_a_correction_replaces_the_row_and_what_was_known_before_stays_recoverable(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, incident("A1", role="suspect"))
    landing.arrives(FEBRUARY, POLICE, incident("A1", role="witness"))
    assert landing.holding("police_asb", "role") == [("witness",)]
    assert landing.rows("select role from core.police_asb order by known_from") == [("suspect",), ("witness",)]
    gap = landing.rows("select count(*) from core.police_asb a join core.police_asb b on a.known_to = b.known_from")
    assert gap == [(1,)]


def test_of_two_files_for_the_same_day_the_one_received_later_wins(landing: Landing) -> None:
    landing.put("police_asb_2016-01-02_2016-01-31.csv", POLICE, incident("A1", role="witness"))
    landing.put(JANUARY, POLICE, incident("A1", role="victim"))
    landing.ingest("police_asb")
    assert landing.holding("police_asb", "role") == [("victim",)]


def test_a_late_file_about_an_older_day_overwrites_nothing_and_adds_what_is_missing(landing: Landing) -> None:
    landing.arrives(FEBRUARY, POLICE, incident("A1", role="witness"))
    result = landing.arrives(JANUARY, POLICE, incident("A1", role="suspect"), incident("A2"))
    assert (result.rows.superseded, result.rows.loaded) == (1, 1)
    assert landing.holding("police_asb", "record_key, role") == [("A1|P1", "witness"), ("A2|P1", "suspect")]


def test_an_identical_file_delivered_twice_changes_nothing(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, incident("A1"))
    again = landing.ingest("police_asb")
    copied = landing.arrives(JANUARY, POLICE, incident("A1"))
    assert (again.outcome, again.known, copied.outcome, copied.known) == ("nothing new", 1, "nothing new", 1)
    assert landing.deliveries() == [(JANUARY, "loaded")]


def test_a_row_that_says_what_is_known_only_vouches_for_it(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, incident("A1"))
    result = landing.arrives(FEBRUARY, POLICE, incident(" A1", role="SUSPECT"))
    assert (result.rows.unchanged, result.rows.loaded) == (1, 0)
    assert landing.rows("select delivery_id, delivered_through, confirmed_by from core.police_asb") == [
        (1, dt.date(2016, 2, 29), 2)
    ]


def test_a_row_that_was_vouched_for_is_not_overwritten_by_a_file_from_in_between(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, incident("A1"))
    landing.arrives(MARCH, POLICE, incident("A1"))
    landing.arrives(FEBRUARY, POLICE, incident("A1", role="witness"))
    assert landing.holding("police_asb", "role") == [("suspect",)]


def test_a_withdrawn_key_needs_nothing_but_its_key(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE + ",withdrawn", incident("A1") + ",", incident("A2") + ",N")
    result = landing.arrives(FEBRUARY, POLICE + ",withdrawn", "A1,P1,,,,,,,,,y")
    assert (result.rows.withdrawn, result.rows.quarantined) == (1, 0)
    assert landing.holding("police_asb", "record_key") == [("A2|P1",)]


def test_what_is_withdrawn_stays_withdrawn_when_an_older_file_comes_late(landing: Landing) -> None:
    landing.arrives(FEBRUARY, POLICE + ",withdrawn", "A1,P1,,,,,,,,,Y")
    landing.arrives(JANUARY, POLICE, incident("A1"))
    assert landing.holding("police_asb", "record_key") == []


def test_what_is_withdrawn_may_be_delivered_anew(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, incident("A1"))
    landing.arrives(FEBRUARY, POLICE + ",withdrawn", "A1,P1,,,,,,,,,Y")
    landing.arrives(MARCH, POLICE, incident("A1"))
    assert landing.holding("police_asb", "record_key, delivery_id") == [("A1|P1", 3)]


def test_a_header_without_rows_is_a_delivery_of_nothing_for_each_period_of_its_own(landing: Landing) -> None:
    landing.put(JANUARY, POLICE)
    landing.put(FEBRUARY, POLICE)
    assert landing.ingest("police_asb").deliveries == {"loaded": 2}


def test_rows_that_repeat_each_other_count_once(landing: Landing) -> None:
    result = landing.arrives(JANUARY, POLICE, incident("A1"), incident("A1 "))
    assert (result.rows.loaded, result.rows.unchanged, result.rows.quarantined) == (1, 1, 0)


def test_files_of_a_backlog_are_numbered_as_received_and_processed_by_the_days_they_cover(landing: Landing) -> None:
    landing.put(FEBRUARY, POLICE, incident("A1", role="witness"))
    landing.put(JANUARY, POLICE, incident("A1", role="suspect"))
    landing.ingest("police_asb")
    assert landing.deliveries("delivery_id, file") == [(1, FEBRUARY), (2, JANUARY)]
    versions = landing.rows("select delivery_id, role from core.police_asb order by known_from")
    assert versions == [(2, "suspect"), (1, "witness")]
