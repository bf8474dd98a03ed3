"""The pages that people write hold what they promise: links lead somewhere, commands exist, queries run."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from outcomes.settings import REPOSITORY

PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
WRITTEN = [page for page in PAGES if "reference" not in page.parts]
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)(?P<target>[^)\s]+)\)")
MAKE = re.compile(r"\bmake ([a-z-]+)\b")
FILE = re.compile(r"`((?:include|dags|plugins|tests|docs|deploy)/[\w./-]*)`")
SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)
ONE_LINE = re.compile(r"make psql SQL=\"([^\"…]+)\"")


def _named(page: Path) -> str:
    return str(page.relative_to(REPOSITORY))


def _shown(text: str) -> str:
    """What is set as code: only there is `make …` a command and not a verb."""
    return "\n".join([*re.findall(r"```(?:sh)?\n(.*?)```", text, re.DOTALL), *re.findall(r"`([^`\n]+)`", text)])


def _queries() -> Iterator[tuple[str, str]]:
    for page in WRITTEN:
        text = page.read_text()
        for query in [*SQL.findall(text), *ONE_LINE.findall(text)]:
            yield _named(page), query


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_every_link_leads_to_a_page_and_a_heading(page: Path) -> None:
    broken = []
    for found in LINK.finditer(page.read_text()):
        target, _, heading = found["target"].partition("#")
        file = (page.parent / target).resolve() if target else page
        if not file.exists() or (heading and heading not in _headings(file)):
            broken.append(found["target"])
    assert broken == []


def _headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_every_file_that_is_named_exists(page: Path) -> None:
    assert [path for path in FILE.findall(page.read_text()) if not (REPOSITORY / path).exists()] == []


@pytest.mark.parametrize("page", WRITTEN, ids=_named)
def test_every_command_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    assert set(MAKE.findall(_shown(page.read_text()))) <= targets


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [REPOSITORY / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.exists():
            continue
        reached.add(page)
        targets = (found["target"].partition("#")[0] for found in LINK.finditer(page.read_text()))
        waiting += [(page.parent / target).resolve() for target in targets if target.endswith(".md")]
    assert [_named(page) for page in PAGES if page not in reached] == []


def test_every_query_in_the_pages_runs(warehouse: psycopg.Connection) -> None:
    queries = list(_queries())
    assert queries
    for page, query in queries:
        try:
            warehouse.execute(query.encode())
        except psycopg.Error as error:
            pytest.fail(f"{page}: {error}\n{query}")
        warehouse.rollback()


def test_every_python_line_in_the_pages_imports() -> None:
    lines = {
        line
        for page in WRITTEN
        for block in re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL)
        for line in block.splitlines()
        if line.startswith(("from ", "import "))
    }
    for line in sorted(lines):
        compile(line, "docs", "exec")
        exec(line, {})


def test_no_page_names_somebodys_own_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "README.md", "docs"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.split()
    own = re.compile(r"/(?:home|Users|root)/\w+")
    assert [page for page in tracked if own.search((REPOSITORY / page).read_text())] == []
