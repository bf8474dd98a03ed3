"""A model is learnt without labels, the same from the same people, and shipped as files that give nobody away."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from outcomes.bench.matching import as_typed, population
from outcomes.matching import linking, training
from outcomes.matching.comparisons import comparisons
from outcomes.matching.method import load_method
from outcomes.matching.model import ModelError, load_model


@pytest.fixture(scope="module")
def people() -> list[dict[str, object]]:
    """Members, and a register that knows them by details typed in a hurry."""
    chance = random.Random(5)
    rows: list[dict[str, object]] = []
    for number, human in enumerate(population(800, chance)):
        for feed, described in ((linking.MEMBERS, human), ("police", as_typed(human, "upn", chance))):
            rows.append(
                {
                    "feed": feed, "supplier": "", "person_ref": f"{feed}{number}", "forename": described.forename,
                    "surname": described.surname, "date_of_birth": described.date_of_birth.isoformat(),
                    "postcode": described.postcode, "upn": described.upn, "row_number": number,
                }
            )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def model(people: list[dict[str, object]]) -> dict[str, Any]:
    return training.train(prepared(people), load_method())


def prepared(people: list[dict[str, object]]) -> duckdb.DuckDBPyConnection:
    duck = linking.open_memory()
    linking.give(duck, "delivered", pa.Table.from_pylist(people, schema=linking.DELIVERED))
    linking.give(duck, "quarantined", linking.QUARANTINED.empty_table())
    linking.prepare(duck, load_method())
    return duck


def shares(model: dict, name: str) -> dict[str, tuple[float, float]]:
    (found,) = (one for one in model["comparisons"] if one["output_column_name"] == name)
    return {
        level["label_for_charts"]: (level["m_probability"], level["u_probability"])
        for level in found["comparison_levels"]
        if not level.get("is_null_level")
    }


def test_the_same_people_teach_the_same_model(people, model, tmp_path: Path):
    duck = prepared(people)
    training.save(duck, training.train(duck, load_method()), "one", tmp_path)
    training.save(prepared(people), model, "other", tmp_path)
    for file in ("model.json", "forename.csv", "surname.csv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()


def test_what_is_seen_is_learnt_and_what_is_not_seen_stays_possible(model):
    postcode = shares(model, "postcode")
    moved = postcode["same district"][0] + postcode["different"][0]
    assert 0.07 < moved < 0.16, "one in ten has moved, and a part of the weight is expectation's"
    swapped, of_strangers = shares(model, "date_of_birth")["day and month swapped"]
    assert swapped > of_strangers > 0, "nobody here has day and month swapped"


def test_every_level_has_its_shares(model):
    for one in comparisons(load_method()):
        for among_pairs, of_strangers in shares(model, one["output_column_name"]).values():
            assert 0 < among_pairs < 1
            assert 0 < of_strangers <= 1


def test_names_that_hardly_anybody_bears_are_not_shipped(people, tmp_path: Path):
    people = [*people, {**people[0], "person_ref": "x", "forename": "Zebedeeah"}]
    duck = prepared(people)
    folder = training.save(duck, {}, "new", tmp_path)
    assert "zebedeeah" not in (folder / "forename.csv").read_text()
    assert len((folder / "forename.csv").read_text().splitlines()) > 10


def test_a_model_that_nights_have_used_is_never_changed(people, tmp_path: Path):
    duck = prepared(people)
    training.save(duck, {}, "new", tmp_path)
    with pytest.raises(FileExistsError):
        training.save(duck, {}, "new", tmp_path)


def test_a_model_that_is_not_there_is_named():
    with pytest.raises(ModelError, match=r"no-such has no model\.json: train it, or name another in method\.yaml"):
        load_model("no-such")


def test_the_shipped_model_weighs_what_the_method_compares():
    shipped = load_model(load_method().model)
    assert [one["output_column_name"] for one in shipped["comparisons"]] == [
        one["output_column_name"] for one in comparisons(load_method())
    ]
    conditions = [[level["sql_condition"] for level in one["comparison_levels"]] for one in shipped["comparisons"]]
    expected = [[level["sql_condition"] for level in one["comparison_levels"]] for one in comparisons(load_method())]
    assert json.dumps(conditions) == json.dumps(expected)
