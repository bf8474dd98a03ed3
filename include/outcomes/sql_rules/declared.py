"""What is unique where, and the exceptions, each with its reason: `declared.yaml`."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("declared.yaml")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Unique(_Entry):
    """In that file, no two rows of one query have the same values in these columns."""

    file: str
    columns: frozenset[str]
    why: str


class Exempt(_Entry):
    """A word, a number or a construct that may stand in these files (in all that calculate, if none is named)."""

    what: str
    files: frozenset[str] = frozenset()
    why: str

    def covers(self, file: str, what: str) -> bool:
        return self.what == what and (not self.files or file in self.files)


class Declared(_Entry):
    unique: tuple[Unique, ...] = ()
    unordered: tuple[Exempt, ...] = ()
    clock: tuple[Exempt, ...] = ()
    numbers: tuple[Exempt, ...] = ()
    words: tuple[Exempt, ...] = ()


def read_declared(path: Path = FILE) -> Declared:
    return Declared.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


DECLARED = read_declared()
