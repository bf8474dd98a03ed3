"""The figures of the night: what the tests of matching find, who is found less often, and what is unusual."""

from __future__ import annotations

import datetime as dt
import logging

import psycopg
import pytest
from tests.matching.conftest import County
from tests.matching.warehouse import FIRST, SECOND, THIRD, Warehouse

from outcomes import matching, summary
from outcomes.matching import figures
from outcomes.matching.method import load_method
from outcomes.run import read_run

UPN = "H801200001001"
SARAH = ("Sarah", "Smith", "2005-05-05", "HP20 1AA")
JOHN = ("John", "Brown", "1975-03-02", "MK1 1AA")


def described(forename: str, surname: str, born: str, postcode: str) -> dict[str, str]:
    return {"forename": forename, "surname": surname, "date_of_birth": born, "postcode": postcode}


def found_by_tests(county: County, feed: str = "attendance") -> dict[str, int]:
    """What the two tests found in a feed."""
    with county.linked() as duck:
        figures.test(duck, load_method())
        found = duck.sql("SELECT * FROM found_test").to_arrow_table().to_pylist()
    return next(row for row in found if row["feed"] == feed)


def blind(county: County) -> tuple[int, int, int, int]:
    found = found_by_tests(county)
    return found["blind_people"], found["blind_linked"], found["blind_right"], found["blind_review"]


def decoys(county: County) -> tuple[int, int]:
    found = found_by_tests(county)
    return found["decoy_automatic"], found["decoy_links"]


# The blind test


def test_without_identifiers_whoever_was_known_by_nothing_else_is_lost(county):
    county.member("m1", *SARAH, upn=UPN)
    county.member("m2", *JOHN, nino="JG103759A")
    county.record("attendance", "1", *SARAH, upn=UPN)
    county.record("attendance", "2", None, "Jones", None, None, nino="JG103759A")
    assert blind(county) == (2, 1, 1, 0)


def test_who_was_not_linked_by_an_identifier_takes_no_part(county):
    county.member("m1", *SARAH)
    county.record("attendance", "1", *SARAH)
    county.record("attendance", "2", *JOHN, upn=UPN)
    assert blind(county) == (0, 0, 0, 0)


def test_who_is_linked_to_somebody_else_without_the_identifier_is_linked_wrongly(county):
    county.member("m1", "Sarah", "Smith", "2005-05-06", "HP20 1AA", upn=UPN)
    county.member("m2", *SARAH)
    county.record("attendance", "1", *SARAH, upn=UPN)
    assert blind(county) == (1, 1, 0, 0)


def test_who_could_be_either_without_the_identifier_would_wait(county):
    county.member("m1", *SARAH, upn=UPN)
    county.member("m2", *SARAH)
    county.record("attendance", "1", *SARAH, upn=UPN)
    assert blind(county) == (1, 0, 0, 1)


def test_what_a_reviewer_said_of_the_person_is_hidden_too(county):
    county.member("m1", *SARAH, upn=UPN)
    county.member("m2", *SARAH)
    person = county.record("attendance", "1", *SARAH, upn=UPN)
    county.decide(person, "m2", "different")
    assert county.link().links == {person: ("m1", "identifier")}
    assert blind(county) == (1, 0, 0, 1)


def test_what_was_linked_the_night_before_is_hidden_too(county):
    county.member("m1", *SARAH, upn=UPN)
    county.member("m2", *JOHN)
    county.linked_before(county.record("attendance", "1", *SARAH, upn=UPN), "m1")
    county.linked_before(county.record("attendance", "2", *JOHN), "m2")
    with county.linked() as duck:
        figures.test(duck, load_method())
        assert duck.sql("SELECT member_ref FROM blind.open_link").fetchall() == [("m2",)]


# The decoy test


def test_nobody_is_linked_to_a_member_born_on_another_day(county):
    for ref, details in (("m1", SARAH), ("m2", JOHN)):
        county.member(ref, *details)
        county.record("attendance", ref, *details)
    assert decoys(county) == (2, 0)


