"""Splits what the database would not: CSV with line breaks, doubled or stray quotes, rows of the wrong length, and
spreadsheets. A row that cannot be split is kept as it is, and its neighbours are never lost with it.
"""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

from outcomes.landing.rejected import Rejected

LONGEST_RECORD = 1_000
"""Lines that one record may run over."""

LARGEST_SHEET = 1 << 31
"""Bytes of a spreadsheet once it is unzipped."""


class Record(NamedTuple):
    """A row of a file by its number (the header's is 1): its fields, or the text that could not be split."""

    number: int
    fields: Sequence[str] | None
    ragged: str | None


def csv_records(lines: Iterable[str], width: int) -> Iterator[Record]:
    """The records under a header of `width` columns. A blank line has a number and is no record."""
    waiting: deque[str] = deque()
    source = iter(lines)
    number = 1
    while (line := _next(waiting, source)) is not None:
        number += 1
        if not line.strip(" \t,\r\n"):
            continue
        fields = _split(line, width)
        if fields is None:
            taken = _to_the_closing_quote(line, waiting, source)
            fields = _joined(line, taken, width)
            if fields is None:
                waiting.extendleft(reversed(taken))
        if fields is None:
            yield Record(number, None, line.rstrip("\r\n"))
        elif fields[0] or any(field.strip() for field in fields):
            yield Record(number, fields, None)


def _next(waiting: deque[str], source: Iterator[str]) -> str | None:
    return waiting.popleft() if waiting else next(source, None)


def _split(text: str, width: int) -> list[str] | None:
    """The text's fields; None if they are not as many as the columns. Empty ones past the last column are no fields."""
    text = text.rstrip("\r\n")
    if '"' not in text and "\r" not in text:  # most rows, and six times faster
        fields = text.split(",")
    else:
        try:
            fields = next(csv.reader([text], strict=True))
        except csv.Error:
            return None
    if len(fields) == width:
        return fields
    if len(fields) < width or any(field.strip() for field in fields[width:]):
        return None
    return fields[:width]


def _to_the_closing_quote(line: str, waiting: deque[str], source: Iterator[str]) -> list[str]:
    """The lines that follow, up to the one that makes the quotes even: where a line break inside quotes would end."""
    taken: list[str] = []
    quotes = line.count('"')
    while quotes % 2 and len(taken) < LONGEST_RECORD and (following := _next(waiting, source)) is not None:
        taken.append(following)
        quotes += following.count('"')
    return taken


def _joined(line: str, taken: list[str], width: int) -> list[str] | None:
    """The fields of several lines as one record; None if they are not, or if one of the lines is a row by itself: the
    quotes are then two stray ones, and joining would swallow what stands between them."""
    if not taken or any(_split(inner, width) for inner in taken[:-1]):
        return None
    return _split(line + "".join(taken), width)


def sheet_records(file: Path) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a spreadsheet's first visible sheet as the cells hold them, by their number, the header's included. A
    formula is the value that was last computed. Raises Rejected."""
    import openpyxl  # a tenth of a second, and few files are spreadsheets
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _refuse_a_flood(file)
        with file.open("rb") as source:
            book = openpyxl.load_workbook(source, read_only=True, data_only=True)
            sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                yield number, list(row)
            book.close()
    except (zipfile.BadZipFile, InvalidFileException, ParseError, zlib.error) as error:
        raise _no_spreadsheet() from error
    except (KeyError, StopIteration, ValueError, EOFError, AttributeError, TypeError) as error:
        raise _no_spreadsheet() from error


def _refuse_a_flood(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_SHEET:
            raise Rejected("too_large", f"the spreadsheet unzips to more than {LARGEST_SHEET:,} bytes")


def _no_spreadsheet() -> Rejected:
    return Rejected("not_a_spreadsheet", "the file cannot be opened as an .xlsx spreadsheet")


def cell_text(value: Any, column_type: str | None) -> str:
    """A cell as a CSV file would hold it: days as YYYY-MM-DD, whole numbers without a point, Y and N."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("Y" if value else "N") if column_type == "boolean" else str(value).upper()
    if isinstance(value, dt.datetime):
        is_day = column_type == "date" or value.time() == dt.time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\0", "")
