"""The few forms of Markdown that the reference pages are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import yaml


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table; empty text if there are no rows."""
    lines = [_row(cells) for cells in rows]
    return "\n".join([_row(head), _row(["---"] * len(head)), *lines]) if lines else ""


def page(title: str, *parts: str) -> str:
    """A whole page. Parts that are empty are left out."""
    note = "<!-- Made by `make docs`; edit what it is made from, which the page names. -->"
    return "\n\n".join([f"# {title}", note, *(part.strip("\n") for part in parts if part)]) + "\n"


def section(title: str, *parts: str) -> str:
    """A heading with what is below it; empty text if nothing is."""
    filled = [part.strip("\n") for part in parts if part]
    return "\n\n".join([f"## {title}", *filled]) if filled else ""


def code(value: Any) -> str:
    return f"`{value}`"


def codes(values: Iterable[Any]) -> str:
    return ", ".join(code(value) for value in values)


def data(value: Any) -> str:
    """A list or a mapping as people write it in the files."""
    written = yaml.safe_dump(value, sort_keys=False, default_flow_style=None, allow_unicode=True, width=110)
    return f"```yaml\n{written.strip()}\n```"


def link(text: str, target: str) -> str:
    return f"[{text}]({target})"


def plain(value: Any) -> Any:
    """A model's value as YAML can write it: tuples become lists, and decimals text."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | str | dt.date) else str(value)


def _row(cells: Sequence[Any]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return " ".join(text.replace("|", "\\|").split())
