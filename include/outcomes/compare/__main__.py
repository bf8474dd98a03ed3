"""`make compare PLAN_A=… PLAN_B=… AS_OF=…`: which families' answers change between two plans, and why."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys

from outcomes.compare import compare, page
from outcomes.documents import DocumentError
from outcomes.plan import load_plan, plan_names
from outcomes.settings import Settings
from outcomes.warehouse.connection import WarehouseError, at_hand, connect
from outcomes.warehouse.server import ServerError


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m outcomes.compare", description=__doc__)
    for option, variable in (("--plan-a", "PLAN_A"), ("--plan-b", "PLAN_B"), ("--as-of", "AS_OF")):
        given = os.environ.get(variable) or None
        parser.add_argument(option, default=given, required=given is None, help=f"default: {variable}")
    asked = parser.parse_args(arguments)
    for name in (asked.plan_a, asked.plan_b):
        if name not in plan_names():
            parser.error(f"there is no plan {name!r}; there are {', '.join(plan_names())}")
    try:
        as_of = dt.date.fromisoformat(asked.as_of)
    except ValueError:
        parser.error("AS_OF is a day, written 2016-10-01")
    settings = Settings.from_environment()
    try:
        with at_hand(settings), connect(settings, "compare") as connection:
            found = compare(connection, load_plan(asked.plan_a), load_plan(asked.plan_b), as_of)
    except (DocumentError, ServerError, WarehouseError) as error:
        print(f"make compare: {error}", file=sys.stderr)
        return 1
    print(page(found), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
