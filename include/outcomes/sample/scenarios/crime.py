"""Problem 1: anti-social behaviour (1A), and offences by young people (1B) and adults (1C)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from outcomes.sample.calendar import DAY
from outcomes.sample.scene import (
    NO_PROGRESS,
    NOT_APPLICABLE,
    PENDING,
    QUARANTINED,
    SIGNIFICANT,
    SUSTAINED,
    Scene,
    decided,
    scenario,
)

YOUTH_OUTCOMES = (
    "youth_caution",
    "youth_conditional_caution",
    "referral_order",
    "reparation_order",
    "conditional_discharge",
)
ADULT_OUTCOMES = ("fine", "community_order", "suspended_sentence", "conditional_discharge", "absolute_discharge")
RESPONSIBLE = ("suspect", "perpetrator")
CATEGORIES = ("personal", "nuisance", "environmental")


# 1A -----------------------------------------------------------------------------------------------------------------
def police(s: Scene, who: str, on: dt.date, role: str | None = None) -> str:
    """The reference of an incident that the police have recorded."""
    role, category = role or s.rng.choice(RESPONSIBLE), s.rng.choice(CATEGORIES)
    return s.ledger.add("police_asb", s[who], on, role=role, incident_on=on, category=category)


def council(s: Scene, who: str, on: dt.date) -> None:
    """The same, by the family's district."""
    role, category, district = s.rng.choice(RESPONSIBLE), s.rng.choice(CATEGORIES), s.family.district
    s.ledger.add("district_asb", s[who], on, district, role=role, incident_on=on, category=category, district=district)


def incidents(s: Scene, who: str, days: list[dt.date]) -> None:
    """Incidents of the police or the district, each in one of them."""
    for on in days:
        police(s, who, on) if s.rng.random() < 0.6 else council(s, who, on)


@scenario("asb", cast=("adult",), weight=2, m1A=SUSTAINED)
def no_incident_since(s: Scene) -> None:
    incidents(s, "adult", s.before(s.rng.randrange(1, 5)))


@scenario("asb", cast=("youth",), m1A=SUSTAINED)
def two_of_five_is_exactly_sixty_percent_less(s: Scene) -> None:
    incidents(s, "youth", s.before(5))
    incidents(s, "youth", s.lately(2))


@scenario("asb", when="long", cast=("adult",), m1A=SUSTAINED)
def incidents_since_but_more_than_six_months_ago(s: Scene) -> None:
    incidents(s, "adult", s.before(2) + s.long_ago(3))


@scenario("asb", when="long", cast=("adult", "youth"), m1A=SUSTAINED)
def the_same_incidents_in_two_feeds(s: Scene) -> None:
    incidents(s, "adult", s.before(5))
    for on in s.lately(2):
        police(s, "youth", on)
        council(s, "youth", on)


@scenario("asb", cast=("adult",), m1A=SUSTAINED)
def a_suspect_turns_out_to_be_a_witness(s: Scene) -> None:
    incidents(s, "adult", s.before(1))
    on = s.day(max(s.engaged, s.calendar.window_from), s.cut_off - 50 * DAY)
    reference = police(s, "adult", on, "suspect")
    corrected: dict[str, Any] = {"role": "witness", "incident_on": on, "category": "nuisance"}
    s.ledger.add("police_asb", s["adult"], on + 40 * DAY, reference=reference, **corrected)


@scenario("asb", cast=("adult",), m1A=SUSTAINED)
def an_incident_is_withdrawn(s: Scene) -> None:
    incidents(s, "adult", s.before(2))
    on = s.day(max(s.engaged, s.calendar.window_from), s.cut_off - 50 * DAY)
    reference = police(s, "adult", on, "suspect")
    taken_back: dict[str, Any] = {"role": "suspect", "incident_on": on, "category": "nuisance", "withdrawn": "Y"}
    s.ledger.add("police_asb", s["adult"], on + 35 * DAY, reference=reference, **taken_back)


