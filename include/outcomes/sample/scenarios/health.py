"""Problem 6: treatment (6A), wellbeing on the Outcome Star (6B) and the Healthy Child Programme (6C)."""

from __future__ import annotations

import datetime as dt

from outcomes.days import add_months
from outcomes.sample.calendar import DAY
from outcomes.sample.scene import (
    ALL_LEFT,
    ENDED_OTHERWISE,
    NO_PROGRESS,
    NO_RECORD,
    NOT_APPLICABLE,
    QUARANTINED,
    SIGNIFICANT,
    SUSTAINED,
    TOO_EARLY,
    Scene,
    decided,
    scenario,
)


# 6A -----------------------------------------------------------------------------------------------------------------
def treated(
    s: Scene, who: str, ended: dt.date | None = None, discharge: str | None = None, began: dt.date | None = None
) -> None:
    """An episode of treatment; from before the engagement unless a day is given."""
    began = began or s.engaged - s.rng.randrange(5, 200) * DAY
    substance = s.rng.choice(("alcohol", "opiate", "non_opiate", "alcohol_and_non_opiate"))
    s.ledger.spell("treatment", s[who], began, ended, {"discharge": discharge}, substance=substance)


@scenario("treatment", when="long", cast=("adult",), weight=3, m6A=SUSTAINED)
def treatment_is_completed(s: Scene) -> None:
    treated(s, "adult", s.since(add_months(s.cut_off, -6) - DAY), s.rng.choice(("80", "81", "82")))


@scenario("treatment", when="any", cast=("adult",), weight=2, m6A=SIGNIFICANT)
def treatment_is_completed_lately(s: Scene) -> None:
    treated(s, "adult", s.day(max(s.engaged, s.calendar.window_from), s.cut_off - 2 * DAY), "80")


@scenario("treatment", when="any", cast=("adult",), m6A=NO_PROGRESS)
def still_in_treatment(s: Scene) -> None:
    treated(s, "adult")


@scenario("treatment", when="any", cast=("adult",), m6A=NO_PROGRESS)
def treatment_is_dropped(s: Scene) -> None:
    treated(s, "adult", s.since(s.cut_off - 5 * DAY), s.rng.choice(("85", "86", "87")))


@scenario("treatment", when="any", cast=("adult",), m6A=NO_PROGRESS)
def a_transfer_that_leads_nowhere(s: Scene) -> None:
    treated(s, "adult", s.since(s.cut_off - 5 * DAY), "83")


@scenario("treatment", when="settled", cast=("adult",), m6A=NO_PROGRESS)
def completed_and_back_again(s: Scene) -> None:
    ended = s.since(s.cut_off - 60 * DAY)
    treated(s, "adult", ended, "81")
    treated(s, "adult", began=ended + 30 * DAY)


@scenario("treatment", when="any", cast=("leaving_adult",), weight=2, m6A=ALL_LEFT)
def the_patient_leaves(s: Scene) -> None:
    treated(s, "leaving_adult")
    s.leaves("leaving_adult", s.engaged + 5 * DAY, s.cut_off - 10 * DAY)


@scenario("treatment", when="any", cast=("leaving_adult",), m6A=decided("not_applicable"))
def the_patient_leaves_and_the_panel_decides(s: Scene) -> None:
    the_patient_leaves(s)
    s.decide("6A", "not_applicable")


@scenario("treatment", when="long", cast=("adult",), weight=2, m6A=QUARANTINED)
def completed_but_for_a_row_that_cannot_be_read(s: Scene) -> None:
    treatment_is_completed(s)
    s.spoil("treatment", "adult", substance="alcohol", began_on=s.early("adult"))


# 6B -----------------------------------------------------------------------------------------------------------------
AREAS = {"family_star_plus": "wellbeing", "my_star": "feelings"}


def assessed(s: Scene, who: str, star: str, score: int, on: dt.date) -> None:
    s.ledger.add("outcome_star", s[who], on, star=star, area=AREAS[star], score=score, completed_on=on)


def first_assessment(s: Scene, who: str = "adult", star: str = "family_star_plus") -> int:
    """The score of the first star, soon before or after the engagement; low enough to rise by two."""
    score = s.rng.randrange(1, 4)
    assessed(s, who, star, score, s.engaged + s.rng.randrange(-20, 21) * DAY)
    return score


def closes(s: Scene, latest_from_the_end: int) -> dt.date:
    """The case is closed as a success, some months after the engagement."""
    s.family.closed_on = on = s.day(s.engaged + 150 * DAY, s.cut_off - latest_from_the_end * DAY)
    s.family.closure = s.rng.choice(("case_closed", "stepped_down"))
    return on


def stays_open(s: Scene) -> None:
    s.family.stays_open = True


@scenario("wellbeing", when="long", cast=("adult",), weight=3, m6B=SUSTAINED)
def two_points_better_at_closure(s: Scene) -> None:
    on, score = closes(s, 5), first_assessment(s)
    assessed(s, "adult", "family_star_plus", score + s.rng.randrange(2, 5), on - s.rng.randrange(28) * DAY)


@scenario("wellbeing", when="long", cast=("pupil",), m6B=SUSTAINED)
def a_childs_star_two_points_better_at_closure(s: Scene) -> None:
    on, score = closes(s, 40), first_assessment(s, "pupil", "my_star")
    assessed(s, "pupil", "my_star", score + 2, on + 28 * DAY)


