"""For every way in which a file can be bad: it ends as a clear row in operations and a line in the log, without a value
that is somebody's, and never as an exception."""

from __future__ import annotations

import csv
import io
import logging
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.loading.conftest import POLICE, Landing, incident

from outcomes.landing import spool

FILES = Path(__file__).parents[1] / "cases" / "bad_files"
CASES = yaml.safe_load((FILES / "expected.yaml").read_text())
JANUARY = "police_asb_2016-01-01_2016-01-31.csv"
WHO = ("person_ref", "forename", "surname", "date_of_birth", "postcode", "nhs_number", "nino", "upn", "pnc_id")


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_bad_file(case: dict[str, Any], landing: Landing, caplog: pytest.LogCaptureFixture) -> None:
    content = (FILES / case["file"]).read_bytes()
    landing.put_bytes(case["delivered_as"], content, feed=case["feed"])
    with caplog.at_level(logging.DEBUG):
        result = landing.ingest(case["feed"])
    outcome, reason, unknown = landing.deliveries("outcome, reason, unknown_columns")[0]
    if "rejected" in case:
        assert (outcome, reason.split(":")[0]) == ("rejected", case["rejected"])
    else:
        assert (outcome, reason, result.rows.read) == ("loaded", None, case["rows"])
    assert list(unknown or ()) == case.get("unknown_columns", [])
    found = landing.quarantined()
    for expected in case.get("quarantined", ()):
        assert any(
            rule == expected["rule"] and column == expected.get("column") and row == expected.get("row", row)
            for row, column, rule in found
        )
    assert {rule for _, _, rule in found} == {expected["rule"] for expected in case.get("quarantined", ())}
    for expected in case.get("reported", ()):
        query = f"select unexpected_count from operations.validation where expectation = '{expected['rule']}'"
        assert landing.rows(query) == [(expected["rows"],)]
    assert outcome in caplog.text
    assert not [value for value in personal_values(content) if value in caplog.text]


def personal_values(content: bytes) -> set[str]:
    """What stands in the file under the columns that say who somebody is."""
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return set()
    values = {row.get(name) for row in rows for name in WHO}
    return {value for value in values if isinstance(value, str) and len(value) > 3}


def test_a_misnamed_file_is_recorded_once_and_not_again_each_night(
    landing: Landing, caplog: pytest.LogCaptureFixture
) -> None:
    landing.put_bytes("Ann Lee's incidents.csv", b"x\n", feed="police_asb")
    assert landing.ingest("police_asb").outcome == "rejected"
    assert landing.ingest("police_asb").outcome == "nothing new"
    assert landing.deliveries() == [("Ann Lee's incidents.csv", "rejected")]
    assert "Ann Lee" not in caplog.text


def test_a_rejected_file_is_not_read_again_until_it_is_replaced(landing: Landing) -> None:
    landing.arrives(JANUARY, "nothing like a header")
    assert landing.ingest("police_asb").outcome == "nothing new"
    assert landing.arrives(JANUARY, POLICE, incident("A1")).outcome == "loaded"
    assert landing.deliveries("outcome") == [("rejected",), ("loaded",)]


def test_a_line_of_a_hundred_megabytes_rejects_the_file(landing: Landing) -> None:
    path = landing.put(JANUARY, POLICE, incident("A1"))
    with path.open("ab") as file:
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    assert landing.ingest("police_asb").outcome == "rejected"
    assert landing.deliveries("reason")[0][0].startswith("line_too_long")


def test_a_file_that_changes_while_it_is_read_is_rejected_and_read_again_the_next_night(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = landing.put(JANUARY, POLICE, incident("A1"))
    copied = spool._copy

    def written_to_meanwhile(source: Any, write: Any) -> str:
        more = iter([incident("A2") + "\n"])

        def write_and_grow(chunk: bytes) -> None:
            write(chunk)
            with path.open("a") as file:
                file.write(next(more, ""))

        return copied(source, write_and_grow)

    monkeypatch.setattr(spool, "_copy", written_to_meanwhile)
    assert landing.ingest("police_asb").outcome == "rejected"
    assert landing.deliveries("reason")[0][0].startswith("changed_while_read")
    monkeypatch.undo()
    assert landing.ingest("police_asb").rows.loaded == 2
    assert not list((landing.settings.data / "spool").iterdir())


def test_the_same_rejected_bytes_under_a_new_time_are_one_delivery(landing: Landing) -> None:
    path = landing.put(JANUARY, "nothing like a header")
    landing.ingest("police_asb")
    os.utime(path, (1, 1))
    assert landing.ingest("police_asb").outcome == "nothing new"
    assert landing.deliveries("outcome") == [("rejected",)]
