"""Airflow's processes: found again by a later command, ended with all they started, and told apart from strangers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import psutil
import pytest

from outcomes_airflow.configuration import StackError, free_port
from outcomes_airflow.supervisor import Note, Supervisor

TASK_LIKE = "import os, time; os.fork() or (os.setpgid(0, 0), time.sleep(60)); time.sleep(60)"
"""A process whose child is in a process group of its own, as Airflow's tasks are."""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path)
    yield supervisor
    supervisor.stop()


def note_of(supervisor: Supervisor, process: subprocess.Popen, name: str = "scheduler") -> Note:
    note = Note(name, process.pid, psutil.Process(process.pid).create_time(), str(supervisor.logs / f"{name}.log"))
    supervisor.notes_folder.mkdir(exist_ok=True)
    (supervisor.notes_folder / f"{name}.json").write_text(json.dumps(asdict(note)))
    return note


def started(code: str) -> subprocess.Popen:
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    while not psutil.Process(process.pid).children() and "fork" in code:
        time.sleep(0.01)
    return process


def test_stopping_ends_a_process_and_what_it_started_in_groups_of_their_own(supervisor: Supervisor) -> None:
    note = note_of(supervisor, started(TASK_LIKE))
    members = note.session()
    assert len(members) == 2

    supervisor.stop()

    assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in members)
    assert supervisor.notes() == []


def test_a_stranger_with_a_dead_process_s_number_is_left_alone(supervisor: Supervisor) -> None:
    stranger = started("import time; time.sleep(60)")
    note = Note("scheduler", stranger.pid, psutil.Process(stranger.pid).create_time() - 3600, "")
    supervisor.notes_folder.mkdir()
    (supervisor.notes_folder / "scheduler.json").write_text(json.dumps(asdict(note)))

    assert not supervisor.running()
    supervisor.stop()

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_process_that_ends_by_itself_is_named_with_its_log(supervisor: Supervisor) -> None:
    supervisor.start(os.environ, {"scheduler": ("no-such-command",)})

    with pytest.raises(StackError, match=r"scheduler has ended by itself.*scheduler\.log"):
        supervisor.wait(lambda: False, 60, "starting")


def test_what_takes_too_long_is_given_up_with_a_clear_word(supervisor: Supervisor) -> None:
    note_of(supervisor, started("import time; time.sleep(60)"))

    with pytest.raises(StackError, match="starting took more than 0 s"):
        supervisor.wait(lambda: False, 0, "starting")


def test_logs_and_notes_are_for_their_owner_alone(supervisor: Supervisor) -> None:
    supervisor.start(os.environ, {"scheduler": ("version",)})

    assert (supervisor.logs / "scheduler.log").stat().st_mode & 0o777 == 0o600
    assert supervisor.notes_folder.stat().st_mode & 0o777 == 0o700


def test_the_next_free_port_is_taken_where_none_is_asked_for() -> None:
    first = free_port()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # an earlier night may have listened here
        other.bind(("127.0.0.1", first))
        other.listen()
        assert free_port() > first
        with pytest.raises(StackError, match=f"port {first} is in use"):
            free_port(first)
