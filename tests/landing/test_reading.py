"""What a supplier's software may do to a file, and what must come out of it all the same."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import itertools
import tracemalloc
from pathlib import Path
from typing import IO, Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from upath import UPath

from outcomes.contracts import load_contract
from outcomes.landing import Arrival, Rejected, open_delivery, scan, spool
from outcomes.landing.content import LONGEST_LINE

from .conftest import Put, Stage

NEEDS = "needs_2016-03-31.csv"
HEADER = "family_id,measure_id,identified_on,identified_by\n"


def needs(put: Put, text: str | bytes, name: str = NEEDS) -> Arrival:
    return put(name, text, "needs")


def values(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["family_id"], row["measure_id"], row["identified_on"], row["identified_by"]) for row in rows]


PLAIN = [("F1", "1A", "2016-01-10", "Zoë"), ("F2", "2A", "2016-02-01", None)]
TEXT = HEADER + "F1,1A,2016-01-10,Zoë\nF2,2A,2016-02-01,\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with a byte-order mark"),
        pytest.param(TEXT.encode("cp1252"), id="Windows-1252"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(TEXT.rstrip("\n").encode(), id="no line end at the end"),
        pytest.param(TEXT.encode() + b"\n\r\n\n", id="blank lines at the end"),
        pytest.param(TEXT.encode() + b",,,\n , ,,\n", id="rows of nothing but commas"),
        pytest.param(TEXT.encode() + b'"","",,\n', id="a row of nothing but quotes"),
        pytest.param(TEXT.replace("family_id,", ' "Family_ID" ,'.replace('"', "")).encode(), id="header as typed"),
        pytest.param(TEXT.replace("F1,1A", '"F1","1A"').encode(), id="quoted"),
        pytest.param(TEXT.replace("01,\n", '01,""\n').encode(), id="a blank in quotes"),
        pytest.param(TEXT.replace("F2,2A,2016-02-01,", "F2,2A,2016-02-01,,,").encode(), id="empty fields too many"),
        pytest.param(TEXT.replace("Zoë\nF2", "Zoë\r\nF2").encode(), id="line ends of both kinds"),
    ],
)
def test_the_same_rows_come_out_however_the_file_was_written(put: Put, stage: Stage, content: bytes) -> None:
    assert values(stage(needs(put, content))) == PLAIN


def test_a_zipped_file_is_read_as_if_it_were_not(put: Put, stage: Stage) -> None:
    arrival = needs(put, gzip.compress(TEXT.encode()), NEEDS + ".gz")
    assert values(stage(arrival)) == PLAIN


def test_columns_come_in_any_order_and_optional_ones_may_be_missing(put: Put, stage: Stage) -> None:
    rows = stage(needs(put, "identified_on,measure_id,family_id\n2016-01-10,1A,F1\n"))
    assert values(rows) == [("F1", "1A", "2016-01-10", None)]


def test_an_unknown_column_is_left_out_of_the_staging_table(put: Put, stage: Stage, tmp_path: Path) -> None:
    arrival = needs(put, "Notes,family_id,measure_id,,identified_on\nsecret,F1,1A,x,2016-01-10\n")
    assert values(stage(arrival)) == [("F1", "1A", "2016-01-10", None)]
    with open_delivery(arrival, load_contract("needs"), tmp_path / "spool") as reading:
        assert reading.unknown_columns == ("notes", "column 4, without a name")
        assert reading.columns == ("family_id", "measure_id", "identified_on")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('F1,1A,2016-01-10,"one\ntwo"', "one\ntwo"),
        ('F1,1A,2016-01-10,"said ""no"", twice"', 'said "no", twice'),
        ('F1,1A,2016-01-10,the "big" one', 'the "big" one'),
        ('F1,1A,2016-01-10,5" pipe', '5" pipe'),
        ("F1,1A,2016-01-10,\\.", "\\."),
        ("F1,1A,2016-01-10,=1+1", "=1+1"),
        ("F1,1A,2016-01-10,\\N", "\\N"),
        ('F1,1A,2016-01-10,"one\n\\.\ntwo"', "one\n\\.\ntwo"),
    ],
)
def test_text_comes_out_as_it_was_meant(put: Put, stage: Stage, row: str, told: str) -> None:
    rows = stage(needs(put, HEADER + row + "\nF2,2A,2016-02-01,\n"))
    assert [row["identified_by"] for row in rows] == [told, None]


@pytest.mark.parametrize(
    "broken",
    ["F9,1A", "F9,1A,2016-01-10,a,b", 'F9,"1A,2016-01-10,a', 'F9,"1A"x,2016-01-10,a', '"', "\\.", "F9,1A,2016\r-01-10"],
)
def test_a_row_that_cannot_be_split_is_kept_beside_its_neighbours(put: Put, stage: Stage, broken: str) -> None:
    good = [f"F{number},1A,2016-01-10,x" for number in range(6)]
    lines = [*good[:2], broken, *good[2:4], broken, *good[4:]]
    rows = stage(needs(put, HEADER + "\n".join(lines) + "\n"))
    assert [row["row_number"] for row in rows] == list(range(2, 10))
    assert [row["ragged"] for row in rows] == [None, None, broken, None, None, broken, None, None]
    assert [row["family_id"] for row in rows if not row["ragged"]] == [f"F{number}" for number in range(6)]


def test_a_blank_line_between_rows_has_a_number_and_is_no_row(put: Put, stage: Stage) -> None:
    rows = stage(needs(put, HEADER + "F1,1A,2016-01-10,\n\nF2,2A,2016-02-01,\n"))
    assert [row["row_number"] for row in rows] == [2, 4]


def test_the_sha256_is_of_the_bytes_that_arrived(put: Put, tmp_path: Path) -> None:
    content = gzip.compress(TEXT.encode())
    with open_delivery(needs(put, content, NEEDS + ".gz"), load_contract("needs"), tmp_path / "spool") as reading:
        assert reading.sha256 == hashlib.sha256(content).hexdigest()


def test_the_private_copy_is_nobody_elses(put: Put, tmp_path: Path) -> None:
    with open_delivery(needs(put, TEXT), load_contract("needs"), tmp_path / "spool") as reading:
        assert reading.file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(b"\xef\xbb\xbf\r\n", "empty_file", id="a byte-order mark and nothing else"),
        pytest.param(b"\n\n", "empty_file", id="blank lines"),
        pytest.param(HEADER.replace(",", ";").encode(), "wrong_header", id="semicolons"),
        pytest.param(HEADER.encode() + b"F1,1A,2016-01-10,a\0b\n", "encoding", id="a NUL byte"),
        pytest.param(HEADER.encode() + b"F1,1A,2016-01-10,\x81\n", "encoding", id="in no encoding"),
        pytest.param(TEXT.encode("utf-16-le"), "encoding", id="UTF-16 without a mark"),
    ],
)
def test_a_file_that_is_no_csv_is_rejected(put: Put, tmp_path: Path, content: bytes, rule: str) -> None:
    with pytest.raises(Rejected) as rejected:
        open_delivery(needs(put, content), load_contract("needs"), tmp_path / "spool")
    assert rejected.value.rule == rule


@pytest.mark.parametrize("zipped", [False, True], ids=["csv", "gzip"])
@pytest.mark.parametrize("start", ["", HEADER], ids=["in the header", "in a row"])
def test_a_line_of_a_hundred_megabytes_is_rejected_in_little_memory(
    put: Put, tmp_path: Path, start: str, zipped: bool
) -> None:
    line = start.encode() + b"x" * 100_000_000
    content, name = (gzip.compress(line, 1), NEEDS + ".gz") if zipped else (line, NEEDS)
    arrival = needs(put, content, name)
    del line, content
    tracemalloc.start()
    with pytest.raises(Rejected) as rejected:
        open_delivery(arrival, load_contract("needs"), tmp_path / "spool")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rejected.value.rule == "line_too_long"
    assert peak < 16 * LONGEST_LINE


def test_quotes_are_told_apart_across_the_pieces_that_a_file_is_read_in(
    put: Put, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HEADER + 'F1,1A,2016-01-10,"a"\nF2,2A,2016-02-01,the "big" one\n"F3","3A",2016-02-01,"say ""x"""\n'
    for size in range(1, 12):
        monkeypatch.setattr("outcomes.landing.content.CHUNK", size)
        monkeypatch.setattr(spool, "CHUNK", size)
        rows = stage(needs(put, text))
        assert [row["identified_by"] for row in rows] == ["a", 'the "big" one', 'say "x"']


