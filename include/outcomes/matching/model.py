"""The trained model, as it is shipped, and its weight for every pair that is worth a look: Splink, in DuckDB.

A model is a folder of include/rules/matching/models: Splink's settings with what was learnt (`model.json`), and how
common names were in the largest population held when it was trained (`forename.csv`, `surname.csv`). A trained model is
never changed; a new one gets a new name, and method.yaml says which is used.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow.csv import ConvertOptions, read_csv

from outcomes.settings import INCLUDE
from outcomes.templates import render

MODELS = INCLUDE / "rules" / "matching" / "models"
NAMES = ("forename", "surname")
"""The details of which the rarer value says more."""

FEW_PEOPLE = 20_000
"""What fewer people are called says little about how common a name is."""

SIDES = ("agency", "programme")
"""The tables of `comparable.sql`, and the names under which Splink knows them."""


class ModelError(RuntimeError):
    """The model that the method names is not there, or is not whole."""


@cache
def load_model(name: str) -> dict[str, Any]:
    """Splink's settings of a model. Raises ModelError."""
    files = [MODELS / name / "model.json", *(frequencies(name, column) for column in NAMES)]
    for file in files:
        if not file.is_file():
            raise ModelError(f"the matching model {name} has no {file.name}: train it, or name another in method.yaml")
    return json.loads(files[0].read_text(encoding="utf-8"))


def frequencies(name: str, column: str) -> Path:
    """The file that says how common each value is."""
    return MODELS / name / f"{column}.csv"


def prior_bits(settings: dict[str, Any]) -> float:
    """The weight with which the model starts every pair, which a feed's own prior replaces."""
    share = settings["probability_two_random_records_match"]
    return math.log2(share / (1 - share))


def count_names(duck: duckdb.DuckDBPyConnection, name: str) -> None:
    """How common each name is, by which `score` weighs it: `frequency_forename` and `frequency_surname`. Raises
    ModelError."""
    load_model(name)
    for column in NAMES:
        shipped = read_csv(
            frequencies(name, column), convert_options=ConvertOptions(column_types={column: pa.string()})
        )
        duck.register("shipped", shipped)
        duck.execute(render("matching/linking/frequency", column=column, least_people=FEW_PEOPLE))
        duck.unregister("shipped")


def score(duck: duckdb.DuckDBPyConnection, name: str, least_bits: float) -> None:
    """From the tables `agency` and `programme` to `scored`: each pair whose evidence, without a prior, reaches the
    least bits, with what each comparison adds or takes."""
    from splink import DuckDBAPI, Linker

    settings = load_model(name)
    api = DuckDBAPI(connection=duck)
    agency, programme = (api.register(side, dataset_display_name=side) for side in SIDES)
    linker = Linker([agency, programme], settings, log_level=None)
    for column in NAMES:
        common = api.register(f"frequency_{column}", dataset_display_name=f"how_common_{column}")
        linker.table_management.register_term_frequency_lookup(common, column)
    pairs = linker.inference.predict_between(
        agency, programme, threshold_match_weight=least_bits + prior_bits(settings), warning_mode="never"
    )
    duck.execute(render("matching/linking/scored", pairs=pairs.physical_name, comparisons=_columns(settings)))
    pairs.drop_table_from_database_and_remove_from_cache()


def _columns(settings: dict[str, Any]) -> list[dict[str, Any]]:
    """What Splink calls the levels of each comparison (`gamma_…`, down to 0), and where it writes their bits."""
    found = []
    for comparison in settings["comparisons"]:
        name, levels = comparison["output_column_name"], comparison["comparison_levels"]
        labels = [level["label_for_charts"] for level in levels if not level.get("is_null_level")]
        by_frequency = any(level.get("tf_adjustment_column") for level in levels)
        found.append(
            {
                "name": name,
                "levels": {-1: "not known", **dict(enumerate(reversed(labels)))},
                "columns": [f"mw_{name}", *([f"mw_tf_adj_{name}"] if by_frequency else [])],
            }
        )
    return found
