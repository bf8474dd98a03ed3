"""A run: one night's judgement of one day. Its row in operations.run says under which plan and by which code."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from outcomes.settings import REPOSITORY
from outcomes.templates import run_script

CODE = ("include", "dags")
RULES = ("include/rules",)


@dataclass(frozen=True)
class Run:
    """as_of: the day that is judged. known_at: the instant whose knowledge it is judged by, null until the gate."""

    run_id: int
    as_of: dt.date
    plan: str
    known_at: dt.datetime | None


def open_run(connection: psycopg.Connection, as_of: dt.date, plan: str, airflow_run_id: str) -> Run:
    """Records that a night has begun. Nights never overlap, so one that is still open was interrupted."""
    run_script(connection, "operations/close_interrupted_runs")
    row = run_script(
        connection,
        "operations/open_run",
        as_of=as_of,
        plan=plan,
        airflow_run_id=airflow_run_id,
        code_version=code_version(),
        rules_sha256=hash_of_files(REPOSITORY, RULES),
    ).fetchone()
    if row is None:
        raise LookupError("the night's run was not recorded")
    return Run(run_id=row[0], as_of=as_of, plan=plan, known_at=None)


def read_run(connection: psycopg.Connection, run_id: int) -> Run:
    """Raises LookupError if there is no such run."""
    row = run_script(connection, "operations/read_run", run_id=run_id).fetchone()
    if row is None:
        raise LookupError(f"there is no run {run_id}")
    return Run(run_id, *row)


def find_run(connection: psycopg.Connection, airflow_run_id: str) -> Run | None:
    """The run that one of Airflow's runs made, if it came as far as making one."""
    row = run_script(connection, "operations/newest_run", airflow_run_id=airflow_run_id).fetchone()
    return Run(*row) if row else None


def close_run(connection: psycopg.Connection, run_id: int, outcome: str) -> None:
    run_script(connection, "operations/close_run", run_id=run_id, outcome=outcome)


def code_version(repository: Path = REPOSITORY) -> str:
    """The commit, marked if the code that judges differs from it; without git, a hash of that code."""
    try:
        commit = _git(repository, "rev-parse", "HEAD")
        changed = _git(repository, "status", "--porcelain", "--", *CODE)
    except (OSError, subprocess.CalledProcessError):
        return f"files-{hash_of_files(repository, CODE)}"
    return f"{commit}-changed-{hash_of_files(repository, CODE)[:12]}" if changed else commit


def _git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=repository, capture_output=True, text=True, check=True)  # noqa: S607
    return done.stdout.strip()


def hash_of_files(repository: Path, folders: Iterable[str]) -> str:
    """A hash of the files' paths and contents, whatever their order on the disk."""
    digest = hashlib.sha256()
    files = (file for folder in folders for file in (repository / folder).rglob("*") if file.is_file())
    for file in sorted(files):
        if "__pycache__" in file.parts or any(part.endswith(".egg-info") for part in file.parts):
            continue
        digest.update(f"{file.relative_to(repository)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
