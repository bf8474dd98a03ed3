"""Looks once through a CSV file's bytes before any of them reach the database: encoding, length of lines, where the
rows begin and end, and whether its quotes are plain enough for the database to split the rows itself.

Memory stays bounded whatever the file holds: a line without end is refused when it passes the limit.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from outcomes.landing.rejected import Rejected
from outcomes.landing.spool import CHUNK

LONGEST_LINE = 1 << 20
"""Bytes. A delivery's row is some hundreds; a line of this length is a broken export."""

_NOT_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"


@dataclass(frozen=True)
class Content:
    """encoding: as the database calls it. header: the first line's fields. begins, ends: the bytes of the rows, without
    the blank lines at the end. lines: how many lines that is. plain: no quote stands in the middle of a field."""

    encoding: Literal["UTF8", "WIN1252"]
    header: tuple[str, ...]
    begins: int
    ends: int
    lines: int
    plain: bool

    @property
    def codec(self) -> str:
        return "utf-8" if self.encoding == "UTF8" else "cp1252"


@contextmanager
def opened(file: Path, zipped: bool) -> Iterator[IO[bytes]]:
    """The file's bytes, unzipped if it is zipped. Raises Rejected for a zipped file that is cut off or none at all."""
    try:
        with gzip.open(file, "rb") if zipped else file.open("rb") as source:
            yield cast(IO[bytes], source)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Rejected("truncated_gzip", "the file is cut off, or not a gzip file") from error


def chunks(source: IO[bytes], begins: int, ends: int) -> Iterator[bytes]:
    """The bytes from one place to another, a piece at a time."""
    source.seek(begins)
    while begins < ends and (chunk := source.read(min(CHUNK, ends - begins))):
        begins += len(chunk)
        yield chunk


def inspect(file: Path, zipped: bool) -> Content:
    """What a CSV file holds. Raises Rejected."""
    with opened(file, zipped) as source:
        first = source.readline(LONGEST_LINE + 1)
        _refuse_sixteen_bits(first)
        if len(first) > LONGEST_LINE:
            raise _too_long()
        survey = _Survey(begins=len(first))
        survey.encoded(first)
        while chunk := source.read(CHUNK):
            survey.look_at(chunk)
    survey.finish()
    if not first.strip(b"\xef\xbb\xbf \t\r\n") and survey.ends == survey.begins:
        raise Rejected("empty_file", "the file is empty: not even a header")
    codec = "utf-8" if survey.is_utf8 else _single_byte(file, zipped)
    return Content(
        encoding="UTF8" if survey.is_utf8 else "WIN1252",
        header=_header(first.removeprefix(codecs.BOM_UTF8).decode(codec)),
        begins=survey.begins,
        ends=survey.ends,
        lines=survey.lines,
        plain=survey.plain,
    )


class _Survey:
    """Counts over pieces of a file, as if they were one text."""

    def __init__(self, begins: int) -> None:
        self.begins = self.ends = self._read = begins
        self.lines = 0
        self.is_utf8 = self.plain = True
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._line = 0  # bytes since the last line's end
        self._blank = 0  # line ends since the last byte that is none
        self._before_last, self._last = b"\n", b"\n"

    def look_at(self, chunk: bytes) -> None:
        if b"\0" in chunk:
            raise Rejected("encoding", "the file holds NUL bytes: it is UTF-16 or no text")
        self.encoded(chunk)
        self._measure_lines(chunk)
        self._look_at_quotes(chunk)
        self._before_last, self._last = chunk[-2:-1] or self._last, chunk[-1:]
        self._read += len(chunk)

    def encoded(self, chunk: bytes, final: bool = False) -> None:
        if self.is_utf8:
            try:
                self._utf8.decode(chunk, final)
            except UnicodeDecodeError:
                self.is_utf8 = False

    def finish(self) -> None:
        self.encoded(b"", final=True)
        self.lines -= self._blank - 1 if self.ends > self.begins else self.lines

    def _measure_lines(self, chunk: bytes) -> None:
        """A chunk is no longer than a line may be, so only a line that runs on from chunk to chunk can be too long."""
        first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
        self._line += len(chunk) if first < 0 else first
        if self._line > LONGEST_LINE:
            raise _too_long()
        if last >= 0:
            self._line = len(chunk) - last - 1
        self.lines += chunk.count(b"\n")
        rest = chunk.rstrip(b"\r\n")
        if rest:
            self.ends = self._read + len(rest)
            self._blank = 0
        self._blank += chunk.count(b"\n", len(rest))

    def _look_at_quotes(self, chunk: bytes) -> None:
        """A quote in the middle of a field has neither a comma, a line's end nor another quote beside it. The last byte
        of a chunk is looked at with the next one."""
        if not self.plain or (b'"' not in chunk and self._last != b'"'):
            return
        import numpy  # many files have no quote at all

        text = numpy.frombuffer(self._before_last + self._last + chunk, numpy.uint8)
        edge = numpy.zeros(256, bool)
        edge[list(b',"\r\n')] = True
        quotes = numpy.flatnonzero(text[1:-1] == ord('"'))
        self.plain = bool((edge[text[quotes]] | edge[text[quotes + 2]]).all())


def _refuse_sixteen_bits(start: bytes) -> None:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in start:
        raise Rejected("encoding", "the file is UTF-16 or no text; save it as UTF-8 or Windows-1252")


def _too_long() -> Rejected:
    return Rejected("line_too_long", f"a line is longer than {LONGEST_LINE:,} bytes")


def _single_byte(file: Path, zipped: bool) -> str:
    """Windows-1252, if every byte is a character of it."""
    with opened(file, zipped) as source:
        while chunk := source.read(CHUNK):
            if len(chunk.translate(None, _NOT_IN_CP1252)) != len(chunk):
                raise Rejected("encoding", "the file is neither UTF-8 nor Windows-1252")
    return "cp1252"


def _header(line: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader([line.rstrip("\r\n")], strict=True), ()))
    except csv.Error as error:
        raise Rejected("wrong_header", "the first row cannot be split into columns") from error
