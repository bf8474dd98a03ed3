"""The sample county's own truth against the whole route, from its files to published states: what was told is what is
answered."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from upath import UPath

from outcomes.contracts import load_contracts
from outcomes.sample import County, make_county
from outcomes.settings import Settings
from outcomes.warehouse.connection import connect
from route.county import run_night

AS_OF = dt.date(2016, 10, 1)


class Night(NamedTuple):
    county: County
    warehouse: psycopg.Connection

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.warehouse.execute(statement.encode(), values).fetchall()


@pytest.fixture
def night(make_warehouse: Callable[[], Settings], tmp_path: Path) -> Iterator[Night]:
    county = make_county(tmp_path / "landing", families=150, seed=5, as_of=AS_OF)
    settings = dataclasses.replace(make_warehouse(), landing=UPath(tmp_path / "landing"))
    with connect(settings, "test") as connection:
        run_night(connection, settings, AS_OF)
        yield Night(county, connection)


def test_a_night_over_the_sample_county_finds_what_was_put_into_it(night: Night) -> None:
    every_file_meets_its_fate(night)
    every_feed_holds_its_records(night)
    no_stranger_is_linked(night)
    every_undisturbed_family_is_judged_as_intended(night)


def every_file_meets_its_fate(night: Night) -> None:
    """Loaded, held or rejected, with as many rows in quarantine as were spoilt, for the rules that they break."""
    columns = "SELECT feed, file, outcome, rows_read, rows_quarantined FROM operations.delivery"
    found = {(feed, file): rest for feed, file, *rest in night.rows(columns)}
    joined = "operations.quarantine INNER JOIN operations.delivery USING (delivery_id)"
    rules = f"SELECT delivery.feed, file, rule FROM {joined}"
    broken = {tuple(row) for row in night.rows(rules)}
    for line in night.county.files:
        file, outcome = (line["feed"], line["file"]), line["outcome"]
        if outcome == "repeated":
            continue
        assert found[file][0] == {"misnamed": "rejected"}.get(outcome, outcome), line["file"]
        if outcome == "loaded":
            assert found[file][1:] == [line["rows"], line["bad_rows"]], line["file"]
            assert {(*file, rule) for rule in line["faults"]} <= broken


def every_feed_holds_its_records(night: Night) -> None:
    for feed in load_contracts():
        current = f"SELECT count(*) FILTER (WHERE NOT withdrawn), count(*) FILTER (WHERE withdrawn) FROM core.{feed}"
        ((records, withdrawn),) = night.rows(f"{current} WHERE known_to = 'infinity'")
        told = night.county.feeds[feed]
        assert (records, withdrawn) == (told["records"], told["records_withdrawn"]), feed


def no_stranger_is_linked(night: Night) -> None:
    """And nobody to another than himself, twins and namesakes among them; of the members' records that are not hard to
    tell hardly any is missed."""
    statement = "SELECT feed, supplier, person_ref, member_ref FROM matching.link WHERE valid_to = 'infinity'"
    found = {tuple(row) for row in night.rows(statement)}
    true = {link[:4]: link.kind for link in night.county.links if link.member_ref}
    assert found <= set(true)
    plain = {link for link, kind in true.items() if kind is None}
    assert len(plain - found) < 0.01 * len(plain)


def every_undisturbed_family_is_judged_as_intended(night: Night) -> None:
    states = "SELECT family_id, measure_id, status, reason_code FROM claims.measure_state WHERE as_of = %s"
    answers = {(family, measure): [status, reason] for family, measure, status, reason in night.rows(states, AS_OF)}
    standing = "family_id, eligible, attendance_gate, practice_gate, already_claimed, result_type"
    rows = night.rows(f"SELECT {standing} FROM claims.family_state WHERE as_of = %s", AS_OF)
    families = {family: rest for family, *rest in rows}
    wrong = []
    for family in night.county.families:
        if family["disturbed"]:
            continue
        said = {measure: answers[family["family_id"], measure] for measure in family["measures"]}
        *stands, result_type = families[family["family_id"]]
        meant = [family[name] for name in ("eligible", "attendance_gate", "practice_gate", "already_claimed")]
        claim_as_meant = result_type in family["routes"] if family["routes"] else result_type is None
        if said != family["measures"] or stands != meant or not claim_as_meant:
            wrong.append(family["family_id"])
    assert wrong == []
