"""A file's name says which feed it is, whose, and which days it covers. Nothing is guessed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from upath import UPath

from outcomes.contracts import load_contract
from outcomes.landing import Arrival, BadNameError, Misnamed, read_name, scan

MARCH = (dt.date(2016, 3, 1), dt.date(2016, 3, 31))


@pytest.mark.parametrize(
    ("feed", "name", "supplier", "first", "last"),
    [
        ("families", "families_2016-03-31.csv", "", None, MARCH[1]),
        ("police_asb", "police_asb_2016-03-01_2016-03-31.csv", "", *MARCH),
        ("police_asb", "police_asb_2016-03-01_2016-03-31.csv.gz", "", *MARCH),
        ("police_asb", "Police_ASB_2016-03-01_2016-03-31.XLSX", "", *MARCH),
        ("police_asb", "police_asb_2016-03-31_2016-03-31.csv", "", MARCH[1], MARCH[1]),
        ("district_asb", "district_asb.south_bucks_2016-03-01_2016-03-31.csv", "south_bucks", *MARCH),
        ("district_asb", "district_asb.Wycombe_2016-03-01_2016-03-31.Csv", "wycombe", *MARCH),
    ],
)
def test_a_name_tells_supplier_and_days(
    feed: str, name: str, supplier: str, first: dt.date | None, last: dt.date
) -> None:
    assert read_name(name, load_contract(feed)) == (supplier, first, last)


@pytest.mark.parametrize(
    ("feed", "name", "why"),
    [
        ("families", "families.csv", "one day"),
        ("families", "families_2016-03-01_2016-03-31.csv", "one day"),
        ("police_asb", "police_asb_2016-03-31.csv", "two days"),
        ("police_asb", "police_asb_2016-03-01_2016-03-31_2016-04-01.csv", "two days"),
        ("police_asb", "police_asb_2016-04-01_2016-03-31.csv", "after the last"),
        ("police_asb", "police_asb_2016-02-01_2016-02-30.csv", "calendar"),
        ("police_asb", "police_asb_01-03-2016_31-03-2016.csv", "begin"),
        ("police_asb", "police_asb_2016-03-01_2016-03-31 (1).csv", "begin"),
        ("police_asb", "youth_offences_2016-03-01_2016-03-31.csv", "begin"),
        ("police_asb", "police_asb_2016-03-01_2016-03-31.xls", "ends in none"),
        ("police_asb", "police_asb_2016-03-01_2016-03-31", "ends in none"),
        ("police_asb", "police_asb.wycombe_2016-03-01_2016-03-31.csv", "only one"),
        ("district_asb", "district_asb_2016-03-01_2016-03-31.csv", "no supplier"),
        ("district_asb", "district_asb.milton_keynes_2016-03-01_2016-03-31.csv", "supplier in the name"),
    ],
)
def test_a_name_outside_the_convention_is_reported_with_its_reason(feed: str, name: str, why: str) -> None:
    with pytest.raises(BadNameError, match=why):
        read_name(name, load_contract(feed))


def land(folder: Path, name: str, received: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).touch()
    os.utime(folder / name, (received, received))


def test_files_come_in_the_order_in_which_they_were_received(tmp_path: Path) -> None:
    for day, received in ((31, 200), (30, 300), (28, 100), (29, 200)):
        land(tmp_path / "families", f"families_2016-03-{day}.csv", received)
    found = scan(UPath(tmp_path), load_contract("families"))
    assert [one.file[-6:-4] for one in found] == ["28", "29", "31", "30"]
    assert found[0].received_at == dt.datetime.fromtimestamp(100, dt.UTC)


def test_files_that_are_hidden_or_still_being_written_are_no_arrivals(tmp_path: Path) -> None:
    folder = tmp_path / "families"
    for name in (
        ".families_2016-03-31.csv",
        "families_2016-03-31.csv.part",
        "families_2016-03-31.csv.tmp",
        "~$families_2016-03-31.xlsx",
        "Thumbs.db",
    ):
        land(folder, name, 100)
    (folder / "archive").mkdir()
    assert scan(UPath(tmp_path), load_contract("families")) == []


def test_a_misnamed_file_is_listed_beside_the_good_ones(tmp_path: Path) -> None:
    land(tmp_path / "families", "families_2016-03-31.csv", 100)
    land(tmp_path / "families", "families march.csv", 200)
    good, bad = scan(UPath(tmp_path), load_contract("families"))
    assert isinstance(good, Arrival)
    assert isinstance(bad, Misnamed)
    assert "march" not in bad.reason


def test_a_feed_without_a_folder_has_nothing(tmp_path: Path) -> None:
    assert scan(UPath(tmp_path), load_contract("families")) == []


def test_the_landing_area_may_be_an_object_store() -> None:
    store = UPath("memory://landing-of-names")
    (store / "families").mkdir(parents=True)
    (store / "families" / "families_2016-03-31.csv").write_bytes(b"family_id\n")
    (arrival,) = scan(store, load_contract("families"))
    assert isinstance(arrival, Arrival)
    assert arrival.received_at.year >= 2026
