"""What a reviewer may take back, and what may be told of the queue without a name."""

from __future__ import annotations

import datetime as dt

import psycopg

from desk.story import ANNA, JACOB, SHOWN, waits
from outcomes.desk import Pair, ages, decide, own_last, undo


def last(warehouse: psycopg.Connection, reviewer: str = "Jo Smith") -> tuple[Pair, str] | None:
    said = own_last(warehouse, reviewer)
    return said and (said.pair, said.verdict)


def test_ones_last_word_is_the_newest_that_stands(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    waits(warehouse, ANNA)
    assert last(warehouse) is None
    decide(warehouse, JACOB, "different", "a twin", "Jo Smith", shown=SHOWN)
    decide(warehouse, ANNA, "cannot_tell", "no photograph", "jo  smith", shown=SHOWN)
    assert last(warehouse) == (ANNA, "cannot_tell")
    undo(warehouse, ANNA, "found one", "Jo Smith")
    assert last(warehouse) == (JACOB, "different")
    assert last(warehouse, "A. Other") is None


def test_a_word_that_somebody_else_has_replaced_is_nothing_to_take_back(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    decide(warehouse, JACOB, "different", "a twin", "Jo Smith", shown=SHOWN)
    undo(warehouse, JACOB, "no twin", "A. Other")
    assert last(warehouse) is None


def test_ages_count_people_by_feed_and_by_how_long_they_have_waited(warehouse: psycopg.Connection) -> None:
    today = dt.datetime.now(dt.UTC)
    for number, days in enumerate((1, 6, 8, 40, 100)):
        since = (today - dt.timedelta(days)).isoformat()
        waits(warehouse, Pair("police_asb", "", f"P{number}", "M1"), since=since)
        waits(warehouse, Pair("police_asb", "", f"P{number}", "M2"), since=since)
    waits(warehouse, ANNA, since=today.isoformat())
    police, hub = ages(warehouse, today)
    assert (police.feed, police.people) == ("police_asb", 5)
    assert (police.week, police.month, police.quarter, police.longer) == (2, 1, 1, 1)
    assert (today - police.oldest).days == 100
    assert (hub.people, hub.week) == (1, 1)
    decide(warehouse, ANNA, "different", "another Anna", "Jo Smith", shown=SHOWN)
    assert [one.feed for one in ages(warehouse, today)] == ["police_asb"]
