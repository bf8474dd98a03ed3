"""`make up`: Airflow and the warehouse, running until `make down`. Returns when a person can sign in."""

from __future__ import annotations

import os
import sys

from outcomes.documents import DocumentError
from outcomes.settings import Settings
from outcomes.warehouse import schema
from outcomes.warehouse.connection import WarehouseError
from outcomes.warehouse.server import ServerError
from outcomes_airflow import users
from outcomes_airflow.configuration import StackError
from outcomes_airflow.stack import Stack


def main() -> int:
    settings = Settings.from_environment()
    stack = Stack(settings)
    try:
        with stack.alone():
            _start(stack)
    except (StackError, ServerError, WarehouseError, DocumentError) as error:
        print(f"make up: {error}", file=sys.stderr)
        return 1
    print(f"Airflow     {stack.url}")
    for user, role in users.ROLES.items():
        print(f"  {user:<16}role {role:<13}password in {users.password_file(settings, user)}")
    print("Warehouse   make psql")
    night = (
        "every night at half past two" if os.environ.get("SCHEDULE") == "1" else "not scheduled (SCHEDULE=1 make up)"
    )
    print(f"Nights      {night}")
    print("Stop        make down")
    return 0


def _start(stack: Stack) -> None:
    stack.server.start()
    schema.upgrade(stack.settings)
    if _runs(stack):
        stack.require_same_settings()
        return
    stack.stop(server=False)  # what a killed night may have left
    try:
        stack.launch(kept=True)
        stack.wait_until_healthy()
    except BaseException:
        stack.stop()
        raise


def _runs(stack: Stack) -> bool:
    """Whether Airflow runs as an earlier `make up` left it. Where a part of it has died, all is started again."""
    try:
        return stack.kept and stack.supervisor.running()
    except StackError as error:
        print(f"make up: {error}; starting it again", file=sys.stderr)
        return False


if __name__ == "__main__":
    sys.exit(main())
