"""A contract that cannot hold is refused with file, line and field, before anything is loaded by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.contracts import DocumentError, load_contract

GOOD = """\
feed: visits
title: Visits
supplied_by: Health visitors
delivery: increment
silent_days: 35
hold_share: 0.20
dated_by: visited_on
person: false
columns:
  - {name: visit_ref, type: text, key: true, description: The reference.}
  - {name: visited_on, type: date, description: The day.}
  - {name: ended_on, type: date, required: false, description: The end.}
  - {name: kind, type: code, codes: [home, clinic], description: The kind.}
  - {name: minutes, type: integer, description: How long.}
checks:
  - {rule: ended_before, kind: not_before, column: ended_on, other: visited_on, says: In order.}
"""


def load(folder: Path, text: str) -> None:
    (folder / "visits.yaml").write_text(text)
    load_contract("visits", folder)


def test_a_new_feed_needs_nothing_but_its_file(tmp_path: Path) -> None:
    load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("silent_days: 35", "silent_days: soon", 5, "silent_days"),
        ("hold_share: 0.20", "hold_share: 20", 6, "hold_share"),
        ("dated_by: visited_on", "dated_by: visit_ref", 7, "visit_ref is no date column"),
        ("dated_by: visited_on", "dated_by: ended_on", 7, "may be blank"),
        ("type: integer", "type: number", 14, "columns.4.type"),
        ("description: How long.", "descripton: How long.", 14, "descripton"),
        (", description: How long.", "", 14, "description"),
        ("codes: [home, clinic], ", "", 13, "its type is code"),
        ("codes: [home, clinic]", "codes: kinds_of_visit", 13, "no code list kinds_of_visit"),
        ("name: minutes", "name: row_number", 14, "keeps the name row_number"),
        ("name: minutes", "name: kind", 14, "a second column kind"),
        (", key: true", "", 9, "no column is marked as key"),
        ("kind: not_before", "kind: not_after", 16, "not_after"),
        ("other: visited_on", "other: visited", 16, "not there: visited"),
        ("other: visited_on", "other: minutes", 16, "compares days only"),
        ("person: false", "person: true", 8, "person_ref, forename"),
        ("delivery: increment", "delivery: snapshot", 4, "withdraw_share"),
        ("feed: visits", "feed: calls", 1, "named for its feed"),
        ("title: Visits", "title: [", 4, "YAML"),
    ],
)
def test_a_fault_is_named_by_file_line_and_field(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(DocumentError) as refused:
        load(tmp_path, GOOD.replace(old, new))
    assert f"visits.yaml:{line}:" in str(refused.value)
    assert says in str(refused.value)


def test_a_field_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"visits\.yaml:3: .*twice"):
        load(tmp_path, GOOD.replace("title: Visits", "title: Visits\ntitle: Calls"))


def test_a_condition_on_a_code_that_never_occurs_is_refused(tmp_path: Path) -> None:
    check = (
        "  - {rule: long, kind: between, column: minutes, maximum: 600, when: {kind: [school]}, says: Not for ever.}\n"
    )
    with pytest.raises(DocumentError, match="kind is never school"):
        load(tmp_path, GOOD + check)
