"""Verdicts and their undoing: appended to `matching.decision`, never changed, and acted upon by the next night."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from typing import Literal, get_args

import psycopg
from psycopg.types.json import Jsonb

from outcomes.desk.access import DeskError, as_reviewer, rows
from outcomes.desk.cases import Candidate, Pair, show, spelt
from outcomes.matching.method import load_method

Verdict = Literal["same", "different", "cannot_tell"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Decided:
    """What was recorded. `takes_effect`: a `same` that is still to be confirmed changes nothing until it is.
    `touched_claims`: how many claims rest on what it changes."""

    decision_id: int
    takes_effect: Literal["next_night", "after_second_opinion"]
    second_needed: bool
    touched_claims: int


def decide(
    connection: psycopg.Connection, pair: Pair, verdict: str, reason: str, reviewer: str, *, shown: str | None
) -> Decided:
    """Records a verdict on a pair that waits, and commits. `shown`: the `facts_sha256` of what the reviewer saw.

    Raises DeskError, and records nothing, if there is no reason or no name, if the pair does not wait (any more), if
    its facts have changed since they were shown, if it is the reviewer's own `same` that waits for another person's, or
    if somebody is said to be two members."""
    name = _signed(pair, reviewer, reason)
    if verdict not in VERDICTS:
        raise DeskError("verdict", f"a verdict is one of {', '.join(VERDICTS)}")
    with _alone_with(connection, pair):
        candidate = show(connection, pair.feed, pair.supplier, pair.person_ref).candidate(pair.member_ref)
        _refuse_two_members(connection, pair, verdict)
        if not candidate.waits:
            raise DeskError("not_waiting", "this pair has been decided meanwhile; undo that first")
        if candidate.facts_sha256 != shown:
            raise DeskError("facts_changed", "what is known of the two has changed since it was shown: look again")
        second_needed = verdict == "same" and needs_second(candidate.weight)
        first = candidate.awaits_second
        if verdict == "same" and first is not None and first.casefold() == name.casefold():
            raise DeskError("own_second_opinion", "you have said so already: the second opinion is another person's")
        touched = claims_at_stake(connection, pair, verdict)
        decision_id = _record(connection, pair, verdict, reason, name, candidate, second_needed=second_needed)
    waits = second_needed and first is None
    return Decided(decision_id, "after_second_opinion" if waits else "next_night", second_needed, touched)


def undo(connection: psycopg.Connection, pair: Pair, reason: str, reviewer: str) -> Decided:
    """Takes back whatever stands decided about a pair, as if nobody had decided, and commits. It works on decisions of
    long ago and of other people too: the register keeps both words. Raises DeskError if nothing stands decided."""
    name = _signed(pair, reviewer, reason)
    with _alone_with(connection, pair):
        standing = _word(connection, pair)
        if standing is None or standing == "undone":
            raise DeskError("nothing_to_undo", "nothing is decided about this pair")
        touched = claims_at_stake(connection, pair, "undone")
        decision_id = _record(connection, pair, "undone", reason, name, None, second_needed=False)
    return Decided(decision_id, "next_night", second_needed=False, touched_claims=touched)


def claims_at_stake(connection: psycopg.Connection, pair: Pair, verdict: str) -> int:
    """How many claims, of those that are neither rejected nor withdrawn, a verdict would touch: those of the member's
    families that rest on the feed, if the verdict begins or ends a link. Their number alone is told."""
    with as_reviewer(connection):
        (row,) = rows(connection, "claims_at_stake", verdict=verdict, **asdict(pair))
    return int(row["claims"])


def needs_second(weight: float | None) -> bool:
    """Whether a `same` at this weight is confirmed by another person: in the band where the model overclaims."""
    return load_method().second_opinion_band.holds(weight)


def _signed(pair: Pair, reviewer: str, reason: str) -> str:
    if not spelt(reviewer):
        raise DeskError("no_reviewer", "a decision has a reviewer's name under it")
    if not reason.strip():
        raise DeskError("no_reason", "a decision gives its reason")
    if any("\0" in text for text in (reviewer, reason, *astuple(pair))):
        raise DeskError("unreadable", "a decision is plain text")
    return spelt(reviewer)


@contextmanager
def _alone_with(connection: psycopg.Connection, pair: Pair) -> Iterator[None]:
    """Two people who decide about one person take turns: what one has said, the other is told. Commits at the end."""
    with as_reviewer(connection):
        rows(connection, "take_turns", feed=pair.feed, supplier=pair.supplier, person_ref=pair.person_ref)
        yield
    connection.commit()


def _refuse_two_members(connection: psycopg.Connection, pair: Pair, verdict: str) -> None:
    if verdict == "same" and rows(connection, "same_as_another", **asdict(pair)):
        raise DeskError("two_members", "this person is decided to be another member; undo that first")


def _word(connection: psycopg.Connection, pair: Pair) -> str | None:
    found = rows(connection, "newest_verdict", **asdict(pair))
    return found[0]["verdict"] if found else None


def _record(
    connection: psycopg.Connection,
    pair: Pair,
    verdict: str,
    reason: str,
    name: str,
    candidate: Candidate | None,
    *,
    second_needed: bool,
) -> int:
    (row,) = rows(
        connection,
        "decide",
        **asdict(pair),
        verdict=verdict,
        reason=reason.strip(),
        decided_by=name,
        seen=Jsonb(candidate.facts) if candidate else None,
        seen_sha256=candidate.facts_sha256 if candidate else None,
        weight=candidate.weight if candidate else None,
        second_needed=second_needed,
    )
    return int(row["decision_id"])
