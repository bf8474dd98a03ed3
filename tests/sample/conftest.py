"""One county of three hundred families for all tests that only look at it, and the files that it consists of, read
plainly."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from outcomes.contracts import load_contracts
from outcomes.sample import County, make_county
from outcomes.sample.agencies import habits


class File(NamedTuple):
    """A delivery as it lies there: the truth's line about it, its header, its rows as texts."""

    truth: dict[str, Any]
    header: list[str]
    rows: list[list[str]]


class Made(NamedTuple):
    county: County
    landing: Path

    def files(self, feed: str = "", outcome: str = "loaded") -> list[File]:
        """The feed's files of that outcome, in the order in which they are taken in."""
        lines = [line for line in self.county.files if line["outcome"] == outcome and feed in ("", line["feed"])]
        lines.sort(key=lambda line: (line["complete_through"], line["received_at"]))
        return [File(line, *_read(self.landing / line["feed"] / line["file"], line["feed"])) for line in lines]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    landing = tmp_path_factory.mktemp("county") / "landing"
    return Made(make_county(landing, families=300, seed=1), landing)


def _read(path: Path, feed: str) -> tuple[list[str], list[list[str]]]:
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    else:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows = list(csv.reader(io.StringIO(content.decode(habits()[feed].encoding), newline="")))
    return (rows[0], rows[1:]) if rows else ([], [])


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


FEEDS = tuple(load_contracts())
