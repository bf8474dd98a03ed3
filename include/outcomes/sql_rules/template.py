"""A SQL template as the rules read it: without its comments, every place still on its own line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
SQL_COMMENT = re.compile(r"--[^\n]*")
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
BLOCK = re.compile(r"\{%.*?%\}", re.DOTALL)
TEXT = re.compile(r"'(?:[^']|'')*'")
DIRECTION = re.compile(r"\s+(?:ASC|DESC)\b|\s+NULLS\s+(?:FIRST|LAST)\b|\s+COLLATE\s+\"\w+\"", re.IGNORECASE)
COLUMN = re.compile(r"(?:\w+\.)?(\w+)")


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that may not be said."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"include/sql/{self.file}.sql:{self.line}: {self.words}"


@dataclass(frozen=True)
class Template:
    """`name` as it is rendered by: `measures/route`."""

    name: str
    source: str

    @cached_property
    def written(self) -> str:
        """Everything but comments: SQL, and what Jinja puts into it."""
        return SQL_COMMENT.sub(_blank, JINJA_COMMENT.sub(_blank, self.source))

    @cached_property
    def sql(self) -> str:
        """SQL alone: a value stands as a word, a text is empty, Jinja's own lines are gone."""
        plain = BLOCK.sub(_blank, EXPRESSION.sub(lambda found: "v" * len(found[0]), self.written))
        return TEXT.sub(lambda found: "'" + " " * (len(found[0]) - 2) + "'", plain)

    def fault(self, place: int, words: str) -> Fault:
        return Fault(self.name, self.source.count("\n", 0, place) + 1, words)

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.sql)

    def inside(self, opening: int) -> str:
        """What stands between the parenthesis that opens there and the one that closes it."""
        return self.sql[opening + 1 : self.closing(opening)]

    def closing(self, opening: int) -> int:
        depth = 0
        for place in range(opening, len(self.sql)):
            depth += {"(": 1, ")": -1}.get(self.sql[place], 0)
            if depth == 0:
                return place
        return len(self.sql)

    def same_query(self, place: int) -> tuple[int, int]:
        """Where the query begins and ends that holds a place: its parentheses, or its statement."""
        return self._edge(place, -1), self._edge(place, 1)

    def _edge(self, place: int, step: int) -> int:
        into, out = (")", "(") if step < 0 else ("(", ")")
        depth = 0
        while 0 <= place < len(self.sql):
            sign = self.sql[place]
            depth += {into: 1, out: -1}.get(sign, 0)
            if depth < 0 or (depth == 0 and sign == ";"):
                return place
            place += step
        return place


def level_with(sql: str) -> str:
    """The SQL with everything in parentheses blanked out."""
    depth, kept = 0, []
    for sign in sql:
        depth -= sign == ")"
        kept.append(sign if depth <= 0 or sign == "\n" else " ")
        depth += sign == "("
    return "".join(kept)


def columns_of(terms: str) -> set[str]:
    """The plain columns of a list such as that of an ORDER BY; an expression decides no ties."""
    level = level_with(terms)
    ends = [place for place, sign in enumerate(level) if sign == ","]
    parts = [terms[start:end] for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(terms)], strict=True)]
    found = (COLUMN.fullmatch(DIRECTION.sub("", part).strip()) for part in parts)
    return {match[1] for match in found if match}


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
