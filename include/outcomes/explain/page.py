"""The explanation as a page in plain words, for a terminal."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from outcomes.explain.explain import Explanation, words

_pages = Environment(  # noqa: S701  # plain text for a terminal
    loader=FileSystemLoader(Path(__file__).parent),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def page(told: Explanation) -> str:
    return _pages.get_template("page.txt.j2").render(told=told, words=words())
