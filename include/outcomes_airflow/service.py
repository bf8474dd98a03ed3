"""One of Airflow's processes in a team deployment, where docker-compose.yaml starts, watches and restarts it.

    python -m outcomes_airflow.service init                 brings both databases and the users up to date, and ends
    python -m outcomes_airflow.service scheduler            becomes the scheduler; likewise every other process
    python -m outcomes_airflow.service healthy scheduler    ends well if the scheduler is; for its health check
    python -m outcomes_airflow.service users list           any other words are a command of Airflow's own

The settings are those of configuration.py. What differs between two machines comes from the environment, and is listed
in `Deployment`. The databases' passwords are moved into a private file, where the PostgreSQL client looks for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from outcomes.settings import Settings
from outcomes_airflow.configuration import FIRST_PORT, LOOPBACK, airflow_environment
from outcomes_airflow.supervisor import COMPONENTS

SERVICES = {**COMPONENTS, "triggerer": ("triggerer", "--skip-serve-logs")}
JOBS = {"scheduler": "SchedulerJob", "dag-processor": "DagProcessorJob", "triggerer": "TriggererJob"}
HEARTBEAT_SECONDS = 60
ADMINISTRATOR = {"admin": "Admin"}
KEYS = ("AIRFLOW_FERNET_KEY", "AIRFLOW_SECRET_KEY", "AIRFLOW_JWT_SECRET")


class NotGivenError(Exception):
    """The environment lacks something that has no safe default."""


@dataclass(frozen=True)
class Deployment:
    """What a team deployment is told. The URLs hold no password.

    warehouse_url: WAREHOUSE_URL. metadata_url: AIRFLOW_DATABASE_URL. passwords: WAREHOUSE_PASSWORD and
    AIRFLOW_DATABASE_PASSWORD, by URL. listen: AIRFLOW_LISTEN, loopback unless a container's own network is meant.
    port: AIRFLOW_PORT. url: AIRFLOW_URL, what a browser is told. api_url: AIRFLOW_API_URL, for the tasks."""

    warehouse_url: str
    metadata_url: str
    passwords: Mapping[str, str]
    listen: str
    port: int
    url: str
    api_url: str

    @classmethod
    def from_environment(cls, given: Mapping[str, str]) -> Deployment:
        """Raises NotGivenError."""
        port = int(given.get("AIRFLOW_PORT") or FIRST_PORT)
        here = f"http://{LOOPBACK}:{port}"
        warehouse_url, metadata_url = _wanted(given, "WAREHOUSE_URL"), _wanted(given, "AIRFLOW_DATABASE_URL")
        return cls(
            warehouse_url=warehouse_url,
            metadata_url=metadata_url,
            passwords={
                warehouse_url: _wanted(given, "WAREHOUSE_PASSWORD"),
                metadata_url: _wanted(given, "AIRFLOW_DATABASE_PASSWORD"),
            },
            listen=given.get("AIRFLOW_LISTEN") or LOOPBACK,
            port=port,
            url=given.get("AIRFLOW_URL") or here,
            api_url=given.get("AIRFLOW_API_URL") or here,
        )

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """The environment of one process. Raises NotGivenError."""
        for key in KEYS:
            _wanted(given, key)
        settings = Settings.from_environment(given)
        environment = airflow_environment(settings, self.metadata_url, self.port, kept=False, given=given)
        for secret in (*KEYS, "WAREHOUSE_PASSWORD", "AIRFLOW_DATABASE_PASSWORD", "AIRFLOW_PASSWORD_ADMIN"):
            environment.pop(secret, None)
        return environment | {
            "AIRFLOW__API__HOST": self.listen,
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.api_url}/execution/",
            "PGPASSFILE": str(self._password_file()),
        }

    def _password_file(self) -> Path:
        """The passwords in the form that every PostgreSQL client reads, for this process alone."""
        file = Path(tempfile.mkdtemp(prefix="outcomes-")) / "pgpass"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writer:
            for url, password in self.passwords.items():
                to = conninfo_to_dict(url)
                where = [str(to.get(part) or "*") for part in ("host", "port", "dbname", "user")]
                writer.write(":".join(_escaped(field) for field in (*where, password)) + "\n")
        return file


def main(arguments: list[str]) -> int:
    os.umask(0o077)
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        deployment = Deployment.from_environment(os.environ)
        if arguments[0] == "healthy":
            return 0 if _healthy(deployment, arguments[1]) else 1
        if arguments[0] == "init":
            return _bring_up_to_date(deployment)
        command = SERVICES.get(arguments[0], tuple(arguments)) if len(arguments) == 1 else tuple(arguments)
        _become_airflow(command, deployment.environment(os.environ))
    except NotGivenError as error:
        print(f"{arguments[0]}: {error}", file=sys.stderr)
    return 1


def _bring_up_to_date(deployment: Deployment) -> int:
    """Both databases at their newest schema, the roles and an administrator. Can be run again at any time."""
    from outcomes.warehouse import schema
    from outcomes_airflow import users

    password = _wanted(os.environ, "AIRFLOW_PASSWORD_ADMIN")
    environment = deployment.environment(os.environ)
    os.environ.update(environment)
    schema.upgrade(Settings.from_environment(environment))
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], env=environment, check=True)
    os.environ["AIRFLOW_PASSWORD_ADMIN"] = password
    users.add_missing_users(Settings.from_environment(environment), ADMINISTRATOR)
    return 0


def _become_airflow(command: tuple[str, ...], environment: dict[str, str]) -> None:
    """This process becomes Airflow's, so that a signal to the container reaches it."""
    os.execve(sys.executable, [sys.executable, "-m", "airflow", *command], environment)  # noqa: S606


def _healthy(deployment: Deployment, service: str) -> bool:
    """The API server answers; any other process has given a sign of life to the database within the last minute."""
    if service == "api-server":
        address = f"http://{LOOPBACK}:{deployment.port}/api/v2/monitor/health"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return json.load(answer)["metadatabase"]["status"] == "healthy"
        except (urllib.error.URLError, TimeoutError):
            return False
    password = deployment.passwords[deployment.metadata_url]
    try:
        with psycopg.connect(deployment.metadata_url, password=password, connect_timeout=5) as connection:
            query = "select now() - max(latest_heartbeat) < make_interval(secs => %s) from job where job_type = %s"
            row = connection.execute(query, [HEARTBEAT_SECONDS, JOBS[service]]).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(row and row[0])


def _wanted(given: Mapping[str, str], name: str) -> str:
    if not given.get(name):
        raise NotGivenError(f"{name} is not set: see .env.example")
    return given[name]


def _escaped(field: str) -> str:
    return field.replace("\\", "\\\\").replace(":", "\\:")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
