"""The code lists that rows are checked against and that the plan picks groups from: include/rules/codes/<name>.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from outcomes.documents import FieldError, load_document, refuse
from outcomes.settings import INCLUDE

CODES = INCLUDE / "rules" / "codes"


class Code(BaseModel):
    """One value that a column may hold, and what people call it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    code: str = Field(min_length=1)
    label: str = Field(min_length=1)
    group: str | None = None


class CodeList(BaseModel):
    """A closed list of codes. A group is what the plan refers to, so that a measure never repeats a list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    source: str
    codes: tuple[Code, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_code_once(self) -> Self:
        seen: set[str] = set()
        for place, entry in enumerate(self.codes):
            if entry.code in seen:
                raise FieldError(f"the code {entry.code} stands in the list twice", "codes", place)
            seen.add(entry.code)
        return self

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(entry.code for entry in self.codes)


@cache
def load_codes(name: str, folder: Path = CODES) -> CodeList:
    """The code list of that name. Raises DocumentError, or FileNotFoundError."""
    path = folder / f"{name}.yaml"
    codes = load_document(path, CodeList)
    if codes.name != name:
        raise refuse(path, ("name",), f"the list calls itself {codes.name}; a file is named for its list")
    return codes


def load_all_codes(folder: Path = CODES) -> dict[str, CodeList]:
    """Every code list by name, in the names' order."""
    return {path.stem: load_codes(path.stem, folder) for path in sorted(folder.glob("*.yaml"))}


def codes_in(name: str, group: str) -> tuple[str, ...]:
    """The codes of one group of a list, in the list's order. Raises KeyError where there is no such group."""
    found = tuple(entry.code for entry in load_codes(name).codes if entry.group == group)
    if not found:
        raise KeyError(f"the code list {name} has no group {group}")
    return found
