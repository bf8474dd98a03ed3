"""`make review [REVIEWER=…] [CSV=… | READ=…]`: decide who is who at the keyboard, or by way of a spreadsheet."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

import psycopg

from outcomes.desk import DeskError, backlog, spreadsheet, waiting
from outcomes.desk.screen import coloured, plain, queue
from outcomes.desk.terminal import MOST, Desk
from outcomes.settings import Settings
from outcomes.warehouse.connection import at_hand, connect


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m outcomes.desk", description=__doc__)
    parser.add_argument("--reviewer", default=os.environ.get("REVIEWER"), help="default: who is signed in here")
    parser.add_argument("--csv", type=Path, default=_path("CSV"), help="write what waits into a new file")
    parser.add_argument("--read", type=Path, default=_path("READ"), help="record the verdicts of a file")
    given = parser.parse_args(arguments)
    settings = Settings.from_environment()
    with at_hand(settings), connect(settings, "review") as connection:
        try:
            if given.read:
                return _read(connection, given.read)
            if given.csv:
                written = spreadsheet.write(connection, given.csv)
                print(f"{written} pairs written. The file is personal: send it safely, and delete it afterwards.")
            elif sys.stdin.isatty():
                paint = coloured if _has_colours() else plain
                Desk(connection, given.reviewer or getpass.getuser(), paint=paint).sit()
            else:
                _list(connection)
        except DeskError as refused:
            print(refused, file=sys.stderr)
            return 1
        except psycopg.errors.UndefinedTable:
            print("the warehouse has no night in it yet: make nightly", file=sys.stderr)
            return 1
    return 0


def _read(connection: psycopg.Connection, path: Path) -> int:
    taken = spreadsheet.read(connection, path)
    print(
        f"{taken.recorded} verdicts recorded, {taken.first} of them until a second person says the same; "
        f"{taken.open} rows without a verdict; {len(taken.refused)} refused"
    )
    for one in taken.refused:
        print(f"  row {one.row}: {one.words} ({one.rule})")
    return 1 if taken.refused else 0


def _list(connection: psycopg.Connection) -> None:
    found = waiting(connection, MOST)
    if found:
        print(queue(found))
    waits = backlog(connection)
    print(f"{waits.people} people wait for a decision, in {waits.pairs} pairs")


def _has_colours() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in (None, "", "dumb")


def _path(name: str) -> Path | None:
    return Path(os.environ[name]) if os.environ.get(name) else None


if __name__ == "__main__":
    sys.exit(main())
