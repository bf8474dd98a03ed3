"""What waits for a person, and a case with all that speaks for and against: one person of an agency, and the members
whom that person may be. Nothing here comes from the schema `claims`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psycopg

from outcomes.desk.access import DeskError, as_reviewer, rows
from outcomes.desk.details import Detail, Facts, Side, side_by_side


@dataclass(frozen=True)
class Pair:
    """An agency's person, and the member whom the person may be."""

    feed: str
    supplier: str
    person_ref: str
    member_ref: str


@dataclass(frozen=True)
class CaseSummary:
    """A line of the list. `best_weight` is None where the model has no word on any candidate."""

    feed: str
    supplier: str
    person_ref: str
    waits_since: dt.datetime
    candidates: int
    best_weight: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Backlog:
    people: int
    pairs: int
    oldest: dt.datetime | None


@dataclass(frozen=True)
class Ages:
    """How many people wait in a feed: for up to 7 days, up to 28, up to 91, and longer."""

    feed: str
    people: int
    week: int
    month: int
    quarter: int
    longer: int
    oldest: dt.datetime


@dataclass(frozen=True)
class Comparison:
    """One step of the waterfall: what was compared, the level in words, the bits that it adds or takes."""

    name: str
    level: str
    bits: float


@dataclass(frozen=True)
class Decision:
    """A word of a reviewer, `undone` among them. `on_these_facts`: whether it was said about what is shown now."""

    decision_id: int
    verdict: str
    reason: str
    decided_by: str
    decided_at: dt.datetime
    second_needed: bool
    weight: float | None
    on_these_facts: bool


@dataclass(frozen=True)
class HouseholdMember:
    """Somebody of a family of the candidate's, the candidate too, as the programme knows them."""

    family_id: str
    member_ref: str
    forename: str
    surname: str
    date_of_birth: dt.date | None
    relationship: str | None
    joined_on: dt.date
    left_on: dt.date | None


@dataclass(frozen=True)
class LinkedRecord:
    """A person of an agency who is linked to the candidate already."""

    feed: str
    supplier: str
    person_ref: str
    basis: str
    since: dt.datetime


@dataclass(frozen=True)
class OtherCandidate:
    """A member who was scored for the same person and about whom nobody is asked; `standing` says why."""

    member_ref: str
    forename: str | None
    surname: str | None
    date_of_birth: dt.date | None
    weight: float
    standing: str


@dataclass(frozen=True)
class Candidate:
    """A member whom the person may be. `facts_sha256` goes back with the verdict. `waits` is false once it has been
    decided today: the next night acts on it. `awaits_second` names who has said `same` if another person must too."""

    pair: Pair
    family_ids: tuple[str, ...]
    reason: str
    waits_since: dt.datetime
    waits: bool
    awaits_second: str | None
    facts: dict[str, Any]
    facts_sha256: str | None
    details: tuple[Detail, ...]
    weight: float | None
    probability: float | None
    comparisons: tuple[Comparison, ...]
    decisions: tuple[Decision, ...]
    household: tuple[HouseholdMember, ...]
    linked: tuple[LinkedRecord, ...]


@dataclass(frozen=True)
class Case:
    """A person of an agency: what the agency says (normalised), and the candidates, the strongest first."""

    feed: str
    supplier: str
    person_ref: str
    person: dict[str, str | None]
    candidates: tuple[Candidate, ...]
    others: tuple[OtherCandidate, ...]

    def candidate(self, member_ref: str) -> Candidate:
        """Raises DeskError if that member is no candidate."""
        for one in self.candidates:
            if one.pair.member_ref == member_ref:
                return one
        raise DeskError("not_waiting", "this pair is not waiting for a decision any more")


