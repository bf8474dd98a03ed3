"""An ingest may die anywhere: nothing is recorded that was not stored, and the next one does it again."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from tests.loading.conftest import POLICE, Landing, incident

from outcomes.checks import run as checks_run
from outcomes.loading import NotHeldError, check, ingest, ingest_feed, load, release
from outcomes.warehouse.connection import connect

JANUARY = "police_asb_2016-01-01_2016-01-31.csv"


class PowerCutError(Exception):
    pass


def fails(*_: Any, **__: Any) -> None:
    raise PowerCutError


@pytest.mark.parametrize(
    ("module", "function"),
    [(ingest, "land"), (check, "run_checks"), (check, "list_failing_rows"), (load, "_merge"), (load, "_keep_findings")],
)
def test_a_delivery_that_was_cut_off_is_done_again(
    module: Any, function: str, landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing.put(JANUARY, POLICE, incident("A1"))
    monkeypatch.setattr(module, function, fails)
    with pytest.raises(PowerCutError):
        landing.ingest("police_asb")
    assert landing.deliveries() == []
    assert landing.holding("police_asb", "record_key") == []
    monkeypatch.undo()
    assert landing.ingest("police_asb").rows.loaded == 1
    assert landing.deliveries() == [(JANUARY, "loaded")]


def test_two_ingests_of_one_feed_take_turns(landing: Landing) -> None:
    landing.put(JANUARY, POLICE, incident("A1"))
    found = []

    def another() -> None:
        with connect(landing.settings) as connection:
            found.append(ingest_feed(connection, landing.settings, "police_asb", None).outcome)

    threads = [threading.Thread(target=another) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["loaded", "nothing new"]


def test_a_check_that_cannot_be_asked_is_a_fault_of_the_pipeline(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing.put(JANUARY, POLICE, incident("A1"))
    asked = checks_run._ask
    monkeypatch.setattr(checks_run, "_ask", lambda s, c, table, *rest: asked(s, c, "no_such_table", *rest))
    with pytest.raises(Exception, match=r"no_such_table|could not be asked"):
        landing.ingest("police_asb")
    assert landing.deliveries() == []


def test_a_held_file_is_loaded_once_a_named_person_releases_it(landing: Landing) -> None:
    rows = [incident("A1"), incident("A2", role="bystander")]
    assert landing.arrives(JANUARY, POLICE, *rows).outcome == "held"
    release(landing.connection, 1, "Jo Fox", "one bad row of two")
    result = landing.ingest("police_asb")
    assert (result.outcome, result.rows.loaded, result.rows.quarantined) == ("loaded", 1, 1)
    assert landing.deliveries("delivery_id, outcome, released_by") == [(1, "loaded", "Jo Fox")]
    assert landing.quarantined("row_number, rule") == [(3, "police_asb.role.code")]
    assert landing.ingest("police_asb").outcome == "nothing new"


def test_only_a_held_file_can_be_released_and_only_by_somebody(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, incident("A1"))
    with pytest.raises(NotHeldError):
        release(landing.connection, 1, "Jo Fox", "why not")
    with pytest.raises(ValueError, match="names who"):
        release(landing.connection, 1, " ", "why not")
