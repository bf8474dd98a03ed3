"""The reference pages say what the files and the database say."""

from __future__ import annotations

from pathlib import Path

import psycopg

from outcomes import docs


def test_the_reference_pages_are_up_to_date(warehouse: psycopg.Connection) -> None:
    assert docs.stale(docs.pages(warehouse)) == [], "run `make docs`, and commit what it writes"


def test_the_pages_are_the_same_every_time(warehouse: psycopg.Connection) -> None:
    assert docs.pages(warehouse) == docs.pages(warehouse)


def test_a_page_that_is_missing_changed_or_left_over_is_stale(tmp_path: Path) -> None:
    wanted = {"missing.md": "one", "changed.md": "two", "right.md": "three"}
    for name, text in {"changed.md": "old", "right.md": "three", "left_over.md": "four"}.items():
        (tmp_path / name).write_text(text)
    assert docs.stale(wanted, tmp_path) == ["changed.md", "left_over.md", "missing.md"]
    assert docs.write(wanted, tmp_path) == ["changed.md", "left_over.md", "missing.md"]
    assert docs.stale(wanted, tmp_path) == []


def test_every_published_column_has_a_comment(warehouse: psycopg.Connection) -> None:
    tables = {path: text for path, text in docs.pages(warehouse).items() if path.startswith("tables/")}
    bare = [(path, line) for path, text in tables.items() for line in text.splitlines() if line.endswith("|  |")]
    assert bare == []