@scenario("wellbeing", when="long", cast=("adult",), weight=2, m6B=NO_PROGRESS)
def one_point_better_at_closure(s: Scene) -> None:
    on, score = closes(s, 5), first_assessment(s)
    assessed(s, "adult", "family_star_plus", score + 5, s.engaged + 80 * DAY)
    assessed(s, "adult", "family_star_plus", score + 1, on - s.rng.randrange(20) * DAY)


@scenario("wellbeing", when="long", cast=("adult",), weight=3, m6B=NO_RECORD)
def closed_without_a_last_star(s: Scene) -> None:
    closes(s, 40)
    score = first_assessment(s)
    assessed(s, "adult", "family_star_plus", score + 3, s.engaged + 80 * DAY)


@scenario("wellbeing", when="settled", cast=("adult",), weight=3, m6B=SIGNIFICANT)
def two_points_better_so_far(s: Scene) -> None:
    stays_open(s)
    score = first_assessment(s)
    assessed(s, "adult", "family_star_plus", score + 2, s.day(s.engaged + 70 * DAY, s.cut_off - DAY))


@scenario("wellbeing", when="settled", cast=("adult",), m6B=NO_PROGRESS)
def no_better_so_far(s: Scene) -> None:
    stays_open(s)
    score = first_assessment(s)
    assessed(s, "adult", "family_star_plus", score, s.day(s.engaged + 70 * DAY, s.cut_off - DAY))


@scenario("wellbeing", when="any", cast=("adult",), weight=2, m6B=TOO_EARLY)
def only_a_first_star(s: Scene) -> None:
    stays_open(s)
    first_assessment(s)


@scenario("wellbeing", when="any", cast=("leaving_adult",), weight=2, m6B=ALL_LEFT)
def the_assessed_adult_leaves(s: Scene) -> None:
    stays_open(s)
    first_assessment(s, "leaving_adult")
    s.leaves("leaving_adult", s.engaged + 25 * DAY, s.cut_off - 10 * DAY)


@scenario("wellbeing", when="any", cast=("adult",), m6B=NOT_APPLICABLE)
def well_from_the_start(s: Scene) -> None:
    assessed(s, "adult", "family_star_plus", 9, s.engaged + 10 * DAY)


# 6C -----------------------------------------------------------------------------------------------------------------
def level(
    s: Scene, who: str, name: str, began: dt.date, ended: dt.date | None = None, reason: str | None = None
) -> None:
    at_end = {"end_reason": reason} if reason else None
    s.ledger.spell("child_health", s[who], began, ended, at_end, level=name)


def partnership_plus(s: Scene, who: str = "infant", ended: dt.date | None = None, reason: str | None = None) -> None:
    """The most intensive level, held when the family was engaged."""
    level(s, who, "universal_partnership_plus", s.engaged - s.rng.randrange(5, 100) * DAY, ended, reason)


@scenario("early_childhood", when="any", cast=("infant",), weight=3, m6C=SUSTAINED)
def back_to_universal(s: Scene) -> None:
    ended = s.since(s.cut_off - 5 * DAY)
    partnership_plus(s, ended=ended, reason="stepped_down")
    level(s, "infant", "universal", ended + DAY)


@scenario("early_childhood", when="settled", cast=("infant",), m6C=SUSTAINED)
def back_to_universal_by_way_of_plus(s: Scene) -> None:
    first = s.since(s.cut_off - 100 * DAY)
    second = first + s.rng.randrange(20, 90) * DAY
    partnership_plus(s, ended=first, reason="stepped_down")
    level(s, "infant", "universal_plus", first + DAY, second, "stepped_down")
    level(s, "infant", "universal", second + DAY)


@scenario("early_childhood", when="any", cast=("infant",), m6C=NO_PROGRESS)
def still_on_partnership_plus(s: Scene) -> None:
    partnership_plus(s)


@scenario("early_childhood", when="any", cast=("infant",), m6C=NO_PROGRESS)
def universal_plus_is_not_enough(s: Scene) -> None:
    ended = s.since(s.cut_off - 5 * DAY)
    partnership_plus(s, ended=ended, reason="stepped_down")
    level(s, "infant", "universal_plus", ended + DAY)


@scenario("early_childhood", when="any", cast=("infant",), weight=2, m6C=NO_RECORD)
def closed_and_on_no_level(s: Scene) -> None:
    partnership_plus(s, ended=s.since(s.cut_off - 5 * DAY), reason="closed")


@scenario("early_childhood", when="any", cast=("infant",), weight=2, m6C=ENDED_OTHERWISE)
def moved_away_and_universal_elsewhere(s: Scene) -> None:
    ended = s.since(s.cut_off - 5 * DAY)
    partnership_plus(s, ended=ended, reason="moved_away")
    level(s, "infant", "universal", ended + DAY)


@scenario("early_childhood", when="any", cast=("leaving_infant",), weight=2, m6C=ALL_LEFT)
def the_infant_leaves(s: Scene) -> None:
    partnership_plus(s, "leaving_infant")
    s.leaves("leaving_infant", s.engaged + 5 * DAY, s.cut_off - 10 * DAY)


@scenario("early_childhood", when="any", cast=("infant",), m6C=NOT_APPLICABLE)
def universal_all_along(s: Scene) -> None:
    level(s, "infant", "universal", s.engaged - 60 * DAY)
