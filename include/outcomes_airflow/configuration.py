"""Every setting that Airflow is given, in one place: an environment, so that no airflow.cfg can disagree with it."""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from outcomes.settings import REPOSITORY, Settings

FIRST_PORT = 8080
PORTS_TRIED = 20
LOOPBACK = "127.0.0.1"

LIBRARIES = (
    "airflow.providers.standard.decorators.python",
    "airflow.sdk.bases.decorator",
    "airflow.sdk.definitions.decorators.condition",
    "airflow.sdk.definitions.decorators.setup_teardown",
    "airflow.sdk.execution_time.supervisor",
    "airflow.sdk.execution_time.task_runner",
    "great_expectations",
    "psycopg",
    "upath.implementations.local",
)
OURS = ("outcomes_airflow.preloaded",)
"""What a night's tasks import (include/airflow_local_settings.py)."""


class StackError(RuntimeError):
    """What stops a command for a reason that its message explains to whoever gave the command."""


def home(settings: Settings) -> Path:
    """Airflow's own folder: its secrets, logs and the notes about the processes that run."""
    return settings.data / "airflow"


def private_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def secret(settings: Settings, name: str, length: int = 64) -> str:
    """A secret that is made once, for its owner's eyes only, and stays the same from then on. A team deployment gives
    its own in the environment: AIRFLOW_ and the secret's name."""
    if given := os.environ.get(f"AIRFLOW_{name.replace('-', '_').upper()}"):
        return given
    private_folder(home(settings))
    file = private_folder(home(settings) / "secrets") / name
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(descriptor, "w") as writer:
        value = base64.urlsafe_b64encode(secrets.token_bytes(length)).decode()
        writer.write(value)
    return value


def free_port(asked_for: int | None = None) -> int:
    """The port asked for, or the first free one from 8080 on. Raises StackError."""
    candidates = [asked_for] if asked_for else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for port in candidates:
        if not _reserved(port):
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    if asked_for:
        raise StackError(f"port {asked_for} is in use; choose another with AIRFLOW_PORT=…")
    raise StackError(
        f"ports {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are all in use; choose one with AIRFLOW_PORT=…"
    )


def _reserved(port: int) -> bool:
    """Whether no other start of ours is about to take the port; until this command ends, none other may."""
    if port in _reservations:
        return True
    reservation = (Path(tempfile.gettempdir()) / f"family-outcomes-{os.getuid()}-{port}.lock").open("a")
    try:
        fcntl.flock(reservation, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        reservation.close()
        return False
    _reservations[port] = reservation
    return True


_reservations: dict[int, TextIO] = {}
"""Kept open: closing one would give the port away before Airflow listens there."""


def airflow_environment(
    settings: Settings, metadata_url: str, port: int, *, kept: bool, given: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The environment of every Airflow process: that of the caller, ours on top.

    metadata_url names the file in which the driver finds the password, so that no list of processes shows one.
    kept: the processes outlive this command, and with it the code that is on the disk now."""
    metadata_url = metadata_url.replace("postgresql://", "postgresql+psycopg://", 1)
    options = {
        ("core", "dags_folder"): str(REPOSITORY / "dags"),
        ("core", "plugins_folder"): str(REPOSITORY / "plugins"),
        ("core", "load_examples"): "False",
        ("core", "auth_manager"): "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager",
        ("core", "executor"): "LocalExecutor",
        # Forked workers share what the scheduler has already imported (include/airflow_local_settings.py).
        ("core", "mp_start_method"): "fork",
        ("core", "parallelism"): "8",
        ("core", "max_active_tasks_per_dag"): "16",
        ("core", "dags_are_paused_at_creation"): "False",
        ("core", "default_timezone"): "Europe/London",
        ("core", "fernet_key"): secret(settings, "fernet_key", 32),
        ("core", "execution_api_server_url"): f"http://{LOOPBACK}:{port}/execution/",
        ("database", "sql_alchemy_conn"): metadata_url,
        ("database", "sql_alchemy_conn_async"): metadata_url,
        ("api", "host"): LOOPBACK,
        ("api", "port"): str(port),
        ("api", "base_url"): f"http://{LOOPBACK}:{port}",
        ("api", "workers"): "1",
        ("api", "maximum_page_limit"): "500",
        ("api", "instance_name"): "Family Outcomes Pipeline",
        ("api", "secret_key"): secret(settings, "secret_key"),
        ("api", "expose_config"): "False",
        ("api", "expose_stacktrace"): "False",
        ("api_auth", "jwt_secret"): secret(settings, "jwt_secret"),
        ("api_auth", "jwt_issuer"): "family-outcomes-pipeline",
        # The default of one second between two looks of an idle scheduler is most of a night on a sample county.
        ("scheduler", "scheduler_idle_sleep_time"): "0.2",
        ("scheduler", "catchup_by_default"): "False",
        ("dag_processor", "dag_version_inflation_check_level"): "warning",
        ("dag_processor", "parsing_processes"): "1",
        # A file that changes is read at once; this is for one that stays, and every night asks for a fresh look anyway.
        ("dag_processor", "min_file_process_interval"): "600",
        ("dag_processor", "dag_processor_log_target"): "file",
        ("logging", "base_log_folder"): str(home(settings) / "logs"),
        ("logging", "dag_processor_child_process_log_directory"): str(home(settings) / "logs" / "dag_processor"),
        ("logging", "file_task_handler_new_folder_permissions"): "0o700",
        ("logging", "file_task_handler_new_file_permissions"): "0o600",
        ("logging", "colored_console_log"): "False",
        # Roles are brought up to date with the metadata (users.py), not at every start: that takes seconds.
        ("fab", "update_fab_perms"): "False",
        # A task that the DAG no longer has, because its file was changed during the night, fails instead of waiting.
        ("workers", "missing_dag_retries"): "0",
        ("usage_data_collection", "enabled"): "False",
    }
    environment = dict(os.environ if given is None else given)
    environment.update(
        {f"AIRFLOW__{section.upper()}__{option.upper()}": value for (section, option), value in options.items()}
    )
    environment.update(
        AIRFLOW_HOME=str(home(settings)),
        DATA=str(settings.data),
        LANDING=str(settings.landing),
        PLAN=settings.plan,
        PRELOAD=" ".join(LIBRARIES if kept else LIBRARIES + OURS),
        GX_ANALYTICS_ENABLED="False",
        OPENBLAS_NUM_THREADS="1",  # a forked process does not inherit a library's threads
        DO_NOT_TRACK="1",
    )
    return environment
