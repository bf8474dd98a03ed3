"""What each kind of check finds, in the smallest rows that show it."""

from __future__ import annotations

import psycopg
import pytest
from tests.loading.staging import broken

Row = dict[str, str]
BORN = {"date_of_birth": "1990-05-01", "incident_on": "1990-05-01"}
UNBORN = BORN | {"incident_on": "1990-04-30"}


@pytest.mark.parametrize(
    ("feed", "rule", "good", "bad"),
    [
        ("police_asb", "forename.required", {"forename": "Ann"}, {"forename": " "}),
        ("police_asb", "role.code", {"role": "Victim"}, {"role": "victims"}),
        ("police_asb", "incident_on.type", {"incident_on": "2016-01-31"}, {"incident_on": "2016-02-30"}),
        ("police_asb", "withdrawn.type", {"withdrawn": "n"}, {"withdrawn": "perhaps"}),
        ("police_asb", "pnc_id.check_digit", {"pnc_id": ""}, {"pnc_id": "15-123"}),
        ("police_asb", "dated_after_delivery", {"incident_on": "2016-01-31"}, {"incident_on": "2016-02-01"}),
        ("police_asb", "date_of_birth_absurd", {"date_of_birth": "1900-01-01"}, {"date_of_birth": "1899-12-31"}),
        (
            "police_asb",
            "recorded_before_birth",
            BORN | {"incident_on": "1990-05-01"},
            BORN | {"incident_on": "1990-04-30"},
        ),
        ("police_asb", "formula_like_text", {"surname": "O'Neil-Lee"}, {"surname": '=HYPERLINK("x")'}),
        ("police_asb", "key.plain", {"incident_ref": "A/1"}, {"incident_ref": "A|1"}),
        ("attendance", "academic_year.pattern", {"academic_year": "2015/16"}, {"academic_year": "2015-16"}),
        ("attendance", "sessions_possible_absurd", {"sessions_possible": "250"}, {"sessions_possible": "251"}),
        ("attendance", "sessions_possible_absurd", {"sessions_possible": "0"}, {"sessions_possible": "-1"}),
        (
            "attendance",
            "absent_more_than_possible",
            {"sessions_possible": "10", "sessions_authorised": "4", "sessions_unauthorised": "6"},
            {"sessions_possible": "10", "sessions_authorised": "5", "sessions_unauthorised": "6"},
        ),
        ("decisions", "sustained_without_day", {"verdict": "no_progress"}, {"verdict": "sustained"}),
        (
            "benefits",
            "ended_before_began",
            {"began_on": "2016-01-05", "ended_on": "2016-01-05"},
            {"began_on": "2016-01-05", "ended_on": "2016-01-04"},
        ),
    ],
)
def test_a_check_tells_bad_from_good(feed: str, rule: str, good: Row, bad: Row, warehouse: psycopg.Connection) -> None:
    assert broken(warehouse, feed, rule, good, bad) == [3]


def test_a_district_delivers_its_own_cases_only(warehouse: psycopg.Connection) -> None:
    rows = ({"district": "Wycombe"}, {"district": "chiltern"})
    assert broken(warehouse, "district_asb", "another_district", *rows, supplier="wycombe") == [3]


def test_a_mistyped_day_is_said_to_be_mistyped_and_not_to_be_missing(warehouse: psycopg.Connection) -> None:
    assert broken(warehouse, "police_asb", "incident_on.required", {"incident_on": "soon"}) == []


def test_rows_of_one_key_break_the_rule_only_if_they_differ(warehouse: psycopg.Connection) -> None:
    row = {"incident_ref": "A1", "person_ref": "P1", "role": "suspect"}
    assert broken(warehouse, "police_asb", "key.unique", row, row | {"role": "SUSPECT"}) == []
    assert broken(warehouse, "police_asb", "key.unique", row, row | {"role": "victim"}, row) == [2, 3, 4]


def test_a_row_that_could_not_be_split_is_blamed_for_that_alone(warehouse: psycopg.Connection) -> None:
    rows = ({"ragged": "A1,P1"}, {"incident_ref": "A2"})
    assert broken(warehouse, "police_asb", "row.shape", *rows) == [2]
    assert broken(warehouse, "police_asb", "forename.required", *rows) == [3]
