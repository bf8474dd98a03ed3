"""The programme team's own feeds: the whole truth about families, members, needs, decisions and earlier claims, as
of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from outcomes.sample.ledger import Entry
from outcomes.sample.people import Family, Person

NOBODY = Person("", "", dt.date(1970, 1, 1), "X", "")
"""Stands where a row is about a family and no person."""

REASONS = (
    "seen at panel",
    "=SUM(A1:A4) of the panel's notes",
    "letter on file",
    "- see the case note",
    "agreed with the agency",
)
"""Free text as people write it; some of it looks like a formula, and is kept all the same."""


def rows(feed: str, families: list[Family], day: dt.date, last: dt.date) -> list[Entry]:
    """The feed's rows as they stood on that day. `last`: the newest day there is, by which every family is on the
    books."""
    return [
        Entry(day, "", person, values)
        for family in families
        if day == last or family.engaged_on <= day
        for person, values in ROWS[feed](family, day, last)
    ]


Told = list[tuple[Person, dict[str, Any]]]


def _until(value: dt.date | None, day: dt.date) -> dt.date | None:
    """The date, if it had come by that day."""
    return value if value and value <= day else None


def _families(family: Family, day: dt.date, last: dt.date) -> Told:
    closed_on = _until(family.closed_on, day)
    told: dict[str, Any] = {
        "family_id": family.family_id,
        "engaged_on": family.engaged_on,
        "assessed_on": _until(family.assessed_on, day),
        "plan_agreed_on": _until(family.plan_agreed_on, day),
        "lead_worker": family.lead_worker,
        "closed_on": closed_on,
        "closure": family.closure if closed_on else None,
        "district": family.district,
    }
    return [(NOBODY, told)]


def _members(family: Family, day: dt.date, last: dt.date) -> Told:
    return [
        (
            stay.person,
            {
                "family_id": family.family_id,
                "joined_on": stay.joined_on,
                "left_on": _until(stay.left_on, day),
                "relationship": stay.relationship,
            },
        )
        for stay in family.memberships
        if day == last or stay.joined_on <= day
    ]


def _needs(family: Family, day: dt.date, last: dt.date) -> Told:
    by = ("lead worker", "school", None, "health visitor")
    return [
        (
            NOBODY,
            {
                "family_id": family.family_id,
                "measure_id": measure,
                "identified_on": identified,
                "identified_by": by[identified.day % 4],
            },
        )
        for measure, identified, until in family.needs
        if (day == last or identified <= day) and (until is None or day < until)
    ]


def _decisions(family: Family, day: dt.date, last: dt.date) -> Told:
    return [
        (
            NOBODY,
            {
                "family_id": family.family_id,
                "measure_id": measure,
                "decided_on": decided,
                "verdict": verdict,
                "sustained_on": sustained,
                "reason": REASONS[decided.day % len(REASONS)],
                "evidence": f"case file {family.family_id}, sheet {decided.day}",
                "decided_by": "panel chair",
            },
        )
        for measure, decided, verdict, sustained in family.decisions
        if decided <= day
    ]


def _claims_history(family: Family, day: dt.date, last: dt.date) -> Told:
    if not family.claimed or family.claimed[1] > day:
        return []
    result_type, claimed_on = family.claimed
    return [(NOBODY, {"family_id": family.family_id, "result_type": result_type, "claimed_on": claimed_on})]


ROWS: dict[str, Callable[[Family, dt.date, dt.date], Told]] = {
    "families": _families,
    "members": _members,
    "needs": _needs,
    "decisions": _decisions,
    "claims_history": _claims_history,
}
