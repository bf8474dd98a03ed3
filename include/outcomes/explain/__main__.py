"""`make explain FAMILY=… [MEASURE=…] [AS_OF=…]`: a family's answers in plain words, or with --json as data."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys

from outcomes.explain import explain, page
from outcomes.plan import load_plan
from outcomes.settings import Settings
from outcomes.warehouse.connection import connect


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m outcomes.explain", description=__doc__)
    parser.add_argument("--family", default=os.environ.get("FAMILY"))
    parser.add_argument(
        "--measure", action="append", default=[os.environ["MEASURE"]] if os.environ.get("MEASURE") else None
    )
    parser.add_argument("--as-of", default=os.environ.get("AS_OF"), help="default: the newest published day")
    parser.add_argument("--known-at", default=os.environ.get("KNOWN_AT"), help="an instant; default: as published")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if not given.family:
        parser.error("which family? make explain FAMILY=…")
    settings = Settings.from_environment()
    plan = load_plan(settings.plan)
    known_at = dt.datetime.fromisoformat(given.known_at) if given.known_at else None
    if known_at and known_at.tzinfo is None:
        known_at = known_at.replace(tzinfo=dt.UTC)
    with connect(settings, "explain") as connection:
        as_of = dt.date.fromisoformat(given.as_of) if given.as_of else None
        if as_of is None:
            row = connection.execute("SELECT max(as_of) FROM claims.family_state").fetchone()
            as_of = row[0] if row else None
        if as_of is None:
            parser.error("no night has been published yet: make nightly, or say AS_OF=…")
        try:
            measures = [given.measure] if given.measure else None
            told = explain(connection, plan, given.family, as_of, measures, known_at)
        except LookupError as error:
            print(error, file=sys.stderr)
            return 1
    print(told.model_dump_json(indent=2) if given.json else page(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
