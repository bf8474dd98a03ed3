"""A county small enough to know by heart: who waits at the desk, written as the night leaves it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import psycopg

from outcomes.desk import Pair

JACOB = Pair("police_asb", "", "P1", "M1")
JAKE_HIS_TWIN = Pair("police_asb", "", "P1", "M2")
ANNA = Pair("wellbeing_hub", "", "P7", "M3")

FACTS = {
    "person": {
        "forename": "jacob",
        "surname": "quince",
        "date_of_birth": "2005-05-05",
        "sex": "M",
        "postcode": "HP20 1UY",
        "upn": None,
        "pnc_id": "15/1234567A",
    },
    "member": {
        "forename": "jakob",
        "surname": "quince",
        "date_of_birth": "2005-05-06",
        "sex": "M",
        "postcode": "HP11 2AB",
        "upn": None,
        "pnc_id": None,
    },
}
WATERFALL = [
    {"name": "prior", "level": "one in so many", "bits": -14.5},
    {"name": "surname", "level": "same", "bits": 12},
    {"name": "forename", "level": "alike", "bits": 8.5},
]


def sha256(facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


SHOWN = sha256(FACTS)


def waits(
    warehouse: psycopg.Connection,
    pair: Pair,
    *,
    since: str = "2016-10-01",
    reason: str = "probable_match",
    facts: dict[str, Any] = FACTS,
    families: tuple[str, ...] = ("F1",),
) -> None:
    """The pair is in the queue, once a family of the member."""
    for family in families:
        warehouse.execute(
            """insert into matching.review_queue (
                   feed, supplier, person_ref, member_ref, family_id, reason, valid_from, facts, facts_sha256
               ) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
            [*_key(pair), family, reason, since, json.dumps(facts), sha256(facts)],
        )


def scored(
    warehouse: psycopg.Connection,
    pair: Pair,
    weight: float,
    *,
    standing: str = "review",
    waterfall: list[dict[str, Any]] = WATERFALL,
) -> None:
    """The model has a word on the pair."""
    warehouse.execute(
        """insert into matching.proposal (
               feed, supplier, person_ref, member_ref, weight, probability, comparisons, standing, valid_from
           ) values (%s, %s, %s, %s, %s, 0.9, %s, %s, '2016-10-01')""",
        [*_key(pair), weight, json.dumps(waterfall), standing],
    )


def queue_closes(warehouse: psycopg.Connection, pair: Pair) -> None:
    """The night has found that nobody need look at the pair any more."""
    warehouse.execute(
        """update matching.review_queue set valid_to = now()
           where (feed, supplier, person_ref, member_ref) = (%s, %s, %s, %s) and valid_to = 'infinity'""",
        [*_key(pair)],
    )


def linked(warehouse: psycopg.Connection, pair: Pair, *, family: str = "F1", since: str = "2016-10-01") -> None:
    warehouse.execute(
        """insert into matching.link (feed, supplier, person_ref, member_ref, family_id, basis, valid_from)
           values (%s, %s, %s, %s, %s, 'identifier', %s)""",
        [*_key(pair), family, since],
    )


def member(
    warehouse: psycopg.Connection,
    ref: str,
    forename: str,
    born: str,
    *,
    family: str = "F1",
    joined: str = "2015-01-01",
    left: str | None = None,
    known_to: str = "infinity",
) -> None:
    """Somebody of a family, as the programme delivers it."""
    warehouse.execute(
        """insert into core.members (
               family_id, joined_on, left_on, person_ref, forename, surname, date_of_birth, relationship,
               record_key, supplier, withdrawn, delivery_id, row_number, row_sha256, delivered_through, confirmed_by,
               known_from, known_to
           ) values (%s, %s, %s, %s, %s, 'Quince', %s, 'son', %s, '', false, 1, 2, 'x', '2016-09-30', 1,
               '2016-10-01', %s)""",
        [family, joined, left, ref, forename, born, f"{family}|{joined}|{ref}", known_to],
    )


def claimed(warehouse: psycopg.Connection, family: str, feeds: tuple[str, ...], status: str = "candidate") -> int:
    """A claim that rests on some feeds, by what was known on the day that links are made by default."""
    row = warehouse.execute(
        """with run as (
               insert into operations.run (as_of, known_at, plan_version, code_version)
               values ('2016-10-01', '2016-10-01', 'p', 'c') returning run_id
           )
           insert into claims.claim (
               family_id, result_type, claimable_on, as_of, amount, plan_version, evidence_sha256, run_id, status
           ) select %s, 'continuous_employment', '2016-09-30', '2016-10-01', 800, 'p', 'x', run_id, %s from run
           returning claim_id""",
        [family, status],
    ).fetchone()
    assert row is not None
    warehouse.execute(
        "insert into claims.claim_event (claim_id, sequence, status, actor) values (%s, 1, %s, 'pipeline')",
        [row[0], status],
    )
    for feed in feeds:
        warehouse.execute(
            "insert into claims.evidence (claim_id, measure_id, counted_as, feed, record_key)"
            " values (%s, '1A', 'absence', %s, 'M1')",
            [row[0], feed],
        )
    return int(row[0])


def _key(pair: Pair) -> tuple[str, str, str, str]:
    return pair.feed, pair.supplier, pair.person_ref, pair.member_ref
