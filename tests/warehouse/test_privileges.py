"""Who may read what: asked of the database itself, in each role's place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from outcomes.warehouse.privileges import feeds_in_core, grant

ROLES = ("fop_loader", "fop_analyst", "fop_auditor", "fop_matcher", "fop_bi")


@pytest.fixture(autouse=True)
def granted(warehouse: psycopg.Connection) -> None:
    """A clone has its template's grants, but for those on the database itself."""
    grant(warehouse, feeds_in_core(warehouse))
    warehouse.commit()


@contextmanager
def as_role(warehouse: psycopg.Connection, role: str) -> Iterator[psycopg.Connection]:
    """What is done inside is done as the role, and undone."""
    with warehouse.transaction(force_rollback=True):
        warehouse.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
        yield warehouse


def may(warehouse: psycopg.Connection, role: str, statement: str) -> bool:
    try:
        with as_role(warehouse, role):
            warehouse.execute(statement)  # type: ignore[arg-type]
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("select * from claims.measure_state", "loader analyst auditor"),
        ("select * from claims.claim", "loader analyst auditor"),
        ("select * from claims.evidence", "loader analyst auditor"),
        ("select * from claims.evidence_row", "loader auditor"),
        ("select * from catalogue.rule_parameter", "loader analyst auditor bi"),
        ("select * from operations.delivery", "loader analyst auditor"),
        ("select delivery_id, row_number, column_name, rule from operations.quarantine", "loader analyst auditor"),
        ("select value from operations.quarantine", "loader"),
        ("select whole_row from operations.quarantine", "loader"),
        ("select record_key from operations.quarantine", "loader"),
        ("select * from operations.quarantine", "loader"),
        ("select * from matching.link", "loader matcher"),
        ("select * from matching.review_queue", "loader matcher"),
        ("select forename, surname, date_of_birth, postcode from core.members", "loader matcher"),
        ("select forename, surname from core.police_asb", "loader matcher"),
        ("select role, incident_on from core.police_asb", "loader"),
        ("select * from core.families", "loader"),
        ("select * from bi.programme_summary", "loader bi"),
        ("select * from bi.time_to_claim", "loader bi"),
        ("select * from bi.blockers_by_agency", "loader bi"),
        (
            "insert into claims.claim_window (opens_on, closes_on, evidence_cut_off) values (now(), now(), now())",
            "loader",
        ),
        ("delete from claims.regression", "loader"),
        ("update operations.run set outcome = 'x'", "loader"),
        ("create table raw.mine (a text)", "loader"),
        ("create temporary table mine (a text)", "loader"),
        ("create schema mine", "loader"),
    ],
)
def test_each_role_may_do_what_is_published_and_no_more(
    warehouse: psycopg.Connection, statement: str, allowed: str
) -> None:
    found = [role.removeprefix("fop_") for role in ROLES if may(warehouse, role, statement)]
    assert found == allowed.split()


def test_a_reviewer_records_a_decision_and_changes_none(warehouse: psycopg.Connection) -> None:
    decide = """insert into matching.decision (feed, person_ref, member_ref, verdict, reason, decided_by)
                values ('police_asb', 'P1', 'M1', 'same', 'same address', 'A. Reviewer')"""
    assert may(warehouse, "fop_matcher", decide)
    assert not may(warehouse, "fop_matcher", "update matching.decision set verdict = 'different'")


def test_a_table_made_between_two_upgrades_follows(warehouse: psycopg.Connection) -> None:
    warehouse.execute("create table claims.night partition of claims.family_state for values in ('2016-10-01')")
    assert may(warehouse, "fop_analyst", "select * from claims.night")
    assert not may(warehouse, "fop_bi", "select * from claims.night")


def test_somebody_without_a_role_gets_nowhere(warehouse: psycopg.Connection) -> None:
    warehouse.execute("create role passer_by nologin")
    try:
        for table in ("bi.programme_summary", "catalogue.plan", "claims.claim", "core.members", "operations.run"):
            assert not may(warehouse, "passer_by", f"select * from {table}")
        assert warehouse.execute(
            "select has_database_privilege('passer_by', current_database(), 'connect')"
        ).fetchone() == (False,)
    finally:
        warehouse.rollback()


@pytest.fixture
def evidence(warehouse: psycopg.Connection) -> None:
    """A claim that rests on one of the two police records that there are."""
    warehouse.execute(
        """insert into operations.run (as_of, plan_version, code_version) values ('2016-10-01', 'p', 'c');
           insert into claims.claim (
               family_id, result_type, claimable_on, as_of, amount, plan_version, evidence_sha256, run_id
           )
           select 'F1', 'continuous_employment', '2016-09-30', '2016-10-01', 800, 'p', 'x', run_id from operations.run;
           insert into claims.claim_event (claim_id, sequence, status, actor)
           select claim_id, 1, 'candidate', 'pipeline' from claims.claim;
           insert into core.police_asb (
               incident_ref, person_ref, forename, surname, date_of_birth, role, incident_on, category,
               record_key, supplier, withdrawn, delivery_id, row_number, row_sha256, delivered_through, confirmed_by,
               known_from
           )
           select i, p, f, 'Quince', '1990-01-01', 'suspect', '2015-12-01', 'nuisance',
               i || '|' || p, '', false, 1, 2, 'sha-' || i, '2016-09-30', 1, now()
           from (values ('I1', 'P1', 'Mabel'), ('I2', 'P2', 'Peter')) as v (i, p, f);
           insert into claims.evidence (claim_id, measure_id, counted_as, feed, record_key, row_sha256)
           select claim_id, '1A', 'baseline', 'police_asb', 'I1|P1', 'sha-I1' from claims.claim;
           insert into claims.evidence (claim_id, measure_id, counted_as, feed, record_key)
           select claim_id, '1A', 'absence', 'police_asb', 'M1' from claims.claim"""
    )


@pytest.mark.usefixtures("evidence")
def test_an_auditor_reaches_the_source_row_of_a_claim_and_no_other(warehouse: psycopg.Connection) -> None:
    with as_role(warehouse, "fop_auditor"):
        rows = warehouse.execute(
            "select counted_as, source_row ->> 'forename' from claims.evidence_row order by counted_as"
        ).fetchall()
    assert rows == [("absence", None), ("baseline", "Mabel")]
    assert not may(warehouse, "fop_auditor", "select * from core.police_asb")


def test_an_owner_who_is_no_superuser_may_act_as_the_readers_whom_it_made(warehouse: psycopg.Connection) -> None:
    from outcomes.warehouse import privileges

    warehouse.execute("create role steward createrole")
    warehouse.execute("set local session authorization steward")
    warehouse.execute("create role stewards_reader")
    try:
        with pytest.raises(psycopg.errors.InsufficientPrivilege), warehouse.transaction():
            warehouse.execute("set local role stewards_reader")
        privileges._act_as(warehouse, "stewards_reader")
        warehouse.execute("set local role stewards_reader")
    finally:
        warehouse.rollback()


def test_without_leave_to_make_roles_it_says_what_to_ask_for(
    warehouse: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    from outcomes.warehouse import privileges

    warehouse.execute("create role plain nologin")
    roles = privileges.ROLES
    try:
        privileges.ROLES = {"fop_never_made": "Not there."}
        warehouse.execute("set local role plain")
        assert privileges.grant(warehouse, {}) is False
    finally:
        privileges.ROLES = roles
        warehouse.rollback()
    assert "create role fop_never_made nologin" in caplog.text
