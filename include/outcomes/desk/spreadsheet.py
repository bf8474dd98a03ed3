"""The desk as a spreadsheet, for reviewers who cannot sign in: what waits goes out, a row a pair, and comes back with
verdicts, each of which is held to the same rules as one that is typed at the desk. Such a file is personal."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from outcomes.desk.access import DeskError, as_reviewer, rows
from outcomes.desk.cases import Pair, sides
from outcomes.desk.deciding import decide
from outcomes.desk.details import DETAILS, side_by_side

KEY = ("feed", "supplier", "person_ref", "member_ref")
COMPARED = tuple(f"{name}{part}" for name in DETAILS for part in ("_agency", "_programme", "_compared"))
ANSWER = ("verdict", "reason", "reviewer")
COLUMNS = (*KEY, "waits_because", "waits_since", "first_opinion_by", "weight", *COMPARED, "facts_sha256", *ANSWER)
NEEDED = (*KEY, "facts_sha256", *ANSWER)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula."""


@dataclass(frozen=True)
class Refused:
    """A row that was not recorded: where it stands (the header is row 1), and which rule speaks against it."""

    row: int
    rule: str
    words: str


@dataclass(frozen=True)
class Taken:
    """What came back. `open`: rows without a verdict; `first`: those that await a second opinion, among `recorded`."""

    recorded: int
    first: int
    open: int
    refused: tuple[Refused, ...]


def write(connection: psycopg.Connection, path: Path) -> int:
    """Writes what waits into a new file that nobody else may read; how many pairs. Raises DeskError if there is a file:
    it may hold somebody's verdicts."""
    with as_reviewer(connection):
        found = rows(connection, "pairs")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise DeskError("file_exists", "there is such a file already; choose another name, or take it away") from None
    except OSError as error:
        raise DeskError("file", f"the file cannot be written: {error.strerror}") from None
    with os.fdopen(descriptor, "w", newline="", encoding="utf-8-sig") as file:
        sheet = csv.DictWriter(file, COLUMNS, restval="")
        sheet.writeheader()
        for row, details in zip(found, side_by_side([sides(row["facts"]) for row in found]), strict=True):
            shown = {name: row[name] for name in (*KEY, "waits_since", "facts_sha256")}
            shown |= {"waits_because": row["reason"], "first_opinion_by": row["awaits_second"]}
            for one in details:
                shown[f"{one.name}_agency"], shown[f"{one.name}_programme"] = one.person, one.member
                shown[f"{one.name}_compared"] = one.difference
            written = {name: plain(str(value)) for name, value in shown.items() if value is not None}
            sheet.writerow(written | {"weight": "" if row["weight"] is None else f"{row['weight']:.1f}"})
    return len(found)


def read(connection: psycopg.Connection, path: Path) -> Taken:
    """Records the verdicts of a file, row by row: what is refused is told by row and rule, and the others count.
    Raises DeskError for a file that is none of the desk's."""
    recorded = first = still_open = 0
    refused: list[Refused] = []
    for number, row in _given(path):
        verdict = "_".join(row["verdict"].casefold().split())
        if not verdict:
            still_open += 1
            continue
        pair = Pair(*(typed(row[name]) for name in KEY))
        try:
            decided = decide(
                connection,
                pair,
                verdict,
                typed(row["reason"]),
                typed(row["reviewer"]),
                shown=row["facts_sha256"].strip() or None,
            )
        except DeskError as error:
            refused.append(Refused(number, error.rule, str(error)))
            continue
        recorded += 1
        first += decided.takes_effect == "after_second_opinion"
    return Taken(recorded, first, still_open, tuple(refused))


def plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula; `typed` gives it back as it was."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def typed(text: str) -> str:
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def _given(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows and their numbers. A row with cells too few or too many is read as far as it goes: what it says then is
    held to the rules like any other."""
    sheet = csv.DictReader(io.StringIO(_text(path), newline=""), restval="", restkey="")
    try:
        names = [name.strip() for name in sheet.fieldnames or ()]
        missing = [name for name in NEEDED if names.count(name) != 1]
        if missing:
            raise DeskError("columns", f"the file lacks a column, or has it twice: {', '.join(missing)}")
        sheet.fieldnames = names
        yield from enumerate(sheet, 2)
    except csv.Error:
        raise DeskError("not_csv", "the file is no CSV") from None


def _text(path: Path) -> str:
    """UTF-8, or what a spreadsheet on Windows saves instead."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DeskError("file", f"the file cannot be read: {error.strerror}") from None
    for encoding in ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise DeskError("not_csv", "the file is no CSV")
