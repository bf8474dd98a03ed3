"""What waits goes out as a spreadsheet and comes back with verdicts, held to the rules of the desk row by row."""

from __future__ import annotations

import csv
import stat
from pathlib import Path
from typing import Any

import psycopg
import pytest

from desk.story import FACTS, JACOB, JAKE_HIS_TWIN, SHOWN, scored, waits
from outcomes.desk import DeskError, Pair
from outcomes.desk.spreadsheet import COLUMNS, Taken, plain, read, typed, write

ODD = Pair("police_asb", "", "-1+2|=cmd", "@M1")
SAME = {"verdict": "same", "reason": "the same school", "reviewer": "A. Reviewer"}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "out.csv"


def rows_of(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def answered(warehouse: psycopg.Connection, sheet: Path, *answers: dict[str, str], encoding: str = "utf-8") -> Taken:
    """The sheet is written, answered in order, and read."""
    write(warehouse, sheet)
    rows = rows_of(sheet)
    back = sheet.with_name("back.csv")
    with back.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(row | answer for row, answer in zip(rows, answers, strict=True))
    return read(warehouse, back)


def register(warehouse: psycopg.Connection) -> list[tuple[Any, ...]]:
    return warehouse.execute(
        "select person_ref, member_ref, verdict, reason, decided_by from matching.decision order by decision_id"
    ).fetchall()


def test_a_row_has_both_sides_where_they_differ_and_room_for_an_answer(
    warehouse: psycopg.Connection, sheet: Path
) -> None:
    waits(warehouse, JACOB, families=("F1", "F2"))
    scored(warehouse, JACOB, 6.04)
    assert write(warehouse, sheet) == 1
    (row,) = rows_of(sheet)
    assert tuple(row) == COLUMNS
    assert [row[f"forename_{part}"] for part in ("agency", "programme", "compared")] == ["jacob", "jakob", "alike"]
    assert (row["postcode_compared"], row["pnc_id_compared"], row["upn_compared"]) == ("different", "unknown", "")
    assert (row["weight"], row["facts_sha256"], row["waits_because"]) == ("6.0", SHOWN, "probable_match")
    assert {row[name] for name in ("verdict", "reason", "reviewer")} == {""}


def test_nobody_else_may_read_the_file(warehouse: psycopg.Connection, sheet: Path) -> None:
    write(warehouse, sheet)
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_not_written_over(warehouse: psycopg.Connection, sheet: Path) -> None:
    sheet.write_text("somebody's verdicts")
    with pytest.raises(DeskError, match="already"):
        write(warehouse, sheet)
    assert sheet.read_text() == "somebody's verdicts"


def test_verdicts_come_back_under_their_reviewers_names(warehouse: psycopg.Connection, sheet: Path) -> None:
    waits(warehouse, JACOB)
    waits(warehouse, JAKE_HIS_TWIN)
    other = {"verdict": " Cannot tell ", "reason": "Zoë’s word", "reviewer": "B. Other"}
    taken = answered(warehouse, sheet, SAME, other)
    assert (taken.recorded, taken.first, taken.open) == (1, 0, 0)
    assert [(refused.row, refused.rule) for refused in taken.refused] == [(3, "not_waiting")]
    assert register(warehouse) == [("P1", "M1", "same", "the same school", "A. Reviewer")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_a_spreadsheet_saves_can_be_read(warehouse: psycopg.Connection, sheet: Path, encoding: str) -> None:
    waits(warehouse, JACOB)
    answer = {"verdict": "Cannot tell", "reason": "Zoë’s word", "reviewer": "B. Other"}
    assert answered(warehouse, sheet, answer, encoding=encoding).recorded == 1
    assert register(warehouse) == [("P1", "M1", "cannot_tell", "Zoë’s word", "B. Other")]


def test_a_row_without_a_verdict_is_left_open(warehouse: psycopg.Connection, sheet: Path) -> None:
    waits(warehouse, JACOB)
    taken = answered(warehouse, sheet, {"reason": "asked the school, no answer yet"})
    assert taken == Taken(recorded=0, first=0, open=1, refused=())


def test_a_row_that_is_refused_is_told_by_row_and_rule_and_the_others_count(
    warehouse: psycopg.Connection, sheet: Path
) -> None:
    for number in range(7):
        waits(warehouse, Pair("police_asb", "", f"P{number}", "M1"), since=f"2016-10-0{number + 1}")
    refused = {
        2: ({"reason": ""}, "no_reason"),
        3: ({"reviewer": ""}, "no_reviewer"),
        4: ({"verdict": "jacob quince"}, "verdict"),
        5: ({"facts_sha256": "of yesterday"}, "facts_changed"),
        6: ({"person_ref": "P404"}, "not_waiting"),
        7: ({"facts_sha256": ""}, "facts_changed"),
    }
    taken = answered(warehouse, sheet, *(SAME | change for change, _ in refused.values()), SAME)
    assert {one.row: one.rule for one in taken.refused} == {row: rule for row, (_, rule) in refused.items()}
    assert "quince" not in "".join(one.words for one in taken.refused)
    assert [row[0] for row in register(warehouse)] == ["P6"]


def test_a_second_opinion_by_spreadsheet_is_another_persons_too(warehouse: psycopg.Connection, sheet: Path) -> None:
    waits(warehouse, JACOB)
    scored(warehouse, JACOB, 6.0)
    assert answered(warehouse, sheet, SAME).first == 1
    sheet.unlink()
    assert [one.rule for one in answered(warehouse, sheet, SAME).refused] == ["own_second_opinion"]
    sheet.unlink()
    assert answered(warehouse, sheet, SAME | {"reviewer": "B. Other"}).first == 0
    assert len(register(warehouse)) == 2


def test_a_file_that_is_read_twice_counts_once(warehouse: psycopg.Connection, sheet: Path) -> None:
    waits(warehouse, JACOB)
    answered(warehouse, sheet, SAME)
    again = read(warehouse, sheet.with_name("back.csv"))
    assert (again.recorded, [one.rule for one in again.refused]) == (0, ["not_waiting"])


def test_what_looks_like_a_formula_goes_out_harmless_and_comes_back_itself(
    warehouse: psycopg.Connection, sheet: Path
) -> None:
    waits(warehouse, ODD, facts={**FACTS, "person": {"forename": "=1+1"}})
    assert answered(warehouse, sheet, SAME | {"reason": "=HYPERLINK(1)"}).recorded == 1
    (row,) = rows_of(sheet)
    assert (row["person_ref"], row["member_ref"], row["forename_agency"]) == ("'-1+2|=cmd", "'@M1", "'=1+1")
    assert register(warehouse) == [("-1+2|=cmd", "@M1", "same", "=HYPERLINK(1)", "A. Reviewer")]


@pytest.mark.parametrize("text", ["", "O'Brien", "'", "=1", "'=1", "''=1", "-", "'quoted'", "@", "\tx", "+44"])
def test_neutral_text_gives_back_what_it_was(text: str) -> None:
    assert typed(plain(text)) == text
    assert not plain(text).startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "columns"),
        (b"feed,supplier\npolice_asb,\n", "columns"),
        (",".join([*COLUMNS, "verdict"]).encode(), "columns"),
        (b"\x81\x8d\xff", "not_csv"),
    ],
)
def test_a_file_that_is_none_of_the_desks_is_refused_as_a_whole(
    warehouse: psycopg.Connection, tmp_path: Path, content: bytes, rule: str
) -> None:
    file = tmp_path / "other.csv"
    file.write_bytes(content)
    with pytest.raises(DeskError) as refused:
        read(warehouse, file)
    assert refused.value.rule == rule


def test_a_file_that_is_not_there_is_said_to_be(warehouse: psycopg.Connection, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="cannot be read"):
        read(warehouse, tmp_path / "nowhere.csv")
    with pytest.raises(DeskError, match="cannot be written"):
        write(warehouse, tmp_path / "nowhere" / "out.csv")