def waiting(
    connection: psycopg.Connection, limit: int = 50, offset: int = 0, *, reviewer: str | None = None
) -> list[CaseSummary]:
    """The people who wait, the longest first, then the strongest. What only waits for another person's second opinion
    is left out for the `reviewer` who gave the first."""
    with as_reviewer(connection):
        found = rows(connection, "waiting", most=limit, skipped=offset, reviewer=reviewer and spelt(reviewer))
    return [CaseSummary(**{**row, "reasons": tuple(row["reasons"])}) for row in found]


def backlog(connection: psycopg.Connection) -> Backlog:
    """How much waits, and since when."""
    with as_reviewer(connection):
        (row,) = rows(connection, "backlog")
    return Backlog(int(row["people"]), int(row["pairs"]), row["oldest"])


def ages(connection: psycopg.Connection, at: dt.datetime) -> list[Ages]:
    """How long people have waited by then, a line a feed in which somebody waits. No more than numbers."""
    with as_reviewer(connection):
        return [Ages(**row) for row in rows(connection, "ages", at=at)]


def show(connection: psycopg.Connection, feed: str, supplier: str, person_ref: str) -> Case:
    """The case of one person. Raises DeskError if nothing about the person is in the queue."""
    person = {"feed": feed, "supplier": supplier, "person_ref": person_ref}
    with as_reviewer(connection):
        candidates = rows(connection, "candidates", **person)
        if not candidates:
            raise DeskError("not_waiting", "nothing about this person is waiting for a decision any more")
        members = {"members": [row["member_ref"] for row in candidates]}
        decisions = rows(connection, "decisions", **person)
        household = rows(connection, "household", **members)
        linked = rows(connection, "linked", **members)
        others = rows(connection, "others", **person)
    details = side_by_side([sides(row["facts"]) for row in candidates])
    return Case(
        **person,
        person=dict(sides(candidates[0]["facts"])["person"]),
        candidates=tuple(
            _candidate(person, row, compared, decisions, household, linked)
            for row, compared in zip(candidates, details, strict=True)
        ),
        others=tuple(OtherCandidate(**row) for row in others),
    )


def spelt(reviewer: str) -> str:
    """A reviewer's name, however many spaces it is typed with."""
    return " ".join(reviewer.split())


def sides(facts: dict[str, Any] | None) -> dict[Side, Facts]:
    """What the queue holds of a pair, either side empty where it holds nothing."""
    return {"person": (facts or {}).get("person") or {}, "member": (facts or {}).get("member") or {}}


def _candidate(
    person: dict[str, str],
    row: dict[str, Any],
    details: tuple[Detail, ...],
    decisions: list[dict[str, Any]],
    household: list[dict[str, Any]],
    linked: list[dict[str, Any]],
) -> Candidate:
    member_ref = row["member_ref"]
    return Candidate(
        pair=Pair(**person, member_ref=member_ref),
        family_ids=tuple(row["family_ids"]),
        reason=row["reason"],
        waits_since=row["waits_since"],
        waits=row["waits"],
        awaits_second=row["awaits_second"],
        facts=row["facts"] or {},
        facts_sha256=row["facts_sha256"],
        details=details,
        weight=row["weight"],
        probability=row["probability"],
        comparisons=tuple(
            Comparison(one["name"], one["level"], float(one["bits"])) for one in row["comparisons"] or ()
        ),
        decisions=tuple(
            Decision(**one, on_these_facts=seen == row["facts_sha256"])
            for seen, one in _of(decisions, member_ref, "seen_sha256")
        ),
        household=tuple(HouseholdMember(**one) for _, one in _of(household, member_ref, "candidate_ref")),
        linked=tuple(
            LinkedRecord(**one) for _, one in _of(linked, member_ref) if {name: one[name] for name in person} != person
        ),
    )


def _of(
    found: list[dict[str, Any]], member_ref: str, beside: str = "candidate_ref"
) -> Iterable[tuple[Any, dict[str, Any]]]:
    """Those rows that are about a candidate, without the columns that say so; each with the column `beside`."""
    for row in found:
        if row["candidate_ref"] == member_ref:
            yield row[beside], {name: value for name, value in row.items() if name not in ("candidate_ref", beside)}