class Growing:
    """A file that somebody still writes to while it is read."""

    def __init__(self, path: UPath) -> None:
        self._path = path
        self.fs = path.fs
        self.name = path.name

    def stat(self) -> Any:
        return self._path.stat()

    def open(self, mode: str) -> IO[bytes]:
        source: IO[bytes] = self._path.open(mode)
        with self._path.open("ab") as end:
            end.write(b"F9,9A,2016-03-01,\n")
        return source


def test_a_file_that_changes_while_it_is_read_is_rejected(put: Put, tmp_path: Path) -> None:
    arrival = needs(put, TEXT)
    object.__setattr__(arrival, "path", Growing(arrival.path))
    with pytest.raises(Rejected) as rejected:
        open_delivery(arrival, load_contract("needs"), tmp_path / "spool")
    assert rejected.value.rule == "changed_while_read"


def test_a_file_that_was_taken_away_is_rejected(put: Put, tmp_path: Path) -> None:
    arrival = needs(put, TEXT)
    arrival.path.unlink()
    with pytest.raises(Rejected) as rejected:
        open_delivery(arrival, load_contract("needs"), tmp_path / "spool")
    assert rejected.value.rule == "gone"


def test_a_delivery_may_come_from_an_object_store(stage: Stage) -> None:
    store = UPath("memory://landing-of-readings")
    (store / "needs").mkdir(parents=True)
    (store / "needs" / NEEDS).write_bytes(TEXT.encode())
    (arrival,) = scan(store, load_contract("needs"))
    assert isinstance(arrival, Arrival)
    assert values(stage(arrival)) == PLAIN


FIELDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(st.tuples(st.from_regex(r"F[0-9]{1,4}", fullmatch=True), FIELDS, FIELDS, FIELDS), max_size=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), eol=st.sampled_from(["\n", "\r\n"]))
def test_whatever_is_well_written_is_read_as_it_was_written(
    put: Put, stage: Stage, rows: list[tuple[str, ...]], quoting: Literal[0, 1], eol: str
) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator=eol).writerows([HEADER.strip().split(","), *rows])
    assert values(stage(needs(put, text.getvalue()))) == [tuple(field or None for field in row) for row in rows]


def test_a_clean_file_and_a_file_read_row_by_row_give_the_same(put: Put, stage: Stage) -> None:
    people = ["F{0},1A,2016-01-{1:02d},Ann", '"F{0}","1A","2016-01-{1:02d}",""', "F{0}, 1A ,2016-01-{1:02d},Zoë"]
    lines = [
        form.format(number, number % 28 + 1) for number, form in zip(range(300), itertools.cycle(people), strict=False)
    ]
    clean = stage(needs(put, HEADER + "\n".join(lines) + "\n"))
    broken = stage(needs(put, HEADER + "\n".join([*lines, "F"]) + "\n"))
    assert broken[:-1] == clean
