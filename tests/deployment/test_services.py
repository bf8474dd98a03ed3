"""Every container's command, run on this machine as its service runs it: with the environment that docker-compose.yaml
gives it and no other, against a PostgreSQL that was prepared as the compose file's is."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from outcomes.settings import REPOSITORY
from outcomes.warehouse.account import programs
from outcomes.warehouse.server import DATABASES, Server
from outcomes_airflow.client import AirflowClient
from outcomes_airflow.service import SERVICES

PATIENCE_SECONDS = 90
ENTRYPOINT = [sys.executable, "-m", "outcomes_airflow.service"]


def _prepare(server: Server, given: dict[str, str]) -> None:
    """Hands the server what the image's first start hands it."""
    script = REPOSITORY / "deploy" / "postgres" / "databases.sql"
    command = [
        str(programs() / "psql"),
        "--no-psqlrc",
        "-v",
        "ON_ERROR_STOP=1",
        "--quiet",
        "-d",
        server.url("postgres"),
    ]
    names = ("WAREHOUSE_PASSWORD", "AIRFLOW_DATABASE_PASSWORD")
    for _ in range(2):  # an administrator may run it again
        subprocess.run([*command, "-f", str(script)], env={name: given[name] for name in names}, check=True)


@pytest.fixture(scope="module")
def machine(given: dict[str, str]) -> Iterator[tuple[Server, Path]]:
    """A server as a new container has it, and a folder for what the containers write."""
    folder = Path(tempfile.mkdtemp(prefix="outcomes-deployment-"))
    server = Server(folder, durable=False)
    try:
        server.start()
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            for database in DATABASES:
                connection.execute(f"drop database {database}")
        _prepare(server, given)
        yield server, folder
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def environment(machine: tuple[Server, Path], compose: Any) -> Callable[[str], dict[str, str]]:
    """A service's environment, the container's addresses and folders replaced by this machine's."""
    server, folder = machine
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        api = f"http://127.0.0.1:{probe.getsockname()[1]}"
    here = {
        "DATA": str(folder / "data"),
        "LANDING": str(folder / "landing"),
        "AIRFLOW_LISTEN": "127.0.0.1",
        "SCHEDULE": "0",  # or the newest night would begin at once
        "AIRFLOW_API_URL": api,
        "AIRFLOW_URL": api,
        "WAREHOUSE_URL": f"postgresql://warehouse@127.0.0.1:{server.port}/warehouse",
        "AIRFLOW_DATABASE_URL": f"postgresql://airflow@127.0.0.1:{server.port}/airflow",
    }
    (folder / "data").mkdir()
    (folder / "temporary").mkdir()

    def of(service: str) -> dict[str, str]:
        told = compose.services[service].environment
        assert set(here) <= set(told)
        machines_own = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder / "temporary")}
        return told | here | {"AIRFLOW_PORT": api.rpartition(":")[2]} | machines_own

    return of


