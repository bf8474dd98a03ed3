"""Problem 3: plans for children for neglect, Child in Need (3A) and Child Protection (3B)."""

from __future__ import annotations

import datetime as dt

from outcomes.days import add_months
from outcomes.sample.calendar import DAY
from outcomes.sample.scene import (
    ENDED_OTHERWISE,
    NO_PROGRESS,
    NOT_APPLICABLE,
    QUARANTINED,
    SIGNIFICANT,
    SUCCESSOR_MISSING,
    SUSTAINED,
    Scene,
    decided,
    scenario,
)


def plan(
    s: Scene,
    who: str,
    kind: str,
    began: dt.date | None = None,
    ended: dt.date | None = None,
    reason: str | None = None,
    category: str = "NEG",
) -> None:
    """A plan or an episode of care; from before the engagement unless a day is given."""
    began = began or s.engaged - s.rng.randrange(20, 300) * DAY
    at_end = {"end_reason": reason} if reason else None
    s.ledger.spell("social_care", s[who], began, ended, at_end, kind=kind, category=category)


def long_over(s: Scene) -> dt.date:
    """A last day since when six months have passed."""
    return s.since(add_months(s.cut_off, -6) - DAY)


def lately_over(s: Scene) -> dt.date:
    """A last day since when six months have not passed."""
    return s.day(max(s.engaged, add_months(s.cut_off, -6)), s.cut_off - 2 * DAY)


# 3A -----------------------------------------------------------------------------------------------------------------
@scenario("safeguarding", when="long", cast=("pupil",), weight=2, m3A=SUSTAINED)
def need_is_met(s: Scene) -> None:
    plan(s, "pupil", "CIN", ended=long_over(s), reason=s.rng.choice(("no_further_need", "stepped_down")))


@scenario("safeguarding", when="long", cast=("pupil",), m3A=SUSTAINED)
def need_was_met_exactly_six_months_ago(s: Scene) -> None:
    plan(s, "pupil", "CIN", ended=add_months(s.cut_off, -6) - DAY, reason="no_further_need")


@scenario("safeguarding", when="any", cast=("pupil",), weight=2, m3A=SIGNIFICANT)
def need_is_met_lately(s: Scene) -> None:
    plan(s, "pupil", "CIN", ended=lately_over(s), reason="no_further_need")


@scenario("safeguarding", when="any", cast=("pupil",), m3A=NO_PROGRESS)
def still_in_need(s: Scene) -> None:
    plan(s, "pupil", "CIN")


@scenario("safeguarding", when="any", cast=("pupil",), m3A=NO_PROGRESS)
def need_becomes_protection(s: Scene) -> None:
    on = s.since(s.cut_off - 20 * DAY)
    plan(s, "pupil", "CIN", ended=on, reason="escalated")
    plan(s, "pupil", "CP", began=on + DAY)


@scenario("safeguarding", when="long", cast=("pupil",), m3A=NO_PROGRESS)
def back_on_a_plan(s: Scene) -> None:
    plan(s, "pupil", "CIN", ended=long_over(s), reason="no_further_need")
    plan(s, "pupil", "CIN", began=s.day(s.calendar.window_from, s.cut_off - DAY), category="EMO")


@scenario("safeguarding", when="settled", cast=("pupil", "leaving_pupil"), m3A=NO_PROGRESS)
def one_child_is_well_and_one_goes_into_care(s: Scene) -> None:
    plan(s, "pupil", "CIN", ended=s.since(s.cut_off - 30 * DAY), reason="no_further_need")
    left = s.leaves("leaving_pupil", s.engaged, s.cut_off - 40 * DAY)
    plan(s, "leaving_pupil", "CIN", ended=left, reason="looked_after")
    plan(s, "leaving_pupil", "LAC", began=left + DAY)


@scenario("safeguarding", when="any", cast=("pupil",), weight=2, m3A=ENDED_OTHERWISE)
def the_plan_ends_because_of_a_move(s: Scene) -> None:
    plan(s, "pupil", "CIN", ended=s.since(s.cut_off - 10 * DAY), reason="moved_away")


