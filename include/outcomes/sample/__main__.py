"""`python -m outcomes.sample`: makes a sample county in a landing folder."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from outcomes.sample import make_county


def _folder(text: str) -> Path:
    if "://" in text:
        raise argparse.ArgumentTypeError(
            "a sample county is written to a folder; copy it to the object store from there"
        )
    return Path(text)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m outcomes.sample", description=__doc__)
    parser.add_argument("--families", type=int, default=3_000, help="how many families the programme has")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same files")
    parser.add_argument(
        "--as-of", type=dt.date.fromisoformat, default=dt.date(2016, 10, 1), help="the day to be judged"
    )
    parser.add_argument("--landing", type=_folder, required=True, help="an empty folder, or an earlier county's")
    parser.add_argument("--truth", type=Path, help="where the truth goes; beside the folder if not given")
    parser.add_argument("--silent", nargs="*", default=(), metavar="FEED", help="feeds that stop some months early")
    given = parser.parse_args(arguments)
    if given.families < 1:
        parser.error("a county has at least one family")
    county = make_county(given.landing, given.families, given.seed, given.as_of, given.silent, given.truth)
    rows = sum(file["rows"] for file in county.files)
    bad = sum(feed["rows_quarantined"] for feed in county.feeds.values())
    claimable = sum(1 for family in county.families if family["routes"])
    print(f"{len(county.files)} files with {rows} rows, {bad} of them for quarantine")
    print(f"{len(county.families)} families, {claimable} meant to be claimable on {county.as_of}")


if __name__ == "__main__":
    main()
