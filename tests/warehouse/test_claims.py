"""What a claim says never changes, and what happens to it is always on record. The database itself sees to that."""

from __future__ import annotations

import psycopg
import pytest


@pytest.fixture
def claim(warehouse: psycopg.Connection) -> int:
    """A candidate claim with its first event, committed."""
    run = warehouse.execute(
        """insert into operations.run (as_of, plan_version, code_version) values ('2016-10-01', 'p', 'c')
           returning run_id"""
    ).fetchone()
    assert run is not None
    made = add_claim(warehouse, "F1", run[0])
    happens(warehouse, made, 1, "candidate")
    warehouse.commit()
    return made


def add_claim(warehouse: psycopg.Connection, family: str, run: int = 1) -> int:
    row = warehouse.execute(
        """insert into claims.claim (
               family_id, result_type, claimable_on, as_of, amount, plan_version, evidence_sha256, run_id
           ) values (%s, 'continuous_employment', '2016-09-30', '2016-10-01', 800, 'p', 'x', %s) returning claim_id""",
        [family, run],
    ).fetchone()
    assert row is not None
    return int(row[0])


def happens(warehouse: psycopg.Connection, claim: int, sequence: int, status: str) -> None:
    warehouse.execute(
        "insert into claims.claim_event (claim_id, sequence, status, actor) values (%s, %s, %s, 'A. Officer')",
        [claim, sequence, status],
    )


def becomes(warehouse: psycopg.Connection, claim: int, status: str) -> None:
    warehouse.execute("update claims.claim set status = %s where claim_id = %s", [status, claim])


def test_a_claim_without_an_event_is_refused(warehouse: psycopg.Connection, claim: int) -> None:
    add_claim(warehouse, "F2")
    with pytest.raises(psycopg.IntegrityError, match="its newest event says nothing"):
        warehouse.commit()


def test_a_status_does_not_change_without_its_event(warehouse: psycopg.Connection, claim: int) -> None:
    becomes(warehouse, claim, "paid")
    with pytest.raises(psycopg.IntegrityError, match="is paid, but its newest event says candidate"):
        warehouse.commit()


def test_an_event_does_not_happen_without_the_claims_status(warehouse: psycopg.Connection, claim: int) -> None:
    happens(warehouse, claim, 2, "approved")
    with pytest.raises(psycopg.IntegrityError, match="is candidate, but its newest event says approved"):
        warehouse.commit()


@pytest.mark.parametrize("event_first", [True, False])
def test_a_status_and_its_event_change_together_in_either_order(
    warehouse: psycopg.Connection, claim: int, event_first: bool
) -> None:
    steps = [lambda: happens(warehouse, claim, 2, "approved"), lambda: becomes(warehouse, claim, "approved")]
    for step in steps if event_first else reversed(steps):
        step()
    warehouse.commit()
    assert warehouse.execute("select status from claims.claim").fetchone() == ("approved",)


@pytest.mark.parametrize(
    "statement",
    [
        "update claims.claim_event set actor = 'somebody else'",
        "delete from claims.claim_event",
        "truncate claims.claim_event",
        "update claims.evidence set record_key = 'x'",
        "delete from claims.evidence",
        "delete from claims.claim",
        "update claims.claim set amount = 1800",
        "update claims.claim set claimable_on = '2016-01-01'",
        "update claims.claim set evidence_sha256 = 'y'",
        "delete from matching.decision",
    ],
)
def test_what_was_claimed_cannot_be_rewritten(warehouse: psycopg.Connection, claim: int, statement: str) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation):
        warehouse.execute(statement)


def test_a_family_has_one_claim_ever(warehouse: psycopg.Connection, claim: int) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        add_claim(warehouse, "F1")


def test_a_family_may_be_claimed_anew_when_its_claim_was_withdrawn(warehouse: psycopg.Connection, claim: int) -> None:
    happens(warehouse, claim, 2, "withdrawn")
    becomes(warehouse, claim, "withdrawn")
    happens(warehouse, add_claim(warehouse, "F1"), 1, "candidate")
    warehouse.commit()


@pytest.mark.parametrize(
    ("table", "column"),
    [("claims.claim_event", "status"), ("claims.evidence", "counted_as"), ("operations.delivery", "outcome")],
)
def test_a_word_outside_a_closed_list_is_refused(
    warehouse: psycopg.Connection, claim: int, table: str, column: str
) -> None:
    values = {
        "claims.claim_event": "insert into claims.claim_event values (1, 2, 'lost', 'A. Officer')",
        "claims.evidence": "insert into claims.evidence values (1, '1A', 'hearsay', 'police_asb', 'k')",
        "operations.delivery": "insert into operations.delivery (feed, file, outcome) values ('marac', 'f', 'lost')",
    }
    with pytest.raises(psycopg.errors.CheckViolation, match=column):
        warehouse.execute(values[table])
