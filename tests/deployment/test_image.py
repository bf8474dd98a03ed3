"""The image: its instructions stand in an order that works, and all that it copies is in the repository."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest

from outcomes.settings import INCLUDE, REPOSITORY


@pytest.fixture(scope="module")
def instructions() -> list[tuple[str, str]]:
    """Keyword and arguments of each instruction, continued lines joined."""
    text = re.sub(r"\\\n\s*", " ", (REPOSITORY / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]  # type: ignore[misc]


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return done.stdout


def _place(instructions: list[tuple[str, str]], keyword: str, word: str = "") -> int:
    return next(
        place for place, (found, arguments) in enumerate(instructions) if found == keyword and word in arguments
    )


def _copied(instructions: list[tuple[str, str]]) -> list[str]:
    return [source for found, arguments in instructions if found == "COPY" for source in shlex.split(arguments)[:-1]]


def test_it_is_made_from_the_slim_python_that_the_lock_is_for(instructions: list[tuple[str, str]]) -> None:
    assert instructions[0] == ("FROM", "python:3.11-slim")


def test_all_that_is_copied_is_in_the_repository(instructions: list[tuple[str, str]]) -> None:
    for source in _copied(instructions):
        tracked = subprocess.run(
            ["git", "ls-files", source], cwd=REPOSITORY, capture_output=True, text=True, check=True
        )
        assert tracked, f"{source} is not under version control"


def test_the_builder_is_given_what_is_copied_and_nothing_else(instructions: list[tuple[str, str]]) -> None:
    rules = [line for line in (REPOSITORY / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert rules[0] == "*", "everything is left out that is not let in"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == set(_copied(instructions))


def test_what_changes_rarely_is_installed_first(instructions: list[tuple[str, str]]) -> None:
    locked = _place(instructions, "RUN", "--requirement requirements.txt")
    assert _place(instructions, "COPY", "requirements.txt") < locked < _place(instructions, "COPY", "include")


def test_our_own_package_is_installed_in_place(instructions: list[tuple[str, str]]) -> None:
    """The files beside the package (rules, SQL, migrations) are found from where the package is."""
    installed = _place(instructions, "RUN", "--no-deps --editable .")
    for needed in ("pyproject.toml", "README.md", "include"):
        assert _place(instructions, "COPY", needed) < installed
    assert REPOSITORY / "include" == INCLUDE


def test_it_runs_as_an_ordinary_user(instructions: list[tuple[str, str]]) -> None:
    added = _place(instructions, "RUN", "useradd --uid 10001")
    became = _place(instructions, "USER", "outcomes")
    assert added < became
    assert became > max(place for place, (keyword, _) in enumerate(instructions) if keyword in ("RUN", "COPY"))
    assert became < _place(instructions, "ENTRYPOINT")