@scenario("asb", when="long", cast=("adult", "joiner"), m1A=SUSTAINED)
def a_partner_was_suspected_before_moving_in(s: Scene) -> None:
    incidents(s, "adult", s.before(1))
    s.joins("joiner", s.cut_off - 40 * DAY)
    police(s, "joiner", s.cut_off - 90 * DAY)


@scenario("asb", when="long", cast=("adult", "leaving_adult"), m1A=SUSTAINED)
def a_partner_is_suspected_after_moving_out(s: Scene) -> None:
    incidents(s, "adult", s.before(1))
    left = s.leaves("leaving_adult", s.engaged + 20 * DAY, s.cut_off - 60 * DAY)
    police(s, "leaving_adult", s.day(max(left + 5 * DAY, s.calendar.window_from), s.cut_off - DAY))


@scenario("asb", cast=("youth",), m1A=NO_PROGRESS)
def three_of_five(s: Scene) -> None:
    incidents(s, "youth", s.before(5) + s.lately(3))


@scenario("asb", cast=("adult",), m1A=NO_PROGRESS)
def one_before_one_since(s: Scene) -> None:
    incidents(s, "adult", s.before(1) + s.lately(1))


@scenario("asb", when="unsettled", cast=("adult",), m1A=NO_PROGRESS)
def newly_engaged_and_it_goes_on(s: Scene) -> None:
    incidents(s, "adult", s.before(2) + s.lately(2))


@scenario("asb", when="unsettled", cast=("adult",), weight=2, m1A=SIGNIFICANT)
def newly_engaged_and_quiet(s: Scene) -> None:
    incidents(s, "adult", s.before(s.rng.randrange(1, 4)))


@scenario("asb", when="unsettled", cast=("adult",), m1A=SIGNIFICANT)
def newly_engaged_and_two_of_five(s: Scene) -> None:
    incidents(s, "adult", s.before(5) + s.lately(2))


@scenario("asb", when="any", cast=("adult",), m1A=NOT_APPLICABLE)
def only_ever_a_victim(s: Scene) -> None:
    for on in s.before(2) + s.lately(1):
        police(s, "adult", on, "victim")


@scenario("asb", when="any", cast=("adult",), weight=2, m1A=QUARANTINED)
def quiet_but_for_an_incident_that_cannot_be_read(s: Scene) -> None:
    incidents(s, "adult", s.before(2))
    s.spoil("police_asb", "adult", role="suspect", incident_on=s.early("adult"), category="nuisance")


# 1B and 1C ----------------------------------------------------------------------------------------------------------
def offence(s: Scene, who: str, on: dt.date, outcome: str = "") -> None:
    """An offence, pending at first. The youth service has it if the person was under 18; no outcome given: a
    substantive one."""
    young = s[who].age(on) < 18
    feed = "youth_offences" if young else "adult_offences"
    outcome = outcome or s.rng.choice(YOUTH_OUTCOMES if young else ADULT_OUTCOMES)
    reference = s.ledger.add(feed, s[who], on, offence_on=on, outcome="pending")
    if outcome != "pending":
        done = min(on + s.rng.randrange(8, 60) * DAY, s.cut_off - DAY)
        s.ledger.add(feed, s[who], done, reference=reference, offence_on=on, outcome=outcome, outcome_on=done)


def offences(s: Scene, who: str, days: list[dt.date], outcome: str = "") -> None:
    for on in days:
        offence(s, who, on, outcome)


@scenario("offending", cast=("youth",), weight=2, m1B=SUSTAINED)
def a_youth_stops_offending(s: Scene) -> None:
    offences(s, "youth", s.before(s.rng.randrange(1, 4)))


@scenario("offending", cast=("youth",), m1B=SUSTAINED)
def a_youth_is_suspected_but_nothing_is_proven(s: Scene) -> None:
    offences(s, "youth", s.before(2))
    offences(s, "youth", s.lately(2), "no_further_action")


@scenario("offending", when="long", cast=("youth",), m1B=SUSTAINED)
def a_youth_offended_again_long_ago(s: Scene) -> None:
    offences(s, "youth", s.before(1) + s.long_ago(2))


