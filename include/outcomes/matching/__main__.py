"""`make train-matching MODEL=<new name>`: learns a model from the people whom the warehouse knows now, and writes it as
files for a person to look at, commit, and name in method.yaml. Nights go on with the model they have until then."""

from __future__ import annotations

import argparse
import datetime as dt
import math
import os
import sys
from typing import Any

from outcomes.contracts import load_contracts
from outcomes.matching import linking, reading, training
from outcomes.matching.method import load_method
from outcomes.matching.model import MODELS
from outcomes.settings import Settings
from outcomes.warehouse.connection import at_hand, connect


def main() -> int:
    parser = argparse.ArgumentParser(prog="make train-matching", description=__doc__)
    parser.add_argument("--model", default=os.environ.get("MODEL") or None, help="the new model's name")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if not asked.model or (MODELS / asked.model).exists():
        print(
            "MODEL= wants a name that no model has yet; a model that nights have used is never changed", file=sys.stderr
        )
        return 2
    known = Settings.from_environment()
    with at_hand(known), connect(known, "train") as connection, linking.open_memory() as duck:
        reading.read(connection, duck, load_contracts(), dt.datetime.now(dt.UTC))
        method = load_method()
        linking.prepare(duck, method)
        pairs = [duck.sql(f'SELECT count(*) FROM "{side}"').fetchall()[0][0] for side in ("agency", "programme")]
        settings = training.train(duck, method, asked.seed)
        folder = training.save(duck, settings, asked.model)
    print(f"learnt from {pairs[0]:,} people of agencies and {pairs[1]:,} members: {folder}")
    for line in learnt(settings):
        print(line)
    print(f"Look at it, then put `model: {asked.model}` into include/rules/matching/method.yaml.")
    return 0


def learnt(settings: dict[str, Any]) -> list[str]:
    """What each level says, in bits, as a table for people."""
    lines = [f"{'':32}{'true pairs':>12}{'strangers':>12}{'bits':>8}"]
    for comparison in settings["comparisons"]:
        lines.append(comparison["output_column_name"])
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                m, u = level["m_probability"], level["u_probability"]
                lines.append(f"  {level['label_for_charts']:30}{m:12.5f}{u:12.6f}{math.log2(m / u):8.1f}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