@scenario("safeguarding", when="any", cast=("pupil",), m3A=decided("sustained"))
def the_plan_ends_because_of_a_move_and_the_panel_decides(s: Scene) -> None:
    the_plan_ends_because_of_a_move(s)
    s.decide("3A", "sustained")


@scenario("safeguarding", when="any", cast=("pupil",), weight=2, m3A=SUCCESSOR_MISSING)
def protection_steps_down_to_nothing_recorded(s: Scene) -> None:
    first = s.since(s.cut_off - 40 * DAY)
    plan(s, "pupil", "CIN", ended=first, reason="escalated")
    plan(s, "pupil", "CP", began=first + DAY, ended=s.day(first + 2 * DAY, s.cut_off - 2 * DAY), reason="stepped_down")


@scenario("safeguarding", when="any", cast=("pupil",), m3A=NOT_APPLICABLE)
def in_need_but_not_for_neglect(s: Scene) -> None:
    plan(s, "pupil", "CIN", category=s.rng.choice(("EMO", "PHY", "OTH")))


@scenario("safeguarding", when="long", cast=("pupil",), weight=2, m3A=QUARANTINED)
def need_is_met_but_for_a_row_that_cannot_be_read(s: Scene) -> None:
    need_is_met(s)
    s.spoil("social_care", "pupil", kind="CIN", category="NEG", began_on=s.early("pupil"))


# 3B -----------------------------------------------------------------------------------------------------------------
@scenario("safeguarding", when="long", cast=("pupil",), weight=2, m3B=SUSTAINED)
def protection_steps_down_to_need(s: Scene) -> None:
    on = long_over(s)
    plan(s, "pupil", "CP", ended=on, reason="stepped_down")
    plan(s, "pupil", "CIN", began=on + DAY)


@scenario("safeguarding", when="long", cast=("infant",), m3B=SUSTAINED)
def protection_closes_straight(s: Scene) -> None:
    ended = long_over(s)
    s.ledger.spell(
        "social_care",
        s["infant"],
        s.engaged - 15 * DAY,
        ended,
        {"end_reason": "no_further_need"},
        kind="CP",
        category="NEG",
    )


@scenario("safeguarding", when="any", cast=("pupil",), weight=2, m3B=SIGNIFICANT)
def protection_steps_down_lately(s: Scene) -> None:
    on = lately_over(s)
    plan(s, "pupil", "CP", ended=on, reason="stepped_down")
    plan(s, "pupil", "CIN", began=on + DAY)


@scenario("safeguarding", when="any", cast=("pupil",), weight=2, m3B=NO_PROGRESS)
def still_protected(s: Scene) -> None:
    plan(s, "pupil", "CP")


@scenario("safeguarding", when="any", cast=("pupil",), m3B=NO_PROGRESS)
def protection_becomes_care(s: Scene) -> None:
    on = s.since(s.cut_off - 20 * DAY)
    plan(s, "pupil", "CP", ended=on, reason="looked_after")
    plan(s, "pupil", "LAC", began=on + DAY)


@scenario("safeguarding", when="any", cast=("pupil",), weight=2, m3B=ENDED_OTHERWISE)
def protection_passes_to_another_council(s: Scene) -> None:
    plan(s, "pupil", "CP", ended=s.since(s.cut_off - 10 * DAY), reason="transferred")


@scenario("safeguarding", when="long", cast=("pupil",), weight=2, m3B=QUARANTINED)
def protection_steps_down_but_for_a_row_that_cannot_be_read(s: Scene) -> None:
    protection_steps_down_to_need(s)
    s.spoil("social_care", "pupil", kind="CP", category="NEG", began_on=s.early("pupil"))


@scenario("safeguarding", when="long", cast=("pupil", "sibling"), m3A=SUSTAINED, m3B=SUSTAINED)
def one_in_need_one_protected_both_well(s: Scene) -> None:
    plan(s, "pupil", "CIN", ended=long_over(s), reason="no_further_need")
    plan(s, "sibling", "CP", ended=long_over(s), reason="no_further_need")
