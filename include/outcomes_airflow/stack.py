"""All that one data folder runs: the embedded PostgreSQL, Airflow's metadata in it, and Airflow's processes."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

import psycopg
from psycopg import sql

from outcomes.settings import Settings
from outcomes.warehouse.server import Server
from outcomes_airflow import users
from outcomes_airflow.client import AirflowClient
from outcomes_airflow.configuration import LOOPBACK, StackError, airflow_environment, free_port, home, private_folder
from outcomes_airflow.supervisor import COMPONENTS, Supervisor

START_SECONDS = 180


class Stack:
    """One data folder's processes. `kept` processes (`make up`) outlive the command that finds them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.server = Server(settings.data)
        self.folder = private_folder(home(settings))
        self.supervisor = Supervisor(self.folder)
        self._note = self.folder / "running.json"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the data folder for one command. Raises StackError if another holds it."""
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StackError(
                    f"another night, or `make up` or `make down`, is at work in {self.settings.data}"
                ) from None
            yield

    @property
    def kept(self) -> bool:
        """Whether `make up` has asked Airflow to stay. Processes that nobody keeps are a dead command's leftovers."""
        return self._read_note().get("kept", False)

    @property
    def left_behind(self) -> bool:
        """Whether what runs, or is noted as running, is what a night left that was killed: PostgreSQL with it."""
        return self._note.exists() and not self.kept

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._read_note()['port']}"

    @property
    def started_at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self._read_note()["started_at"])

    def client(self) -> AirflowClient:
        return AirflowClient(self.url, "admin", users.password(self.settings, "admin"))

    def launch(self, *, kept: bool) -> None:
        """Starts Airflow beside the running PostgreSQL, its metadata brought up to date; `wait_until_healthy` follows.

        Runs that a dead command left unfinished are failed before a scheduler could take them up again."""
        asked_for = os.environ.get("AIRFLOW_PORT")
        port = free_port(int(asked_for) if asked_for else None)
        environment = airflow_environment(self.settings, self.server.url("airflow"), port, kept=kept)
        self._bring_metadata_up_to_date(environment)
        started_at = dt.datetime.now(dt.UTC).isoformat()
        self._write_note(port=port, kept=kept, started_at=started_at, settings=self._chosen())
        leftovers = self._unfinished_runs()
        if leftovers:
            self._fail(leftovers, environment)
        self.supervisor.start(environment)

    def wait_until_healthy(self) -> None:
        client, port = self.client(), int(self._read_note()["port"])
        self.supervisor.wait(lambda: self.supervisor.listens_on(port), START_SECONDS, "starting Airflow's API")
        self.supervisor.wait(client.answers, START_SECONDS, "starting Airflow's API")
        client.warm_up()
        self.supervisor.wait(client.healthy, START_SECONDS, "starting Airflow")

    def stop(self, *, server: bool = True) -> None:
        self.supervisor.stop()
        self._note.unlink(missing_ok=True)
        if server:
            self.server.stop()

    def require_same_settings(self) -> None:
        """Raises StackError if the running Airflow was started for another landing area, warehouse or plan."""
        theirs = self._read_note()["settings"]
        differing = [name for name, value in self._chosen().items() if theirs.get(name) != value]
        if differing:
            raise StackError(
                f"Airflow runs with another {' and '.join(differing)}: run `make down` first, or give the same again"
            )

    def _chosen(self) -> dict[str, str]:
        """The settings that a running Airflow cannot change; a password in the warehouse's URL is left out."""
        warehouse = self.settings.warehouse_url or ""
        return {
            "LANDING": str(self.settings.landing),
            "WAREHOUSE_URL": psycopg.conninfo.make_conninfo(warehouse, password="") if warehouse else "",
            "PLAN": self.settings.plan,
        }

    def _read_note(self) -> dict:
        return json.loads(self._note.read_text()) if self._note.exists() else {}

    def _write_note(self, **values: object) -> None:
        self._note.write_text(json.dumps(values))

    def _bring_metadata_up_to_date(self, environment: dict[str, str]) -> None:
        """Migrates and adds the users, once for each version of Airflow and list of users: the database's comment says
        which it has."""
        wanted = (
            f"apache-airflow {version('apache-airflow')}, fab {version('apache-airflow-providers-fab')}, "
            f"users {' '.join(users.ROLES)}"
        )
        with psycopg.connect(self.server.url("airflow"), autocommit=True) as connection:
            query = "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
            row = connection.execute(query).fetchone()
            if row and row[0] == wanted:
                return
            self._run_once(["-m", "airflow", "db", "migrate"], environment)
            self._run_once(["-m", "outcomes_airflow.users"], environment)
            connection.execute(sql.SQL("comment on database airflow is {}").format(wanted))

    def _run_once(self, arguments: list[str], environment: dict[str, str]) -> None:
        log = private_folder(self.supervisor.logs) / "migrate.log"
        with log.open("a") as output:
            done = subprocess.run(
                [sys.executable, *arguments], env=environment, stdout=output, stderr=output, check=False, umask=0o077
            )
        if done.returncode:
            raise StackError(f"preparing Airflow's metadata failed; the reason is in {log}")

    def _unfinished_runs(self) -> list[tuple[str, str]]:
        with psycopg.connect(self.server.url("airflow")) as connection:
            query = "select dag_id, run_id from dag_run where state in ('queued', 'running')"
            return connection.execute(query).fetchall()

    def _fail(self, runs: list[tuple[str, str]], environment: dict[str, str]) -> None:
        self.supervisor.start(environment, {"api-server": COMPONENTS["api-server"]})
        client = self.client()
        self.supervisor.wait(client.answers, START_SECONDS, "starting Airflow's API")
        for dag_id, run_id in runs:
            client.fail(dag_id, run_id)
        self.supervisor.stop()
