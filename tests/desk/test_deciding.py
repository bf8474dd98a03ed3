"""A verdict is recorded once, with its reason and what was seen, or refused in plain words; it can be taken back."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from desk.story import (
    FACTS,
    JACOB,
    JAKE_HIS_TWIN,
    SHOWN,
    claimed,
    linked,
    member,
    queue_closes,
    scored,
    sha256,
    waits,
)
from outcomes.desk import Decided, DeskError, claims_at_stake, decide, show, undo, waiting
from outcomes.settings import Settings
from outcomes.warehouse.connection import connect

IN_THE_BAND, CERTAIN = 6.0, 22.0
NEW_FACTS = {**FACTS, "member": {**FACTS["member"], "postcode": "HP20 1UY"}}


def say(warehouse: psycopg.Connection, verdict: str, by: str = "A. Reviewer", **more: Any) -> Decided:
    pair, reason = more.get("pair", JACOB), more.get("reason", "same school")
    return decide(warehouse, pair, verdict, reason, by, shown=more.get("shown", SHOWN))


def on_the_desk(warehouse: psycopg.Connection, reviewer: str | None = None) -> list[str]:
    return [f"{case.person_ref}: {case.candidates}" for case in waiting(warehouse, reviewer=reviewer)]


def register(warehouse: psycopg.Connection) -> list[tuple[Any, ...]]:
    return warehouse.execute(
        "select verdict, reason, decided_by, second_needed from matching.decision order by decision_id"
    ).fetchall()


@pytest.fixture(autouse=True)
def jacob(warehouse: psycopg.Connection) -> None:
    """Jacob of the police may be one of two twins."""
    waits(warehouse, JACOB)
    scored(warehouse, JACOB, CERTAIN)
    waits(warehouse, JAKE_HIS_TWIN)
    warehouse.commit()


def test_a_verdict_keeps_its_reason_what_was_seen_and_the_weight(
    warehouse: psycopg.Connection, warehouse_settings: Settings
) -> None:
    decided = say(warehouse, "same", by=" A.  Reviewer ", reason="  the same school \n")
    assert (decided.takes_effect, decided.second_needed) == ("next_night", False)
    with connect(warehouse_settings, "another session") as other:
        row = other.execute(
            """select feed, supplier, person_ref, member_ref, verdict, reason, decided_by, seen, seen_sha256, weight
               from matching.decision where decision_id = %s""",
            [decided.decision_id],
        ).fetchone()
    assert row == ("police_asb", "", "P1", "M1", "same", "the same school", "A. Reviewer", FACTS, SHOWN, CERTAIN)


def test_what_is_decided_leaves_the_desk_before_the_night_has_acted_on_it(warehouse: psycopg.Connection) -> None:
    say(warehouse, "different")
    assert on_the_desk(warehouse) == ["P1: 1"]
    assert [one.waits for one in show(warehouse, "police_asb", "", "P1").candidates] == [False, True]


def test_who_is_one_member_is_asked_about_for_no_other(warehouse: psycopg.Connection) -> None:
    say(warehouse, "same")
    assert on_the_desk(warehouse) == []


def test_who_cannot_tell_twice_leaves_the_pair_on_the_desk(warehouse: psycopg.Connection) -> None:
    say(warehouse, "different", pair=JAKE_HIS_TWIN)
    say(warehouse, "cannot_tell")
    assert on_the_desk(warehouse) == []
    queue_closes(warehouse, JACOB)
    waits(warehouse, JACOB, reason="cannot_tell", since="2016-11-01")
    say(warehouse, "cannot_tell", by="B. Reviewer")
    assert on_the_desk(warehouse) == ["P1: 1"]


@pytest.mark.parametrize(
    ("how", "rule"),
    [
        ({"reason": " \n"}, "no_reason"),
        ({"by": "  "}, "no_reviewer"),
        ({"verdict": "perhaps"}, "verdict"),
        ({"verdict": "undone"}, "verdict"),
        ({"reason": "null\0"}, "unreadable"),
        ({"pair": replace(JACOB, person_ref="P1\0")}, "unreadable"),
        ({"shown": "of yesterday"}, "facts_changed"),
        ({"shown": None}, "facts_changed"),
        ({"pair": replace(JACOB, member_ref="M404")}, "not_waiting"),
        ({"pair": replace(JACOB, person_ref="P404")}, "not_waiting"),
    ],
)
def test_what_may_not_be_decided_is_refused_and_nothing_recorded(
    warehouse: psycopg.Connection, how: dict[str, Any], rule: str
) -> None:
    with pytest.raises(DeskError) as refused:
        say(warehouse, **{"verdict": "same", **how})
    assert refused.value.rule == rule
    assert register(warehouse) == []


def test_a_refusal_names_nobody(warehouse: psycopg.Connection) -> None:
    with pytest.raises(DeskError) as refused:
        say(warehouse, "same", shown="of yesterday")
    for value in ("P1", "M1", "quince", "jacob", "2005"):
        assert value not in str(refused.value).casefold()


def test_what_the_night_has_closed_cannot_be_decided(warehouse: psycopg.Connection) -> None:
    queue_closes(warehouse, JACOB)
    with pytest.raises(DeskError, match="not waiting"):
        say(warehouse, "same")


def test_what_somebody_has_decided_meanwhile_is_not_decided_again(warehouse: psycopg.Connection) -> None:
    say(warehouse, "different")
    with pytest.raises(DeskError, match="decided meanwhile"):
        say(warehouse, "same", by="B. Reviewer")


def test_nobody_is_the_same_as_two_members(warehouse: psycopg.Connection) -> None:
    say(warehouse, "same")
    with pytest.raises(DeskError, match="another member"):
        say(warehouse, "same", pair=JAKE_HIS_TWIN)
    undo(warehouse, JACOB, "pressed the wrong key", "A. Reviewer")
    say(warehouse, "same", pair=JAKE_HIS_TWIN)
    assert [row[0] for row in register(warehouse)] == ["same", "undone", "same"]


def test_not_even_while_the_first_awaits_its_second_opinion(warehouse: psycopg.Connection) -> None:
    warehouse.execute("update matching.proposal set weight = %s", [IN_THE_BAND])
    say(warehouse, "same")
    with pytest.raises(DeskError, match="another member"):
        say(warehouse, "same", pair=JAKE_HIS_TWIN, by="B. Reviewer")


def test_two_people_who_decide_at_once_cannot_make_somebody_two_members(
    warehouse: psycopg.Connection, warehouse_settings: Settings
) -> None:
    told: list[str] = []
    start = threading.Barrier(2, timeout=60)

    def reviewer(pair: Any, name: str) -> None:
        with connect(warehouse_settings, name) as own:
            start.wait()
            try:
                say(own, "same", pair=pair, by=name)
                told.append("recorded")
            except DeskError as refused:
                told.append(refused.rule)

    both = [
        threading.Thread(target=reviewer, args=given) for given in ((JACOB, "A. Reviewer"), (JAKE_HIS_TWIN, "B. Other"))
    ]
    for each in both:
        each.start()
    for each in both:
        each.join(timeout=60)
    assert sorted(told) == ["recorded", "two_members"]
    assert len(register(warehouse)) == 1


class TestWhereTheModelOverclaims:
    @pytest.fixture(autouse=True)
    def in_the_band(self, warehouse: psycopg.Connection, jacob: None) -> None:
        warehouse.execute("update matching.proposal set weight = %s", [IN_THE_BAND])
        say(warehouse, "different", pair=JAKE_HIS_TWIN, reason="the other twin")
        warehouse.commit()

    def test_a_same_needs_a_second_opinion(self, warehouse: psycopg.Connection) -> None:
        decided = say(warehouse, "same")
        assert (decided.takes_effect, decided.second_needed) == ("after_second_opinion", True)
        (candidate, _) = show(warehouse, "police_asb", "", "P1").candidates
        assert (candidate.waits, candidate.awaits_second) == (True, "A. Reviewer")

    def test_it_waits_for_everybody_but_the_first(self, warehouse: psycopg.Connection) -> None:
        say(warehouse, "same")
        assert on_the_desk(warehouse, "A. Reviewer") == on_the_desk(warehouse, "a.  reviewer") == []
        assert on_the_desk(warehouse, "B. Other") == on_the_desk(warehouse) == ["P1: 1"]

    @pytest.mark.parametrize("name", ["A. Reviewer", " a.  REVIEWER"])
    def test_the_second_is_another_persons(self, warehouse: psycopg.Connection, name: str) -> None:
        say(warehouse, "same")
        with pytest.raises(DeskError, match="another person"):
            say(warehouse, "same", by=name)

    def test_it_stays_another_persons_after_the_night(self, warehouse: psycopg.Connection) -> None:
        say(warehouse, "same")
        queue_closes(warehouse, JACOB)
        waits(warehouse, JACOB, reason="second_opinion", since="2200-01-01")
        assert (on_the_desk(warehouse, "A. Reviewer"), on_the_desk(warehouse, "B. Other")) == ([], ["P1: 1"])
        with pytest.raises(DeskError, match="another person"):
            say(warehouse, "same")

    def test_the_second_makes_it_firm(self, warehouse: psycopg.Connection) -> None:
        say(warehouse, "same")
        decided = say(warehouse, "same", by="B. Other")
        assert (decided.takes_effect, decided.second_needed) == ("next_night", True)
        assert on_the_desk(warehouse) == []

    def test_the_second_may_disagree(self, warehouse: psycopg.Connection) -> None:
        say(warehouse, "same")
        say(warehouse, "different", by="B. Other")
        assert on_the_desk(warehouse) == []
        undo(warehouse, JACOB, "spoke to the school", "C. Third")
        assert say(warehouse, "same", by="A. Reviewer").takes_effect == "after_second_opinion"

    def test_a_word_in_between_makes_a_same_the_first_again(self, warehouse: psycopg.Connection) -> None:
        say(warehouse, "same")
        undo(warehouse, JACOB, "too quick", "A. Reviewer")
        assert say(warehouse, "same", by="B. Other").takes_effect == "after_second_opinion"

    def test_different_needs_no_second(self, warehouse: psycopg.Connection) -> None:
        assert say(warehouse, "different").takes_effect == "next_night"


def test_where_the_model_has_no_word_one_reviewer_is_enough(warehouse: psycopg.Connection) -> None:
    assert not say(warehouse, "same", pair=JAKE_HIS_TWIN).second_needed


def test_facts_that_change_after_a_verdict_bring_the_pair_back(warehouse: psycopg.Connection) -> None:
    say(warehouse, "different", pair=JAKE_HIS_TWIN)
    say(warehouse, "same")
    queue_closes(warehouse, JACOB)
    waits(warehouse, JACOB, reason="facts_changed", facts=NEW_FACTS, since="2200-01-01")
    assert on_the_desk(warehouse) == ["P1: 1"]
    with pytest.raises(DeskError, match="has changed since it was shown"):
        say(warehouse, "same")
    say(warehouse, "same", shown=sha256(NEW_FACTS))


def test_undoing_is_a_word_of_its_own_and_brings_the_pair_back(warehouse: psycopg.Connection) -> None:
    say(warehouse, "different", pair=JAKE_HIS_TWIN)
    say(warehouse, "different")
    undone = undo(warehouse, JACOB, "pressed the wrong key", "B. Other")
    assert undone.takes_effect == "next_night"
    assert register(warehouse)[-1] == ("undone", "pressed the wrong key", "B. Other", False)
    assert on_the_desk(warehouse) == ["P1: 1"]
    say(warehouse, "same")


def test_only_what_stands_decided_can_be_undone(warehouse: psycopg.Connection) -> None:
    with pytest.raises(DeskError, match="nothing is decided"):
        undo(warehouse, JACOB, "why not", "A. Reviewer")
    say(warehouse, "different")
    undo(warehouse, JACOB, "why not", "A. Reviewer")
    with pytest.raises(DeskError, match="nothing is decided"):
        undo(warehouse, JACOB, "why not", "A. Reviewer")


def test_a_decision_of_long_ago_can_be_undone(warehouse: psycopg.Connection) -> None:
    say(warehouse, "same")
    queue_closes(warehouse, JACOB)
    queue_closes(warehouse, JAKE_HIS_TWIN)
    assert undo(warehouse, JACOB, "the school was wrong", "B. Other").decision_id


class TestClaimsAtStake:
    @pytest.fixture(autouse=True)
    def claims(self, warehouse: psycopg.Connection, jacob: None) -> None:
        member(warehouse, "M1", "Jakob", "2005-05-06")
        member(warehouse, "M1", "Jakob", "2005-05-06", family="F3")
        claimed(warehouse, "F1", ("police_asb", "attendance"))
        claimed(warehouse, "F2", ("police_asb",))
        claimed(warehouse, "F3", ("attendance",))
        warehouse.commit()

    def test_a_new_link_touches_the_claims_of_the_members_families_that_rest_on_the_feed(
        self, warehouse: psycopg.Connection
    ) -> None:
        assert claims_at_stake(warehouse, JACOB, "same") == 1
        assert claims_at_stake(warehouse, JACOB, "different") == 0
        assert say(warehouse, "same").touched_claims == 1

    def test_so_does_the_end_of_one_that_holds(self, warehouse: psycopg.Connection) -> None:
        linked(warehouse, JACOB)
        assert claims_at_stake(warehouse, JACOB, "different") == 1
        assert claims_at_stake(warehouse, JACOB, "same") == 0
        say(warehouse, "same")
        assert undo(warehouse, JACOB, "the wrong twin", "B. Other").touched_claims == 1

    def test_a_claim_that_is_withdrawn_is_none(self, warehouse: psycopg.Connection) -> None:
        claimed(warehouse, "F1", ("police_asb",), status="withdrawn")
        assert claims_at_stake(warehouse, JACOB, "same") == 1
