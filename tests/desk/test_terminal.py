"""The desk at a keyboard, a letter and Enter at a time; on any terminal, or on none."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from desk.story import ANNA, JACOB, JAKE_HIS_TWIN, linked, member, queue_closes, scored, waits
from outcomes.desk import Pair, show
from outcomes.desk.__main__ import main
from outcomes.desk.screen import coloured, page
from outcomes.desk.terminal import Desk
from outcomes.settings import Settings


def sitting(warehouse: psycopg.Connection, *keys: str, reviewer: str = "A. Reviewer") -> list[str]:
    """What is shown while these lines are typed; then the input ends."""
    shown: list[str] = []
    typed: Iterator[str] = iter(keys)

    def ask(text: str) -> str:
        shown.append(text)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    Desk(warehouse, reviewer, ask, shown.append).sit()
    return shown


def register(warehouse: psycopg.Connection) -> list[tuple[Any, ...]]:
    return warehouse.execute(
        "select person_ref, member_ref, verdict, reason, decided_by from matching.decision order by decision_id"
    ).fetchall()


@pytest.mark.parametrize(("key", "verdict"), [("s", "same"), ("D", "different"), (" c ", "cannot_tell")])
def test_a_letter_and_a_reason_decide(warehouse: psycopg.Connection, key: str, verdict: str) -> None:
    waits(warehouse, JACOB)
    shown = sitting(warehouse, key, "the same school")
    assert register(warehouse) == [("P1", "M1", verdict, "the same school", "A. Reviewer")]
    assert any("takes effect with the next night" in text for text in shown)
    assert shown[-1] == "Nothing waits for you."


def test_without_a_reason_nothing_is_recorded(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    sitting(warehouse, "s", "  ", "q")
    assert register(warehouse) == []


def test_where_there_are_several_candidates_it_asks_which(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    waits(warehouse, JAKE_HIS_TWIN)
    shown = sitting(warehouse, "s", "9", "s", "2", "the same school")
    assert "Which candidate (1-2)? " in shown
    assert register(warehouse) == [("P1", "M2", "same", "the same school", "A. Reviewer")]


def test_a_candidate_that_was_chosen_is_shown_and_not_asked_for(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    waits(warehouse, JAKE_HIS_TWIN)
    shown = sitting(warehouse, "2", "d", "another school")
    assert not any("Which candidate" in text for text in shown)
    assert register(warehouse)[0][1:3] == ("M2", "different")


def test_next_and_previous_walk_through_the_cases(warehouse: psycopg.Connection) -> None:
    for number in range(3):
        waits(warehouse, Pair("police_asb", "", f"P{number}", "M1"), since=f"2016-10-0{number + 1}")
    shown = sitting(warehouse, "p", "n", "n", "n", "p", "q")
    places = [text.split("\n")[1].split("  ")[0] for text in shown if "person P" in text]
    assert places == ["1 of 3", "1 of 3", "2 of 3", "3 of 3", "3 of 3", "2 of 3"]


def test_the_last_verdict_is_undone_and_the_case_is_back(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB, since="2016-10-02")
    waits(warehouse, Pair("police_asb", "", "P0", "M1"))
    shown = sitting(warehouse, "n", "s", "the same school", "u", "pressed the wrong key", "q")
    assert [row[2:4] for row in register(warehouse)] == [
        ("same", "the same school"),
        ("undone", "pressed the wrong key"),
    ]
    assert "person P1" in shown[-3]


def test_with_nothing_to_undo_it_says_so(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    shown = sitting(warehouse, "u", "", "q")
    assert "Not recorded: nothing has been decided in this sitting." in shown


def test_what_awaits_somebody_elses_second_opinion_is_no_longer_shown(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    scored(warehouse, JACOB, 6.0)
    assert "once another person has said the same" in "".join(sitting(warehouse, "s", "the same school"))
    assert sitting(warehouse) == ["Nothing waits for you."]
    assert "second opinion wanted after A. Reviewer" in "".join(sitting(warehouse, "q", reviewer="B. Other"))


def test_a_case_that_is_gone_by_now_is_passed_over(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    waits(warehouse, ANNA_AT_SCHOOL, since="2016-11-01")
    shown: list[str] = []

    def ask(text: str) -> str:
        queue_closes(warehouse, ANNA_AT_SCHOOL)
        return "n" if len(shown) < 2 else "q"

    Desk(warehouse, "A. Reviewer", ask, shown.append).sit()
    assert "1 of 1" in shown[1]


ANNA_AT_SCHOOL = Pair("attendance", "", ANNA.person_ref, ANNA.member_ref)


def test_a_screen_has_everything_and_no_money(warehouse: psycopg.Connection) -> None:
    waits(warehouse, JACOB)
    scored(warehouse, JACOB, 6.0)
    scored(warehouse, Pair("police_asb", "", "P1", "M9"), -2.0, standing="listed")
    member(warehouse, "M1", "Jakob", "2005-05-06", left="2016-08-01")
    linked(warehouse, Pair("attendance", "", "A1", "M1"))
    text = page(show(warehouse, "police_asb", "", "P1"), 0, "1 of 1")
    for words in (
        "forename        jacob                     jakob                     alike",
        "prior             -14.5  ------------------------",
        "weight             +6.0",
        "> F1  Jakob Quince, 2005-05-06, son, from 2015-01-01 to 2016-08-01",
        "attendance A1 (identifier)",
        "M9  -2.0  listed",
    ):
        assert words in text
    assert "£" not in text and "\033" not in text
    assert "\033[31mdifferent\033[0m" in page(show(warehouse, "police_asb", "", "P1"), 0, "1 of 1", coloured)


def test_what_an_agency_wrote_does_not_move_the_cursor(warehouse: psycopg.Connection) -> None:
    waits(warehouse, Pair("police_asb", "", "P\033[2J\r", "M1"), facts={"person": {"forename": "\033[2J"}})
    text = "".join(sitting(warehouse, "q"))
    assert "\033" not in text and "\r" not in text and "P?[2J?" in text


@pytest.fixture
def no_terminal(
    warehouse: psycopg.Connection, warehouse_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> psycopg.Connection:
    for name in ("REVIEWER", "CSV", "READ"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Settings, "from_environment", lambda: warehouse_settings)
    monkeypatch.setattr("sys.stdin", io.StringIO("s\nwhy\n"))
    return warehouse


def test_without_a_terminal_it_prints_the_queue_and_decides_nothing(
    no_terminal: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    waits(no_terminal, JACOB)
    no_terminal.commit()
    assert main([]) == 0
    said = capsys.readouterr().out
    assert "police_asb        P1" in said and "1 people wait for a decision, in 1 pairs" in said
    assert "quince" not in said.casefold()
    assert register(no_terminal) == []


def test_the_spreadsheet_goes_out_and_in_by_the_same_command(
    no_terminal: psycopg.Connection, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    waits(no_terminal, JACOB)
    no_terminal.commit()
    out = tmp_path / "out.csv"
    assert main(["--csv", str(out)]) == 0
    assert main(["--csv", str(out)]) == 1
    assert main(["--read", str(out)]) == 0
    out.write_text(out.read_text("utf-8-sig").rstrip().removesuffix(",,") + "same,,A. Reviewer\n")
    assert main(["--read", str(out)]) == 1
    said = capsys.readouterr()
    assert "1 pairs written" in said.out and "row 2: a decision gives its reason (no_reason)" in said.out
    assert "already" in said.err
