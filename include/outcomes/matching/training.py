"""Training the model, by hand and without labels: what agencies and programme say of the same people teaches how often
a true pair differs in what.

The seed makes it repeatable. What few pairs show is not believed alone: the shares that `comparisons` expects keep a
part of the weight, so that a mistake that the data do not happen to hold does not become impossible."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.blocking_rule_library import CustomRule

from outcomes.contracts import IDENTIFIERS
from outcomes.matching.comparisons import BLOCKS, Comparison, Level, comparisons
from outcomes.matching.method import Method
from outcomes.matching.model import MODELS, NAMES, SIDES
from outcomes.templates import Identifier, render

RANDOM_PAIRS = 2e6
RECALL_OF_RULES = 0.8
"""The share of true pairs that the rules below are taken to find."""

EXPECTED = 0.2
"""How much the expected shares weigh beside what was learnt."""

logging.getLogger("splink").setLevel(logging.ERROR)  # it warns of levels that nobody met, which `_temper` fills in

SURE = (
    "l.forename = r.forename AND l.surname = r.surname AND l.date_of_birth = r.date_of_birth",
    *(f"l.{kind} = r.{kind} AND l.date_of_birth = r.date_of_birth" for kind in IDENTIFIERS),
)
TOGETHER = (
    "l.date_of_birth = r.date_of_birth",
    "l.forename = r.forename AND l.surname = r.surname",
    "l.postcode = r.postcode AND l.forename = r.forename",
)
"""Each hides what it asks for: together they let every comparison be learnt."""


def train(duck: duckdb.DuckDBPyConnection, method: Method, seed: int = 1) -> dict[str, Any]:
    """Splink's settings, learnt from the tables `agency` and `programme` of `comparable.sql`."""
    return learn(duck, SIDES, comparisons(method), BLOCKS, SURE, TOGETHER, seed)


def learn(
    duck: duckdb.DuckDBPyConnection,
    sides: Sequence[str],
    compared: list[Comparison],
    blocks: Sequence[str],
    sure: Sequence[str],
    together: Sequence[str],
    seed: int,
) -> dict[str, Any]:
    """Learns from two tables of one row a person each; a pair has one of either."""
    api = DuckDBAPI(connection=duck)
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=list(compared),
        blocking_rules_to_generate_predictions=[CustomRule(block) for block in blocks],
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=True,
    )
    linker = Linker([api.register(side, dataset_display_name=side) for side in sides], settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(list(sure), recall=RECALL_OF_RULES)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=seed)
    for rule in together:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    learnt = linker.misc.save_model_to_json()
    learnt.pop("linker_uid", None)  # drawn at random
    for comparison, expected in zip(learnt["comparisons"], compared, strict=True):
        _temper(comparison["comparison_levels"], expected["comparison_levels"])
    return learnt


def _temper(learnt: list[Level], expected: list[Level]) -> None:
    """Puts the shares among true pairs between what was learnt and what is expected, and fills in what nobody met."""
    levels = [pair for pair in zip(learnt, expected, strict=True) if not pair[0].get("is_null_level")]
    for level, hoped in levels:
        if not level.get("fix_m_probability"):
            seen = level.get("m_probability")
            share = hoped["m_probability"]
            level["m_probability"] = share if seen is None else (seen + EXPECTED * share) / (1 + EXPECTED)
        rarest = max((hoped["u_probability"] or 0) / 10, 1 / RANDOM_PAIRS)
        level["u_probability"] = max(level.get("u_probability") or 0, rarest)
        for shares in ("m_probability", "u_probability"):
            level[shares] = float(f"{level[shares]:.4g}")


def save(duck: duckdb.DuckDBPyConnection, settings: dict[str, Any], name: str, folder: Path = MODELS) -> Path:
    """Writes a model and how common the names are, as files that are the same for the same data. Raises FileExistsError
    where the name is taken: a model that nights have used is never changed."""
    target = folder / name
    target.mkdir(parents=True)
    (target / "model.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    for column in NAMES:
        duck.execute(
            render("matching/linking/frequencies", column=Identifier(column), share=Identifier(f"tf_{column}"))
        )
        duck.sql("SELECT * FROM frequency ORDER BY ALL").write_csv(str(target / f"{column}.csv"))
    return target