def test_a_link_to_a_decoy_is_counted_and_none_of_it_is_kept(county):
    county.member("m1", *SARAH)
    namesake = county.record("attendance", "1", "Sarah", "Smith", "2002-04-04", "HP20 1AA")
    assert decoys(county) == (1, 1)
    found = county.link()
    assert namesake not in found.links
    assert {member for member, _ in found.links.values()} | {member for _, member in found.proposals} <= {"m1"}


def test_a_decoy_s_day_is_no_slip_of_its_member_s_whatever_the_day(county):
    for number in range(1500):
        county.member(f"m{number}", born=str(dt.date(2000, 1, 1) + dt.timedelta(number)))
    with county.linked() as duck:
        figures.test(duck, load_method())
        likely = duck.sql(
            "SELECT count(*), count(*) FILTER (dates_conflict(m.date_of_birth, d.date_of_birth)) "
            "FROM decoy.decoy AS d JOIN member AS m ON m.member_id = d.original_id"
        ).fetchall()
    assert likely == [(1500, 1500)]


def test_decoys_are_no_more_than_the_method_says(county):
    for number in range(10):
        county.member(f"m{number}", born=str(dt.date(2000, 1, 1) + dt.timedelta(number)))
    method = load_method()
    few = method.model_copy(update={"figures": method.figures.model_copy(update={"decoys": 3})})
    with county.linked() as duck:
        figures.test(duck, few)
        assert 1 <= duck.sql("SELECT count(*) FROM decoy.decoy").fetchall()[0][0] <= 3


