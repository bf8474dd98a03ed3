"""A data folder of its own for the commands that run nights, and what is left of them afterwards: nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest
from upath import UPath

from outcomes.settings import DEFAULT_PLAN, REPOSITORY, Settings
from outcomes.warehouse.connection import connect
from outcomes.warehouse.server import Server

from .landing import AS_OF

os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="outcomes-airflow-"))  # what importing Airflow writes


@dataclass(frozen=True)
class Place:
    """Where a test's nights happen."""

    data: Path
    landing: Path

    @property
    def settings(self) -> Settings:
        return Settings(self.data, UPath(self.landing), None, DEFAULT_PLAN)

    @property
    def environment(self) -> dict[str, str]:
        """As a person's, with what a developer's own shell may have set left out."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "PG"))}
        return kept | {"DATA": str(self.data), "LANDING": str(self.landing), "AS_OF": AS_OF, "WAREHOUSE_URL": ""}

    def start(self, command: str, **environment: str) -> subprocess.Popen[str]:
        # Tests that run in the background inherit a deaf ear for Ctrl-C, and would hand it on.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return subprocess.Popen(
            [sys.executable, "-m", f"outcomes_airflow.{command}"],
            env=self.environment | environment,
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, command: str, **environment: str) -> tuple[int, str]:
        """A command as `make` runs it: how it ended, and what it said."""
        process = self.start(command, **environment)
        said, _ = process.communicate(timeout=600)
        return process.returncode, said

    @contextmanager
    def warehouse(self) -> Iterator[psycopg.Connection]:
        """The warehouse between two nights, whether or not its server runs."""
        server = Server(self.data)
        ran = server.running
        server.start()
        try:
            with connect(self.settings, "test") as connection:
                yield connection
        finally:
            if not ran:
                server.stop()

    def ask(self, query: str) -> list[tuple]:
        with self.warehouse() as connection:
            return connection.execute(query.encode()).fetchall()

    def processes(self) -> list[str]:
        """What runs in this data folder."""
        found = []
        for process in psutil.process_iter():
            try:
                told = " ".join([*process.cmdline(), *process.environ().get("DATA", "").split()])
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            if str(self.data) in told and process.pid != os.getpid():
                found.append(told)
        return found


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="outcomes-night-"))
    made = Place(folder / "data", folder / "landing")
    folder.chmod(0o711)
    yield made
    made.run("down")
    shutil.rmtree(folder, ignore_errors=True)
