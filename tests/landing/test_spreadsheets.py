"""A spreadsheet holds days, numbers and formulas where a CSV file holds text; both must say the same."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from outcomes.contracts import load_contract
from outcomes.landing import Arrival, Rejected, open_delivery

from .conftest import Put, Stage

ATTENDANCE = "attendance_2016-01-01_2016-03-27.xlsx"
HEADER = [
    "Person_Ref ",
    "forename",
    "surname",
    "date_of_birth",
    "school_urn",
    "academic_year",
    "term",
    "sessions_possible",
    "sessions_authorised",
    "sessions_unauthorised",
]
ROW = ["P1", "Ann", "Lee", dt.datetime(2004, 5, 6), 110350, "2015/16", "spring", 110.0, 4, "3"]  # noqa: DTZ001


def book(*rows: list[Any], more: list[Any] | None = None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in [[*HEADER, *(more or [])], *rows]:
        sheet.append(row)
    made.create_sheet("Notes").append(["not a delivery"])
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def attendance(put: Put, content: bytes) -> Arrival:
    return put(ATTENDANCE, content, "attendance")


def test_cells_come_out_as_a_csv_file_would_hold_them(put: Put, stage: Stage) -> None:
    (row,) = stage(attendance(put, book(ROW)))
    assert row["row_number"] == 2
    assert row["date_of_birth"] == "2004-05-06"
    assert row["school_urn"] == "110350"
    assert (row["sessions_possible"], row["sessions_authorised"], row["sessions_unauthorised"]) == ("110", "4", "3")
    assert row["upn"] is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (dt.date(2004, 5, 6), "2004-05-06"),
        (dt.datetime(2004, 5, 6, 9, 30), "2004-05-06"),  # noqa: DTZ001
        ("06/05/2004", "06/05/2004"),
        (38113, "38113"),
        (None, None),
    ],
)
def test_a_day_is_its_day_whatever_the_cell_holds(put: Put, stage: Stage, cell: Any, text: str | None) -> None:
    (row,) = stage(attendance(put, book([*ROW[:3], cell, *ROW[4:]])))
    assert row["date_of_birth"] == text


def test_yes_and_no_may_be_the_spreadsheets_own(put: Put, stage: Stage) -> None:
    rows = stage(attendance(put, book([*ROW, True], [*ROW, False], [*ROW, "Y"], more=["withdrawn"])))
    assert [row["withdrawn"] for row in rows] == ["Y", "N", "Y"]


def test_a_formula_is_the_value_that_was_last_computed(put: Put, stage: Stage) -> None:
    """The library writes none, as a file that no spreadsheet has opened: nothing computed, so nothing there."""
    (row,) = stage(attendance(put, book([*ROW[:9], "=1+2"])))
    assert row["sessions_unauthorised"] is None


def test_blank_rows_have_a_number_and_are_no_rows(put: Put, stage: Stage) -> None:
    rows = stage(attendance(put, book(ROW, [None], [" "], ROW)))
    assert [row["row_number"] for row in rows] == [2, 5]


def test_a_value_beyond_the_last_column_keeps_its_row_apart(put: Put, stage: Stage) -> None:
    rows = stage(attendance(put, book(ROW, [*ROW, "stray"], ROW)))
    assert [row["ragged"] is not None for row in rows] == [False, True, False]
    assert rows[1]["ragged"].endswith(",3,stray")


def test_an_unknown_column_is_left_out_and_named(put: Put, stage: Stage, tmp_path: Path) -> None:
    arrival = attendance(put, book([*ROW, "secret", "N"], more=["Notes", "withdrawn"]))
    (row,) = stage(arrival)
    assert "secret" not in row.values()
    assert row["withdrawn"] == "N"
    with open_delivery(arrival, load_contract("attendance"), tmp_path / "spool") as reading:
        assert reading.unknown_columns == ("notes",)


def test_a_header_without_rows_is_a_good_delivery(put: Put, stage: Stage) -> None:
    assert stage(attendance(put, book())) == []


def zipped(**files: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(b"", "not_a_spreadsheet", id="nothing"),
        pytest.param(b"PK\x03\x04 half a file", "not_a_spreadsheet", id="cut off"),
        pytest.param(book(ROW)[:-400], "not_a_spreadsheet", id="cut off at the end"),
        pytest.param(zipped(readme="hello"), "not_a_spreadsheet", id="another kind of archive"),
        pytest.param(",".join(HEADER).encode(), "not_a_spreadsheet", id="CSV under a spreadsheet's name"),
    ],
)
def test_a_file_that_is_no_spreadsheet_is_rejected(put: Put, tmp_path: Path, content: bytes, rule: str) -> None:
    with pytest.raises(Rejected) as rejected:
        open_delivery(attendance(put, content), load_contract("attendance"), tmp_path / "spool")
    assert rejected.value.rule == rule


def test_a_spreadsheet_without_a_header_is_rejected(put: Put, tmp_path: Path) -> None:
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    with pytest.raises(Rejected) as rejected:
        open_delivery(attendance(put, empty.getvalue()), load_contract("attendance"), tmp_path / "spool")
    assert rejected.value.rule == "empty_file"


def test_an_archive_that_unzips_to_a_flood_is_rejected(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outcomes.landing.records.LARGEST_SHEET", 1_000)
    with pytest.raises(Rejected) as rejected:
        open_delivery(attendance(put, book(ROW)), load_contract("attendance"), tmp_path / "spool")
    assert rejected.value.rule == "too_large"
