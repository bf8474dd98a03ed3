"""What holds for every DAG, whoever adds one: it loads, it has an owner, it says what to do when it fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from outcomes.contracts import feed_names
from outcomes.plan import load_plan
from outcomes.settings import DEFAULT_PLAN, REPOSITORY

OWNER = "family-outcomes"
TAGS = {"ingest", "nightly", "agency", "programme"}
Dags = dict[str, dict[str, Any]]


ReadDags = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def read_dags(tmp_path_factory: pytest.TempPathFactory) -> ReadDags:
    """Reads the DAGs in a fresh process. With another seed, what rests on the order of a set comes out otherwise."""
    home = tmp_path_factory.mktemp("airflow")

    def read(seed: int, **environment: str) -> dict[str, Any]:
        command = [sys.executable, str(Path(__file__).with_name("describe.py")), str(REPOSITORY / "dags")]
        given = {"AIRFLOW_HOME": str(home), "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR", "PYTHONHASHSEED": str(seed)}
        done = subprocess.run(command, env=os.environ | given | environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return read


@pytest.fixture(scope="module")
def found(read_dags: ReadDags) -> dict[str, Any]:
    return read_dags(seed=1)


@pytest.fixture(scope="module")
def dags(found: dict[str, Any]) -> Dags:
    return found["dags"]


def test_every_dag_loads(found: dict[str, Any]) -> None:
    assert found["errors"] == {}
    assert set(found["dags"]) == {"nightly_refresh", *(f"ingest_{feed}" for feed in feed_names())}


def test_reading_the_dags_imports_nothing_heavy(found: dict[str, Any]) -> None:
    assert found["heavy"] == []


def test_every_task_has_the_owner(dags: Dags) -> None:
    assert {task["owner"] for dag in dags.values() for task in dag["tasks"].values()} == {OWNER}


def test_every_tag_is_a_known_one(dags: Dags) -> None:
    for name, dag in dags.items():
        assert dag["tags"], name
        assert set(dag["tags"]) <= TAGS, name


def test_every_dag_says_what_it_does_and_what_to_do_when_it_fails(dags: Dags) -> None:
    for name, dag in dags.items():
        assert "## What it does" in dag["doc"], name
        assert "## If this fails" in dag["doc"], name


def test_only_a_lost_connection_is_tried_again(dags: Dags) -> None:
    for name, dag in dags.items():
        for task_id, task in dag["tasks"].items():
            if task_id == "watcher":
                assert task["retries"] == 0
                continue
            policy = task["retry_policy"]
            assert (task["retries"], policy["default"]) == (2, "fail"), f"{name}.{task_id}"
            assert {rule["action"] for rule in policy["rules"]} == {"retry"}
            assert all("connection" in rule["reason"] for rule in policy["rules"])


def test_no_dag_runs_by_the_clock_or_for_days_gone_by_unless_asked(dags: Dags) -> None:
    for name, dag in dags.items():
        assert not dag["scheduled"], name
        assert not dag["catchup"], name
        assert dag["max_active_runs"] == 1, name


def test_with_schedule_1_the_night_runs_by_the_clock(read_dags: ReadDags) -> None:
    assert read_dags(seed=1, SCHEDULE="1")["dags"]["nightly_refresh"]["scheduled"]


def test_reading_a_dag_twice_makes_no_new_version_of_it(dags: Dags, read_dags: ReadDags) -> None:
    again = read_dags(seed=2)["dags"]
    for name, dag in dags.items():
        assert dag["serialised"] == again[name]["serialised"], name


def test_the_night_has_a_task_for_every_feed_and_every_answered_measure(dags: Dags) -> None:
    tasks = dags["nightly_refresh"]["tasks"]
    assert {f"ingest.{feed}" for feed in feed_names()} < set(tasks)
    assert {f"measures.{measure.measure}" for measure in load_plan(DEFAULT_PLAN).answered} < set(tasks)


def test_a_feed_that_fails_stops_no_other(dags: Dags) -> None:
    assert dags["nightly_refresh"]["tasks"]["gate"]["trigger_rule"] == "all_done"


def test_whatever_fails_in_the_night_turns_it_red(dags: Dags) -> None:
    tasks = dags["nightly_refresh"]["tasks"]
    assert tasks["watcher"]["trigger_rule"] == "one_failed"
    assert set(tasks["watcher"]["upstream"]) == set(tasks) - {"watcher"}
