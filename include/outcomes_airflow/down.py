"""`make down`: ends whatever this data folder runs, Airflow first and then the embedded PostgreSQL."""

from __future__ import annotations

import sys

from outcomes.settings import Settings
from outcomes.warehouse.server import ServerError
from outcomes_airflow.configuration import StackError
from outcomes_airflow.stack import Stack


def main() -> int:
    stack = Stack(Settings.from_environment())
    try:
        with stack.alone():
            stack.stop()
    except (StackError, ServerError) as error:
        print(f"make down: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
