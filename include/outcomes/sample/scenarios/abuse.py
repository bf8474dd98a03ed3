"""Problem 5: reports of domestic abuse with a child present, to the police and to MARAC (5A)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from outcomes.sample.calendar import DAY
from outcomes.sample.scene import (
    NO_PROGRESS,
    NOT_APPLICABLE,
    QUARANTINED,
    SIGNIFICANT,
    SUSTAINED,
    Scene,
    scenario,
)


def report(s: Scene, who: str, on: dt.date, child_present: bool = True, role: str = "") -> None:
    """A report to the police; one in four does not say when it happened, and counts on the day of the report."""
    told: dict[str, Any] = {"role": role or s.rng.choice(("victim", "perpetrator")), "reported_on": on}
    if s.rng.random() < 0.75:
        told["incident_on"] = on
    told["risk"] = s.rng.choice(("standard", "medium", "high", None))
    s.ledger.add("domestic_abuse", s[who], on, child_present="Y" if child_present else "N", **told)


def conference(s: Scene, who: str, referred: dt.date, children: int = 1) -> None:
    """A case before MARAC, of which only the referral's day is known."""
    s.ledger.add("marac", s[who], referred, role="victim", referred_on=referred, children=children)


@scenario("abuse", cast=("adult",), weight=3, m5A=SUSTAINED)
def no_report_since(s: Scene) -> None:
    for on in s.before(s.rng.randrange(1, 4)):
        report(s, "adult", on)


@scenario("abuse", when="long", cast=("adult", "pupil"), m5A=SUSTAINED)
def reports_since_but_more_than_six_months_ago(s: Scene) -> None:
    for on in s.before(1):
        report(s, "pupil", on, role="child")
    for on in s.long_ago(2):
        report(s, "adult", on, child_present=False)


@scenario("abuse", cast=("adult",), m5A=SUSTAINED)
def only_a_witness_since(s: Scene) -> None:
    for on in s.before(1):
        report(s, "adult", on)
    for on in s.lately(1):
        report(s, "adult", on, role="witness")


@scenario("abuse", cast=("adult",), m5A=SUSTAINED)
def before_marac_for_a_report_to_the_police(s: Scene) -> None:
    on = s.engaged - s.rng.randrange(40, 150) * DAY
    report(s, "adult", on, child_present=False)
    conference(s, "adult", on + s.rng.randrange(5, 28) * DAY, children=2)


@scenario("abuse", when="any", cast=("adult",), m5A=NO_PROGRESS)
def a_report_without_a_child(s: Scene) -> None:
    for on in s.before(1):
        report(s, "adult", on)
    for on in s.lately(1):
        report(s, "adult", on, child_present=False)


@scenario("abuse", when="any", cast=("adult",), m5A=NO_PROGRESS)
def before_marac_lately(s: Scene) -> None:
    """More than 28 days after any earlier report, so that the conference is about something new."""
    for on in s.before(2):
        report(s, "adult", on)
    a_month_on = max(s.engaged + 30 * DAY, s.calendar.window_from)
    conference(s, "adult", s.day(a_month_on, s.cut_off - DAY), children=0)


@scenario("abuse", when="unsettled", cast=("adult",), weight=3, m5A=SIGNIFICANT)
def no_report_yet(s: Scene) -> None:
    for on in s.before(1):
        report(s, "adult", on)


@scenario("abuse", when="any", cast=("adult",), m5A=NOT_APPLICABLE)
def no_child_was_there(s: Scene) -> None:
    for on in s.before(2):
        report(s, "adult", on, child_present=False)


@scenario("abuse", when="any", cast=("adult",), weight=2, m5A=QUARANTINED)
def no_report_but_for_one_that_cannot_be_read(s: Scene) -> None:
    for on in s.before(1):
        report(s, "adult", on)
    s.spoil("domestic_abuse", "adult", role="victim", reported_on=s.early("adult"), child_present="Y")
