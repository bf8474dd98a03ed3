"""What a reviewer has said that still stands: what there is to take back, wherever and whenever it was said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import psycopg

from outcomes.desk.access import as_reviewer, rows
from outcomes.desk.cases import Pair, spelt


@dataclass(frozen=True)
class Said:
    """A word of one's own on which nobody has said anything since."""

    decision_id: int
    pair: Pair
    verdict: str
    reason: str
    decided_at: dt.datetime


def own_last(connection: psycopg.Connection, reviewer: str) -> Said | None:
    """The newest of them; once it is taken back, the one before."""
    with as_reviewer(connection):
        found = rows(connection, "own_last", reviewer=spelt(reviewer))
    if not found:
        return None
    (row,) = found
    pair = Pair(row["feed"], row["supplier"], row["person_ref"], row["member_ref"])
    return Said(row["decision_id"], pair, row["verdict"], row["reason"], row["decided_at"])
