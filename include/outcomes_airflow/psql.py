"""`make psql`: the warehouse's prompt, or with SQL= one answer as CSV. Uses the psql that comes with the project."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from outcomes.settings import Settings
from outcomes.warehouse.account import programs
from outcomes.warehouse.connection import WarehouseError, warehouse_url
from outcomes.warehouse.server import Server, ServerError


def main() -> int:
    settings = Settings.from_environment()
    try:
        return _run(settings, os.environ.get("SQL"))
    except (ServerError, WarehouseError) as error:
        print(f"make psql: {error}", file=sys.stderr)
        return 1


def _run(settings: Settings, query: str | None) -> int:
    """Starts the embedded server for as long as the prompt is open, unless it runs already or is not the warehouse."""
    server = Server(settings.data)
    ours = settings.warehouse_url is None and not server.running
    if ours:
        server.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            environment = os.environ | {"PGAPPNAME": "make psql"}
            given = {name: str(value) for name, value in conninfo_to_dict(warehouse_url(settings)).items() if value}
            if secret := given.pop("password", None):
                environment["PGPASSFILE"] = _password_file(Path(folder), secret)
            psql = str(programs() / "psql")
            command = [psql, "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-d", make_conninfo("", **given)]
            if query:
                command += ["--csv", "-c", query]
            return subprocess.run(command, env=environment, check=False).returncode
    finally:
        if ours:
            server.stop()


def _password_file(folder: Path, secret: str) -> str:
    """The password where psql reads it and nobody else does: never in its arguments."""
    file = folder / "pgpass"
    escaped = secret.replace("\\", "\\\\").replace(":", "\\:")
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writer:
        writer.write(f"*:*:*:*:{escaped}\n")
    return str(file)


if __name__ == "__main__":
    sys.exit(main())