@pytest.fixture(scope="module")
def prepared(environment: Callable[[str], dict[str, str]], compose: Any) -> None:
    """The one-shot service has run."""
    words = [*ENTRYPOINT, *compose.services["init"].command]
    done = subprocess.run(words, env=environment("init"), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def _healthy(compose: Any, environment: Callable[[str], dict[str, str]], service: str) -> bool:
    command, *words = compose.services[service].healthcheck.test[1:]
    assert command == "python"
    return subprocess.run([sys.executable, *words], env=environment(service), capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def running(
    prepared: None, machine: tuple[Server, Path], environment: Callable[[str], dict[str, str]], compose: Any
) -> Iterator[dict[str, psutil.Process]]:
    """All four services at once; ended, with all that they started, at the end."""
    _, folder = machine
    processes: dict[str, psutil.Process] = {}
    logs = {service: folder / f"{service}.log" for service in SERVICES}
    try:
        for service in SERVICES:
            with logs[service].open("w") as log:
                words = [*ENTRYPOINT, *compose.services[service].command]
                started = subprocess.Popen(
                    words, env=environment(service), cwd=folder, stdout=log, stderr=log, start_new_session=True
                )
            processes[service] = psutil.Process(started.pid)
        deadline = time.monotonic() + PATIENCE_SECONDS
        waiting = set(SERVICES)
        while waiting:
            waiting = {service for service in waiting if not _healthy(compose, environment, service)}
            for service in waiting:
                ended = not processes[service].is_running() or processes[service].status() == psutil.STATUS_ZOMBIE
                assert not ended and time.monotonic() < deadline, f"{service}: {logs[service].read_text()[-2000:]}"
        yield processes
    finally:
        everything = [
            one for process in processes.values() if process.is_running() for one in (process, *process.children(True))
        ]
        for process in processes.values():
            if process.is_running():
                process.terminate()
        _, left = psutil.wait_procs(everything, timeout=10)
        for process in left:
            process.kill()
        psutil.wait_procs(left, timeout=10)


def test_each_database_has_an_owner_of_its_own_who_cannot_enter_the_other(
    machine: tuple[Server, Path], given: dict[str, str]
) -> None:
    server, _ = machine
    with psycopg.connect(server.url("postgres")) as connection:
        query = "select datname, rolname, rolsuper from pg_database join pg_roles on pg_roles.oid = datdba"
        owners = {database: (owner, superuser) for database, owner, superuser in connection.execute(query)}
    assert owners["warehouse"] == ("warehouse", False)
    assert owners["airflow"] == ("airflow", False)
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(
            f"postgresql://airflow@127.0.0.1:{server.port}/warehouse", password=given["AIRFLOW_DATABASE_PASSWORD"]
        )


def test_a_service_that_does_not_run_is_not_healthy(
    prepared: None, compose: Any, environment: Callable[[str], dict[str, str]]
) -> None:
    for service in SERVICES:
        assert not _healthy(compose, environment, service)


def test_a_service_says_which_secret_is_missing(environment: Callable[[str], dict[str, str]]) -> None:
    without = environment("scheduler") | {"AIRFLOW_JWT_SECRET": ""}
    done = subprocess.run([*ENTRYPOINT, "scheduler"], env=without, capture_output=True, text=True)
    assert done.returncode == 1
    assert "AIRFLOW_JWT_SECRET is not set" in done.stderr


def test_every_service_becomes_healthy_and_the_administrator_signs_in(
    running: dict[str, psutil.Process], environment: Callable[[str], dict[str, str]], given: dict[str, str]
) -> None:
    address = environment("api-server")["AIRFLOW_API_URL"]
    administrator = AirflowClient(address, "admin", given["AIRFLOW_PASSWORD_ADMIN"])
    assert administrator.healthy()
    assert administrator.import_errors() == []  # asking it means signing in first


def test_the_pages_may_work_as_the_readers_they_are_for(prepared: None, machine: tuple[Server, Path]) -> None:
    server, _ = machine
    with psycopg.connect(server.url("warehouse")) as connection:
        query = "select pg_has_role('warehouse', role, 'SET') from unnest(array['fop_matcher', 'fop_analyst']) as role"
        assert connection.execute(query).fetchall() == [(True,), (True,)]


def test_a_reviewers_role_is_there_for_an_administrator_to_give(prepared: None, machine: tuple[Server, Path]) -> None:
    server, _ = machine
    with psycopg.connect(server.url("airflow")) as connection:
        assert connection.execute("select 1 from ab_role where name = 'fop_matcher'").fetchone()


def test_nobody_else_can_sign_in(prepared: None, machine: tuple[Server, Path]) -> None:
    server, _ = machine
    with psycopg.connect(server.url("airflow")) as connection:
        query = """
            select ab_user.username, ab_role.name
            from ab_user join ab_user_role on ab_user.id = user_id join ab_role on ab_role.id = role_id
        """
        assert connection.execute(query).fetchall() == [("admin", "Admin")]


def test_nothing_listens_beyond_loopback(running: dict[str, psutil.Process]) -> None:
    for process in running.values():
        for one in (process, *process.children(recursive=True)):
            listening = [c for c in one.net_connections(kind="inet") if c.status == psutil.CONN_LISTEN]
            assert all(connection.laddr.ip == "127.0.0.1" for connection in listening)


def test_no_list_of_processes_and_no_lasting_environment_shows_a_databases_password(
    running: dict[str, psutil.Process], given: dict[str, str]
) -> None:
    passwords = (given["WAREHOUSE_PASSWORD"], given["AIRFLOW_DATABASE_PASSWORD"])
    for process in running.values():
        for one in (process, *process.children(recursive=True)):
            shown = " ".join([*one.cmdline(), *one.environ().values()])
            assert not any(password in shown for password in passwords)
