"""Starts and ends Airflow's processes. `airflow standalone` would leave children behind and listen on every address.

Each process leads a session of its own, so that everything it forked can be found and ended with it; a note of its
process id and start time lets a later command end it too, and never a stranger that was given the same id."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from outcomes_airflow.configuration import StackError, private_folder

COMPONENTS: Mapping[str, tuple[str, ...]] = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
}
PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class Note:
    """What a later command needs in order to recognise a process: its id alone may have been given to another since."""

    name: str
    pid: int
    started: float
    log: str

    def alive(self) -> bool:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            return process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - self.started) < 2
        return False

    def session(self) -> list[psutil.Process]:
        """Whatever runs in the session that the process led, itself included. A session may outlive its leader, and
        while it does its number is given to nobody else; where it was given to another, our session is over."""
        if psutil.pid_exists(self.pid) and not self.alive() and not self._is_zombie():
            return []
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.NoSuchProcess, ProcessLookupError, PermissionError):
                if os.getsid(process.pid) == self.pid and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def _is_zombie(self) -> bool:
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).status() == psutil.STATUS_ZOMBIE
        return False


class Supervisor:
    """Airflow's processes of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.notes_folder = folder / "processes"
        self.logs = folder / "logs"

    def notes(self) -> list[Note]:
        return [Note(**json.loads(file.read_text())) for file in sorted(self.notes_folder.glob("*.json"))]

    def running(self) -> bool:
        """Whether every process runs. Raises StackError if only some do."""
        notes = self.notes()
        if not any(note.alive() for note in notes):
            return False
        self.check()
        return True

    def start(self, environment: Mapping[str, str], components: Mapping[str, tuple[str, ...]] = COMPONENTS) -> None:
        private_folder(self.notes_folder)
        private_folder(self.logs)
        for name, arguments in components.items():
            log = self.logs / f"{name}.log"
            with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
                process = subprocess.Popen(
                    [sys.executable, "-m", "airflow", *arguments],
                    env=dict(environment),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    umask=0o077,
                )
            note = Note(name, process.pid, psutil.Process(process.pid).create_time(), str(log))
            (self.notes_folder / f"{name}.json").write_text(json.dumps(asdict(note)))

    def check(self) -> None:
        """Raises StackError, with the log to read, if a process has ended by itself."""
        for note in self.notes():
            if not note.alive():
                raise StackError(f"Airflow's {note.name} has ended by itself; the reason is in {note.log}")

    def listens_on(self, port: int) -> bool:
        """Whether one of our own processes listens there: another program may have been quicker to take the port."""
        for process in [process for note in self.notes() for process in note.session()]:
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                if any(
                    each.status == psutil.CONN_LISTEN and each.laddr.port == port
                    for each in process.net_connections(kind="tcp")
                ):
                    return True
        return False

    def wait(self, ready: Callable[[], bool], seconds: float, what: str) -> None:
        """Returns when `ready` says so. Raises StackError if a process has ended, or after so many seconds."""
        deadline = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > deadline:
                raise StackError(f"{what} took more than {seconds:.0f} s; the logs are in {self.logs}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Asks every process and all it started to end; what has not ended after ten seconds is ended.

        All it started, because a task is in a process group of its own, which outlives the scheduler's."""
        notes = self.notes()
        for process in [process for note in notes for process in note.session()]:
            with suppress(psutil.NoSuchProcess):
                process.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (left := [process for note in notes for process in note.session()]) and time.monotonic() < deadline:
            psutil.wait_procs(left, timeout=0.1)
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(left, timeout=PATIENCE_SECONDS)
        for note in notes:
            (self.notes_folder / f"{note.name}.json").unlink(missing_ok=True)
