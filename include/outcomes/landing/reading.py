"""One delivery, ready to be copied into the database: opened, checked as a whole, and hashed.

Rows go to the database as the file's own bytes, which is several times faster than through Python. Where the database
cannot split them, or its count of rows is not the file's count of lines, the copy is undone and `records` splits them.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import errors, sql

from outcomes.contracts import Feed
from outcomes.landing import spool
from outcomes.landing.content import Content, chunks, inspect, opened
from outcomes.landing.header import Header, read_header
from outcomes.landing.names import Arrival
from outcomes.landing.records import Record, cell_text, csv_records, sheet_records
from outcomes.landing.rejected import Rejected
from outcomes.settings import Settings

log = logging.getLogger(__name__)

_LEFT_OUT = "left_out_"
"""Unknown columns are given this name and the type "char", which keeps one byte, and are dropped after the copy."""


class NotPlainError(Exception):
    """The database and the file disagree on how many rows there are."""


def open_delivery(arrival: Arrival, contract: Feed, folder: Path | None = None) -> Reading:
    """The delivery, from a private copy in `folder` (by default DATA's spool) that is gone once the reading is closed:
    use it as `with open_delivery(…) as reading`. Raises Rejected, with the file's sha256 where it could be read."""
    file, sha256 = spool.take(arrival.path, folder or Settings.from_environment().data / "spool")
    try:
        return _READERS[arrival.format](file, sha256, contract)
    except BaseException as error:
        file.unlink(missing_ok=True)
        if isinstance(error, Rejected):
            error.sha256 = sha256
        raise


class Reading:
    """A delivery whose header is good. `columns`: the contract's columns that it brings, in the file's order."""

    header: Header

    def __init__(self, file: Path, sha256: str, contract: Feed) -> None:
        self.file = file
        self.sha256 = sha256
        self.contract = contract

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Removes the private copy."""
        self.file.unlink(missing_ok=True)

    @property
    def columns(self) -> tuple[str, ...]:
        return self.header.columns

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        return self.header.unknown

    def copy_into(self, connection: psycopg.Connection, table: str) -> int:
        """Copies the rows into an empty table of the `staging_columns`, and gives their number. Raises Rejected."""
        try:
            return self._copy(connection, table)
        except Rejected as rejected:
            rejected.sha256 = self.sha256
            raise
        except psycopg.DataError:  # its text quotes the row, so it goes no further
            raise Rejected("encoding", "the database cannot hold the file's characters", self.sha256) from None

    def records(self) -> Iterator[Record]:
        """The rows, with a field for each of `columns`."""
        raise NotImplementedError

    def _copy(self, connection: psycopg.Connection, table: str) -> int:
        """Row by row."""
        columns = ("row_number", *self.columns, "ragged")
        blank = [""] * len(self.columns)
        count = 0
        statement = _copy_statement(table, columns)
        with connection.transaction(), connection.cursor() as cursor, cursor.copy(statement) as copy:
            for count, record in enumerate(self.records(), 1):  # noqa: B007 (the last one is the count)
                fields = record.fields or blank
                copy.write_row((record.number, *(field or None for field in fields), record.ragged))
        return count


class CsvReading(Reading):
    """A CSV file, zipped or not."""

    zipped = False

    def __init__(self, file: Path, sha256: str, contract: Feed) -> None:
        super().__init__(file, sha256, contract)
        self.content: Content = inspect(file, self.zipped)
        self.header = read_header(self.content.header, contract)

    def _copy(self, connection: psycopg.Connection, table: str) -> int:
        if self.content.plain:
            try:
                with connection.transaction():
                    return self._copy_bytes(connection, table)
            except (errors.BadCopyFileFormat, NotPlainError):
                log.info("%s: not plain enough for the database to split, so read row by row", self.contract.feed)
        return super()._copy(connection, table)

    def _copy_bytes(self, connection: psycopg.Connection, table: str) -> int:
        columns = [name or f"{_LEFT_OUT}{number}" for number, name in enumerate(self.header.places)]
        left_out = [name for name in columns if name.startswith(_LEFT_OUT)]
        target = _qualified(table)
        for name in left_out:
            connection.execute(sql.SQL('ALTER TABLE {} ADD {} "char"').format(target, sql.Identifier(name)))
        _number_rows(connection, target)
        with connection.cursor() as cursor:
            with (
                cursor.copy(_copy_statement(table, columns, self.columns, self.content.encoding)) as copy,
                opened(self.file, self.zipped) as source,
            ):
                for chunk in chunks(source, self.content.begins, self.content.ends):
                    copy.write(chunk)
            count = cursor.rowcount
        if count != self.content.lines:
            raise NotPlainError
        connection.execute(sql.SQL("ALTER TABLE {} ALTER row_number DROP IDENTITY").format(target))
        for name in left_out:
            connection.execute(sql.SQL("ALTER TABLE {} DROP {}").format(target, sql.Identifier(name)))
        return count

    def records(self) -> Iterator[Record]:
        places = self.header.places
        with opened(self.file, self.zipped) as source:
            source.seek(self.content.begins)
            records = csv_records((line.decode(self.content.codec) for line in source), len(places))
            if all(places):
                yield from records
                return
            for number, fields, ragged in records:
                known = fields and [field for field, name in zip(fields, places, strict=True) if name]
                yield Record(number, known, ragged)


class ZippedCsvReading(CsvReading):
    """A CSV file in gzip."""

    zipped = True


class SheetReading(Reading):
    """The first sheet of a spreadsheet."""

    def __init__(self, file: Path, sha256: str, contract: Feed) -> None:
        super().__init__(file, sha256, contract)
        first = next((row for _, row in sheet_records(file)), [])
        if not any(cell is not None for cell in first):
            raise Rejected("empty_file", "the first sheet is empty: not even a header")
        self.header = read_header([cell_text(cell, None) for cell in first], contract)

    @cached_property
    def _types(self) -> list[str | None]:
        return [self.contract.column(name).type if name else None for name in self.header.places]

    def records(self) -> Iterator[Record]:
        for number, cells in itertools.islice(sheet_records(self.file), 1, None):
            texts = [cell_text(*pair) for pair in itertools.zip_longest(cells, self._types[: len(cells)])]
            width = len(self.header.places)
            if any(text.strip() for text in texts[width:]):
                yield Record(number, None, ",".join(texts))
            elif any(text.strip() for text in texts):
                texts += [""] * (width - len(texts))
                yield Record(number, [t for t, name in zip(texts, self.header.places, strict=False) if name], None)


_READERS: dict[str, type[Reading]] = {".csv": CsvReading, ".csv.gz": ZippedCsvReading, ".xlsx": SheetReading}


def staging_columns(contract: Feed) -> list[tuple[str, str]]:
    """Name and type of each column of the table that `copy_into` fills."""
    texts = [(column.name, "text") for column in contract.delivered_columns]
    return [("row_number", "integer"), *texts, ("ragged", "text")]


def _number_rows(connection: psycopg.Connection, table: sql.Composable) -> None:
    """Rows are numbered as they arrive; the header is row 1."""
    connection.execute(sql.SQL("ALTER TABLE {} ALTER row_number SET NOT NULL").format(table))
    numbered = "ALTER TABLE {} ALTER row_number ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 2 CACHE 1000)"
    connection.execute(sql.SQL(numbered).format(table))


def _copy_statement(table: str, columns: Any, filled: Any = (), encoding: str | None = None) -> sql.Composed:
    """COPY from the driver's rows, or from a file's bytes if an encoding is given: a blank is then no value, quoted or
    not, and a row of nothing but commas is no row."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(_qualified(table), _listed(columns))
    if encoding is None:
        return statement
    form = sql.SQL(" (FORMAT csv, ENCODING {}, FORCE_NULL ({})) WHERE num_nonnulls({}) > 0")
    return statement + form.format(sql.Literal(encoding), _listed(filled), _listed(filled))


def _listed(names: Any) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _qualified(table: str) -> sql.Composable:
    return sql.Identifier(*table.split("."))
