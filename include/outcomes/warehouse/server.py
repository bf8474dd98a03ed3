"""The embedded PostgreSQL: the default warehouse, which needs no Docker, no root and no installation.

The wheel's binaries are driven by `initdb` and `pg_ctl`. Everything the server writes lies in `<data>/postgres`:

    18/       the cluster, of the account that runs it, mode 0700
    log/      the server's log: no statements, no values
    pgpass    the generated password, mode 0600, in the form that every PostgreSQL client reads
    port      the loopback port, chosen once
    lock      held while one process starts or stops the server
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from outcomes.warehouse.account import Account, ServerError, programs_for

__all__ = ["DATABASES", "OWNER", "Server", "ServerError"]

log = logging.getLogger(__name__)

OWNER = "outcomes"
DATABASES = ("warehouse", "airflow")
PORTS = range(15432, 25432)  # below the ports that the system hands to outgoing connections
START_SECONDS = 120
CREATION = ["--auth=scram-sha-256", "--encoding=UTF8"]
LOCALES = {18: ["--locale-provider=builtin", "--locale=C.UTF-8"], 16: ["--locale=C"]}
CONFIGURATION = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "max_connections": "120",
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "4GB",
    "max_wal_size": "4GB",
    "checkpoint_completion_target": "0.9",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    # An error's text may quote a value out of a row ("invalid input syntax for type date"): errors go to whoever
    # asked, and the log keeps what concerns the server alone.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_statement": "'none'",
    "log_checkpoints": "off",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


class Server:
    """The embedded server of one data folder. `durable=False` trades safety in a crash for speed: tests only."""

    def __init__(self, data: Path, *, durable: bool = True, major: int = 18) -> None:
        self.data = Path(data).resolve()
        self.home = self.data / "postgres"
        self.durable = durable
        self.major = major
        self.cluster = self.home / str(major)
        self.log_file = self.home / "log" / "server.log"
        self._pass_file = self.home / "pgpass"
        self._port_file = self.home / "port"

    def start(self) -> None:
        """Makes the cluster if there is none, starts it if it does not run, waits until it answers, and makes the two
        databases. Safe to call from several processes at once, and again. Raises ServerError."""
        if self.running and self._answers():
            return
        with self._alone():
            account = Account.choose(self.cluster)
            account.require_way_to(self.home)
            binaries = programs_for(account, self.home / "programs", self.major)
            if not self.cluster.exists():
                self._initialise(account, binaries)
            if not self.running:
                self._launch(account, binaries)
            self._wait()
            for database in DATABASES:
                self.ensure_database(database)

    def stop(self) -> None:
        """Disconnects everyone and stops the server; nothing happens if it does not run. Raises ServerError."""
        if not self.home.exists():
            return
        with self._alone():
            if not self.running:
                return
            account = Account.choose(self.cluster)
            binaries = programs_for(account, self.home / "programs", self.major)
            control = [str(binaries / "pg_ctl"), "-D", str(self.cluster)]
            stopped = account.run([*control, "-m", "fast", "-t", str(START_SECONDS), "-w", "stop"])
            if stopped.returncode and self.running:
                raise ServerError(f"the embedded PostgreSQL did not stop: {stopped.stderr.strip()}")

    @property
    def running(self) -> bool:
        """Whether this cluster's own server process is alive, whoever started it."""
        return self._process() is not None

    @property
    def port(self) -> int:
        try:
            return int(self._port_file.read_text())
        except (OSError, ValueError):
            raise ServerError(f"there is no embedded PostgreSQL in {self.home} yet: start it first") from None

    def url(self, database: str = "warehouse") -> str:
        """A libpq URL. It names the password's file, not the password, so that it may be shown and logged."""
        pass_file = quote(str(self._pass_file), safe="")
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{quote(database)}?passfile={pass_file}"

    def ensure_database(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))

    # -- how -----------------------------------------------------------------------------------------------------

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Holds the folder's lock, so that two processes do not both make or start the cluster."""
        made = [folder for folder in self.data.parents if not folder.exists()]
        self.home.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:  # the account that runs the server passes through; what lies inside guards itself
            for folder in (*made, self.data, self.home):
                folder.chmod(folder.stat().st_mode | 0o011)
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _initialise(self, account: Account, binaries: Path) -> None:
        """Makes the cluster under another name and renames it, so that a half-made one is never taken for one."""
        if not self._pass_file.exists():
            _write_private(self._pass_file, f"127.0.0.1:*:*:{OWNER}:{secrets.token_urlsafe(32)}\n")
        password = self._pass_file.read_text().strip().rpartition(":")[2]
        partial = self.cluster.with_name(f"{self.major}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        account.own(partial, 0o700)
        self.log_file.parent.mkdir(exist_ok=True)
        account.own(self.log_file.parent, 0o700)
        handed_over = self.home / "password"
        _write_private(handed_over, password)
        account.own(handed_over, 0o600)
        try:
            made = account.run(
                [str(binaries / "initdb"), "-D", str(partial), "-U", OWNER, f"--pwfile={handed_over}"]
                + CREATION
                + LOCALES[self.major]
                + ([] if self.durable else ["--no-sync"])
            )
        finally:
            handed_over.unlink()
        if made.returncode:
            raise ServerError(f"initdb failed: {made.stderr.strip() or made.stdout.strip()}")
        with (partial / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude = 'outcomes.conf'\n")
        partial.rename(self.cluster)

    def _launch(self, account: Account, binaries: Path) -> None:
        if not self._pass_file.exists():
            raise ServerError(
                f"{self._pass_file} is missing, and with it the password of {self.cluster}: restore it from a backup"
            )
        self._forget_stale_process()
        control = [str(binaries / "pg_ctl"), "-D", str(self.cluster), "-l", str(self.log_file)]
        started = None
        for _ in range(5):
            self._configure(account, self._choose_port())
            started = account.run([*control, "-t", str(START_SECONDS), "-w", "start"])
            if started.returncode == 0:
                return
            if self.running:  # it recovers from a crash, and takes longer than pg_ctl waits
                return
            time.sleep(0.5)
        raise ServerError(f"the embedded PostgreSQL did not start; {self.log_file} ends with:\n{self._log_end()}")

    def _choose_port(self) -> int:
        """The remembered port, or a new one where another program has taken it since."""
        remembered = self.port if self._port_file.exists() else None
        if remembered and _is_free(remembered):
            return remembered
        chosen = next(port for port in iter(lambda: secrets.choice(PORTS), None) if _is_free(port))
        if remembered:
            log.warning("port %s is taken by another program: PostgreSQL moves to port %s for good", remembered, chosen)
        self._port_file.write_text(f"{chosen}\n")
        return chosen

    def _configure(self, account: Account, port: int) -> None:
        values = CONFIGURATION | ({} if self.durable else FORGETFUL) | {"port": str(port)}
        target = self.cluster / "outcomes.conf"
        _write_private(target, "".join(f"{name} = {value}\n" for name, value in values.items()))
        account.own(target, 0o600)

    def _process(self) -> int | None:
        """The server's process id, if that process is alive and serves this very cluster. After a crash or in a new
        container the id in postmaster.pid may belong to any other program."""
        try:
            identifier = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return identifier if str(self.cluster) in _command_line(identifier) else None

    def _forget_stale_process(self) -> None:
        """PostgreSQL clears its own leftovers, unless the dead server's process id now belongs to another program of
        the same account, or to its own unburied corpse (a container without an init): then it would not start."""
        leftover = self.cluster / "postmaster.pid"
        if leftover.exists() and self._process() is None:
            log.warning("the embedded PostgreSQL was not shut down: it recovers what had been committed")
            try:
                identifier = int(leftover.read_text().split("\n", 1)[0])
            except ValueError:
                return
            if _exists(identifier):
                leftover.unlink()

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(DATABASES[0]), connect_timeout=5).close()
        except (psycopg.OperationalError, ServerError):
            return False
        return True

    def _wait(self) -> None:
        """Until it takes connections: at once as a rule, later if it recovers from a crash."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                if "password" in str(error) or not self.running or time.monotonic() > deadline:
                    raise ServerError(f"the embedded PostgreSQL does not answer: {error}") from None
            time.sleep(0.1)

    def _log_end(self) -> str:
        try:
            return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-5:])
        except OSError:
            return "(no log)"


def _write_private(path: Path, text: str) -> None:
    """Writes a file that nobody else may read, not even for a moment."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _exists(identifier: int) -> bool:
    try:
        os.kill(identifier, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _command_line(identifier: int) -> str:
    """How a process was started; empty if there is no such process, or only its corpse."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{identifier}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    asked = subprocess.run(["ps", "-p", str(identifier), "-o", "args="], text=True, capture_output=True, check=False)  # noqa: S607
    return asked.stdout.strip()
