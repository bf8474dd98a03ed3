"""Each way in which a file can be bad has a rule of its own, and a bad row never takes its neighbours with it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from upath import UPath

from outcomes.contracts import load_contract, load_contracts
from outcomes.landing import Arrival, Misnamed, Rejected, open_delivery, scan

from .conftest import Stage

FOLDER = Path(__file__).parents[1] / "cases" / "bad_files"
CASES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "expected.yaml").read_text())
REJECTED = [case for case in CASES if "rejected" in case]
READ = [case for case in CASES if "rows" in case]


def name(case: dict[str, Any]) -> str:
    return str(case["file"])


def deliver(case: dict[str, Any], landing: Path) -> Arrival | Misnamed:
    folder = landing / case["feed"]
    folder.mkdir(parents=True)
    shutil.copyfile(FOLDER / case["file"], folder / case["delivered_as"])
    (found,) = scan(UPath(landing), load_contract(case["feed"]))
    return found


def test_every_bad_file_is_expected_and_every_expected_one_is_there() -> None:
    files = {file.name for file in FOLDER.iterdir()} - {"expected.yaml"}
    assert files == {case["file"] for case in CASES}


def test_every_rule_that_a_bad_file_breaks_is_a_contracts() -> None:
    rules = {feed.rule_id(check) for feed in load_contracts().values() for check in feed.all_checks}
    broken = {one["rule"] for case in CASES for one in [*case.get("quarantined", []), *case.get("reported", [])]}
    assert {rule for rule in broken - rules if not rule.endswith(".row.shape")} == set()


@pytest.mark.parametrize("case", REJECTED, ids=name)
def test_a_file_that_is_bad_as_a_whole_is_rejected_by_its_rule(case: dict[str, Any], tmp_path: Path) -> None:
    found = deliver(case, tmp_path / "landing")
    if isinstance(found, Misnamed):
        assert case["rejected"] == "misnamed"
        return
    with pytest.raises(Rejected) as rejected:
        open_delivery(found, load_contract(case["feed"]), tmp_path / "spool")
    assert rejected.value.rule == case["rejected"]
    assert rejected.value.sha256
    assert not list((tmp_path / "spool").iterdir())


@pytest.mark.parametrize("case", REJECTED, ids=name)
def test_why_it_was_rejected_repeats_nothing_that_stood_in_the_file(case: dict[str, Any], tmp_path: Path) -> None:
    found = deliver(case, tmp_path / "landing")
    if isinstance(found, Arrival):
        with pytest.raises(Rejected) as rejected:
            open_delivery(found, load_contract(case["feed"]), tmp_path / "spool")
        assert not any(value in str(rejected.value) for value in ("Okafor", "P001", "1984-05-17", "HP19"))


@pytest.mark.parametrize("case", READ, ids=name)
def test_all_rows_of_a_readable_file_reach_the_staging_table(
    case: dict[str, Any], tmp_path: Path, stage: Stage
) -> None:
    found = deliver(case, tmp_path / "landing")
    assert isinstance(found, Arrival)
    rows = stage(found)
    assert [row["row_number"] for row in rows] == list(range(2, case["rows"] + 2))
    ragged = [row["row_number"] for row in rows if row["ragged"] is not None]
    assert ragged == [one["row"] for one in case.get("quarantined", []) if one["rule"].endswith(".row.shape")]


@pytest.mark.parametrize("case", READ, ids=name)
def test_unknown_columns_are_named(case: dict[str, Any], tmp_path: Path) -> None:
    found = deliver(case, tmp_path / "landing")
    assert isinstance(found, Arrival)
    with open_delivery(found, load_contract(case["feed"]), tmp_path / "spool") as reading:
        assert list(reading.unknown_columns) == case.get("unknown_columns", [])
