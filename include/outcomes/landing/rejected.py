"""A file that is refused as a whole. Its rule is stable, and its words carry nothing that stood in the file."""

from __future__ import annotations

from typing import Literal

FileRule = Literal[
    "misnamed",
    "gone",
    "changed_while_read",
    "empty_file",
    "encoding",
    "line_too_long",
    "truncated_gzip",
    "not_a_spreadsheet",
    "too_large",
    "wrong_header",
    "missing_column",
    "duplicated_column",
]


class Rejected(Exception):  # noqa: N818 (it is an outcome of a delivery, not an error of the program)
    """Raised for a file that covers nothing and loads nothing. `sha256` is of its bytes, where they could be read."""

    def __init__(self, rule: FileRule, message: str, sha256: str | None = None) -> None:
        super().__init__(f"{rule}: {message}")
        self.rule = rule
        self.message = message
        self.sha256 = sha256