@scenario("offending", cast=("youth",), m1B=NO_PROGRESS)
def a_youth_offends_again(s: Scene) -> None:
    offences(s, "youth", s.before(2) + s.lately(1))


@scenario("offending", cast=("youth", "adult"), m1B=NO_PROGRESS)
def a_youth_stops_but_a_parent_offends(s: Scene) -> None:
    offences(s, "youth", s.before(1))
    offences(s, "adult", s.lately(1))


@scenario("offending", when="long", cast=("nearly_adult",), m1B=NO_PROGRESS)
def a_youth_comes_of_age_and_offends(s: Scene) -> None:
    offences(s, "nearly_adult", s.before(1))
    offences(s, "nearly_adult", s.lately(1), "community_order")


@scenario("offending", when="unsettled", cast=("youth",), weight=2, m1B=SIGNIFICANT)
def a_youth_has_not_offended_yet(s: Scene) -> None:
    offences(s, "youth", s.before(1))


@scenario("offending", when="any", cast=("youth",), weight=2, m1B=PENDING)
def a_youth_waits_for_the_outcome(s: Scene) -> None:
    offences(s, "youth", s.before(2))
    offences(s, "youth", s.lately(1), "pending")


@scenario("offending", cast=("youth",), m1B=decided("no_progress"))
def a_youth_waits_and_the_panel_decides(s: Scene) -> None:
    a_youth_waits_for_the_outcome(s)
    s.decide("1B", "no_progress")


@scenario("offending", cast=("adult",), weight=2, m1C=SUSTAINED)
def a_parent_stops_offending(s: Scene) -> None:
    offences(s, "adult", s.before(s.rng.randrange(1, 3)))


@scenario("offending", cast=("adult",), m1C=NO_PROGRESS)
def a_parent_reoffends(s: Scene) -> None:
    offences(s, "adult", s.before(1) + s.lately(1))


@scenario("offending", when="unsettled", cast=("adult",), weight=2, m1C=SIGNIFICANT)
def a_parent_has_not_reoffended_yet(s: Scene) -> None:
    offences(s, "adult", s.before(2))


@scenario("offending", when="any", cast=("adult",), weight=2, m1C=PENDING)
def a_parent_waits_for_the_outcome(s: Scene) -> None:
    offences(s, "adult", s.before(1))
    offences(s, "adult", s.lately(1), "pending")


@scenario("offending", cast=("adult",), m1C=decided("sustained"))
def a_parent_waits_and_the_panel_decides(s: Scene) -> None:
    a_parent_waits_for_the_outcome(s)
    s.decide("1C", "sustained")


@scenario("offending", cast=("adult", "youth"), m1B=SUSTAINED, m1C=SUSTAINED)
def youth_and_parent_stop(s: Scene) -> None:
    offences(s, "youth", s.before(2))
    offences(s, "adult", s.before(1))


@scenario("offending", cast=("adult", "youth"), m1B=NO_PROGRESS, m1C=NO_PROGRESS)
def youth_and_parent_go_on(s: Scene) -> None:
    offences(s, "youth", s.before(1) + s.lately(1))
    offences(s, "adult", s.before(1) + s.lately(1))


@scenario("offending", when="any", cast=("youth",), m1B=NOT_APPLICABLE)
def nothing_was_ever_proven(s: Scene) -> None:
    offences(s, "youth", s.before(2), "no_further_action")


@scenario("offending", when="any", cast=("youth",), weight=2, m1B=QUARANTINED)
def a_youth_stops_but_for_a_row_that_cannot_be_read(s: Scene) -> None:
    offences(s, "youth", s.before(1))
    s.spoil("youth_offences", "youth", offence_on=s.early("youth"), outcome="fine")


@scenario("offending", when="any", cast=("adult",), weight=2, m1C=QUARANTINED)
def a_parent_stops_but_for_a_row_that_cannot_be_read(s: Scene) -> None:
    offences(s, "adult", s.before(1))
    s.spoil("adult_offences", "adult", offence_on=s.early("adult"), outcome="fine")