def test_the_tests_change_nothing_that_was_found(county):
    county.member("m1", *SARAH, upn=UPN)
    county.member("m2", *SARAH)
    county.record("attendance", "1", *SARAH, upn=UPN)
    county.record("police_asb", "2", "Sara", *SARAH[1:])
    with county.linked() as duck:
        tables = [name for (name,) in duck.sql("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        before = [duck.sql(f'SELECT * FROM main."{name}" ORDER BY ALL').fetchall() for name in tables]
        figures.test(duck, load_method())
        assert [duck.sql(f'SELECT * FROM main."{name}" ORDER BY ALL').fetchall() for name in tables] == before


def test_a_county_without_anybody_is_tested_too(county):
    county.member("m1", *SARAH)
    with county.linked() as duck:
        figures.test(duck, load_method())
        assert duck.sql("SELECT count(*) FROM found_test").fetchall() == [(0,)]


# In the warehouse


@pytest.fixture
def house(warehouse: psycopg.Connection) -> Warehouse:
    house = Warehouse(warehouse)
    house.member("m1", **described(*SARAH), sex="F", upn=UPN)
    house.member("m2", **described(*JOHN), sex="M")
    return house


def test_precision_and_recall_are_published_by_feed_and_over_all(house):
    house.say("attendance", "1", person_ref="1", **described(*SARAH), upn=UPN)
    house.say("social_care", "1", person_ref="1", **(described(*SARAH) | {"date_of_birth": None, "postcode": None}),
              upn=UPN)  # fmt: skip
    house.night(FIRST)
    found = house.query("SELECT feed, precision, recall FROM operations.match_test WHERE blind_people > 0 ORDER BY 1")
    assert found == [("any", 1, 0.5), ("attendance", 1, 1), ("social_care", None, 0)]


def test_it_is_published_who_is_found_by_age_sex_and_district(house):
    house.say("families", "F1", family_id="F1", engaged_on="2016-01-10", district="Wycombe")
    house.say("attendance", "1", person_ref="1", **described(*SARAH))
    house.night(FIRST)
    found = house.query(
        "SELECT feed, part, value, members, found FROM operations.match_rate "
        "WHERE feed IN ('any', 'attendance') AND found > 0 ORDER BY 1, 2, 3"
    )
    assert found == [
        (feed, part, value, members, 1)
        for feed in ("any", "attendance")
        for part, value, members in (("age_band", "11-15", 1), ("district", "Wycombe", 2), ("sex", "F", 1))
    ]
    assert ("age_band", "25-44", 1, 0) in house.query(
        "SELECT part, value, members, found FROM operations.match_rate WHERE feed = 'any'"
    )


def test_a_member_whom_a_person_may_yet_find_is_counted_as_waiting(house):
    nowhere = described(*SARAH) | {"postcode": None}
    house.say("police_asb", "1", person_ref="1", **nowhere)
    house.say("police_asb", "2", person_ref="2", **nowhere)
    house.night(FIRST)
    assert house.query(
        "SELECT value, found, waiting FROM operations.match_rate WHERE feed = 'police_asb' AND part = 'sex' ORDER BY 1"
    ) == [("F", 0, 1), ("M", 0, 0)]


def test_the_backlog_is_published_with_its_age(house):
    nowhere = described(*SARAH) | {"postcode": None}
    for ref in ("1", "2"):
        house.say("police_asb", ref, person_ref=ref, **nowhere)
    house.night(FIRST)
    house.say("police_asb", "3", THIRD, person_ref="3", **nowhere)
    house.night(FIRST + dt.timedelta(days=10))
    backlog = (
        "SELECT feed, people, pairs, oldest, median_days FROM operations.match_backlog WHERE run_id = {} ORDER BY 1"
    )
    runs = house.query("SELECT run_id FROM operations.run ORDER BY run_id")
    assert house.query(backlog.format(runs[0])) == [("any", 2, 2, FIRST, 0), ("police_asb", 2, 2, FIRST, 0)]
    assert house.query(backlog.format(runs[1])) == [("any", 3, 3, FIRST, 10), ("police_asb", 3, 3, FIRST, 10)]


def test_where_nobody_waits_the_backlog_says_so(house):
    house.night(FIRST)
    assert house.query("SELECT feed, people, pairs, oldest, median_days FROM operations.match_backlog") == [
        ("any", 0, 0, None, None)
    ]


def test_links_that_reviewers_undo_are_counted_that_night_and_for_ninety_days(house):
    house.say("police_asb", "1", person_ref="1", **described(*SARAH))
    house.night(FIRST)
    said(house, "1", "m1", "different", at=FIRST + dt.timedelta(hours=9))
    for known_at in (SECOND, THIRD, SECOND + dt.timedelta(days=89), SECOND + dt.timedelta(days=90)):
        house.night(known_at)
    assert house.query(
        "SELECT overturned, overturned_lately FROM operations.match_quality WHERE feed = 'police_asb' ORDER BY run_id"
    ) == [(0, 0), (1, 1), (0, 1), (0, 1), (0, 0)]


def said(
    house: Warehouse, person: str, member: str, verdict: str, weight: float | None = None, at: dt.datetime = FIRST
) -> None:
    house.insert(
        "matching.decision", feed="police_asb", supplier="", person_ref=person, member_ref=member, verdict=verdict,
        reason="seen the file", decided_by="a reviewer", decided_at=at, weight=weight,
    )  # fmt: skip


def test_verdicts_are_held_against_the_weights_that_they_were_given_on(house):
    for person, verdict, weight in (
        ("1", "same", 6), ("2", "same", 9.9), ("3", "different", 5), ("4", "different", -0.1),
        ("5", "cannot_tell", 6), ("6", "same", None), ("7", "same", 7),
    ):  # fmt: skip
        said(house, person, "m1", verdict, weight)
    said(house, "7", "m1", "undone", 7)
    said(house, "2", "m1", "different", 9.9, at=SECOND)
    house.night(FIRST)
    assert house.query(
        "SELECT at_least, below, same, different, CAST(share_same AS text), CAST(probability AS text) "
        "FROM operations.match_calibration ORDER BY 1"
    ) == [(-5, 0, 0, 1, "0.0000", "0.4827"), (5, 10, 2, 1, "0.6667", "0.9844")]


def test_the_same_run_again_publishes_the_same(house):
    house.say("attendance", "1", person_ref="1", **described(*SARAH), upn=UPN)
    for ref in ("1", "2"):
        house.say("police_asb", ref, person_ref=ref, **described(*SARAH))
    said(house, "1", "m2", "different", 3)
    run = house.run(SECOND)
    tables = ("match_quality", "match_rate", "match_backlog", "match_calibration", "match_range")

    def published() -> list[object]:
        matching.match(house.connection, run)
        return [sorted(house.query(f"SELECT t::text FROM operations.{table} AS t")) for table in tables]

    assert published() == published()


# What is usual


class Nights:
    """Nights whose match rates are given, one a day; the last of them is tonight."""

    def __init__(self, house: Warehouse, *rates: float, people: int = 100, each_day: int = 1) -> None:
        self.house = house
        for number, rate in enumerate(rates):
            at = FIRST + dt.timedelta(days=number * each_day, minutes=number)
            self.run = read_run(house.connection, house.run(at, at.date()))
            linked = round(rate * people)
            house.insert(
                "operations.match_quality", run_id=self.run.run_id, feed="police_asb", rows=people, people=people,
                matched_identifier=0, matched_exact_key=linked, matched_model=0, matched_decision=0, review=0,
                unmatched=people - linked,
            )  # fmt: skip

    def unusual(self) -> bool | None:
        """Whether tonight is; None if nothing is usual yet."""
        assert self.run.known_at
        figures.compare(self.house.connection, self.run, self.run.known_at, load_method().figures.usual)
        found = self.house.query(f"SELECT unusual FROM operations.match_range WHERE run_id = {self.run.run_id}")
        return found[0] if found else None


@pytest.mark.parametrize(
    ("rates", "unusual"),
    [
        ((0.6, 0.6, 0.6, 0.6, 0.6, 0.4), True),
        ((0.6, 0.6, 0.6, 0.6, 0.6, 0.8), True),
        ((0.6, 0.6, 0.6, 0.6, 0.4), None),
        ((0.6, 0.6, 0.6, 0.6, 0.6, 0.58), False),
        ((0.50, 0.55, 0.60, 0.52, 0.58, 0.63), False),
        ((0.50, 0.55, 0.60, 0.52, 0.58, 0.70), True),
        ((0.6, 0.6, 0.6, 0.1, 0.6, 0.6, 0.4), True),
        ((0.2,) * 40 + (0.8,) * 28 + (0.8,), False),
        ((0.2,) * 40 + (0.8,) * 28 + (0.2,), True),
    ],
    ids=[
        "a drop after five nights", "a leap", "a drop after four nights", "a small step", "a wobble as ever",
        "a leap beyond all wobbles", "one odd night does not make the next usual", "only 28 nights count",
        "what was usual once is not now",
    ],
)  # fmt: skip
def test_a_match_rate_is_unusual_far_from_the_middle_of_its_earlier_nights(house, rates, unusual):
    assert Nights(house, *rates).unusual() is unusual


def test_two_people_fewer_of_a_dozen_alarm_nobody(house):
    assert Nights(house, *(10 / 12,) * 6, 8 / 12, people=12).unusual() is False


def test_the_same_day_again_is_no_earlier_night(house):
    assert Nights(house, *(0.6,) * 6, 0.4, each_day=0).unusual() is None


def test_an_unusual_rate_is_said_aloud_with_its_range(house, caplog):
    nights = Nights(house, *(0.6,) * 5, 0.4)
    with caplog.at_level(logging.WARNING):
        assert nights.unusual()
    (record,) = caplog.records
    assert record.getMessage().startswith("police_asb: 40.0% of its people are linked, and 57.0% to 63.0% is usual")
    assert any(
        line.startswith("Unusual match rates") and "40% of police_asb (usual: 57% to 63%)" in line
        for line in summary.lines(house.connection, nights.run)
    )


def test_a_usual_rate_is_not_mentioned(house, caplog):
    nights = Nights(house, *(0.6,) * 6)
    with caplog.at_level(logging.WARNING):
        assert nights.unusual() is False
    assert not caplog.records
    assert not any(line.startswith("Unusual") for line in summary.lines(house.connection, nights.run))
