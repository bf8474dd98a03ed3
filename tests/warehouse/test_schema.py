"""The warehouse's schema: made by one call, the same on every supported PostgreSQL, and explained in the database."""

from __future__ import annotations

import io
import threading
from contextlib import redirect_stdout

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from upath import UPath

from outcomes.contracts import feed_names
from outcomes.settings import DEFAULT_PLAN, INCLUDE, Settings
from outcomes.warehouse import schema
from outcomes.warehouse.connection import connect, engine
from outcomes.warehouse.server import Server

from ..conftest import settings_for

PUBLISHED = {
    "claims.measure_state": "as_of family_id measure_id problem_id outcome_id status reason_code shadow baseline_value "
    "current_value allowed_value gap gap_unit cut_off sustained_on earliest_on plan_version run_id",
    "claims.outcome_state": "as_of family_id outcome_id problem_id status sustained_on run_id",
    "claims.problem_state": "as_of family_id problem_id applicable status sustained_on run_id",
    "claims.family_state": "as_of family_id engaged_on eligible problem_count attendance_gate practice_gate "
    "practice_day result_type claimable_on already_claimed blocker_count earliest_on run_id",
    "claims.blocker": "as_of family_id result_type blocker kind status reason_code gap gap_unit earliest_on",
    "claims.attendance_gate": "as_of family_id person_ref academic_year term sessions_possible sessions_unauthorised "
    "compulsory passes",
    "claims.claim": "claim_id family_id result_type claimable_on as_of window_id amount status plan_version "
    "evidence_sha256 created_at run_id",
    "claims.claim_event": "claim_id sequence status actor reason at",
    "claims.evidence": "claim_id measure_id counted_as feed record_key person_ref event_on delivery_file "
    "delivery_sha256 row_number row_sha256 loaded_at",
    "claims.regression": "claim_id measure_id regressed_on reason_code as_of run_id",
    "claims.claim_window": "window_id opens_on closes_on evidence_cut_off status",
}
KEYS = {
    "claims.measure_state": "as_of family_id measure_id",
    "claims.outcome_state": "as_of family_id outcome_id",
    "claims.problem_state": "as_of family_id problem_id",
    "claims.family_state": "as_of family_id",
    "claims.blocker": "as_of family_id result_type blocker",
    "claims.attendance_gate": "as_of family_id person_ref academic_year term",
    "claims.claim": "claim_id",
    "claims.claim_event": "claim_id sequence",
    "claims.evidence": "claim_id measure_id counted_as feed record_key",
    "claims.regression": "claim_id measure_id regressed_on",
    "claims.claim_window": "window_id",
}


def columns_of(connection: psycopg.Connection, table: str) -> set[str]:
    rows = connection.execute(
        "select attname from pg_attribute where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped", [table]
    )
    return {name for (name,) in rows}


@pytest.mark.parametrize("table", PUBLISHED)
def test_a_published_table_has_its_published_columns(warehouse: psycopg.Connection, table: str) -> None:
    assert columns_of(warehouse, table) >= set(PUBLISHED[table].split())


@pytest.mark.parametrize("table", KEYS)
def test_a_published_table_has_its_published_key(warehouse: psycopg.Connection, table: str) -> None:
    rows = warehouse.execute(
        """select a.attname from pg_index as i
           join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
           where i.indrelid = to_regclass(%s) and i.indisprimary""",
        [table],
    )
    assert {name for (name,) in rows} == set(KEYS[table].split())


def test_every_table_view_and_column_is_explained_in_the_database(warehouse: psycopg.Connection) -> None:
    silent = warehouse.execute(
        """select c.relnamespace::regnamespace || '.' || c.relname || coalesce('.' || a.attname, '')
           from pg_class as c
           left join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
           where c.relnamespace::regnamespace::text = any (%s) and c.relkind in ('r', 'p', 'v')
               and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)""",
        [["raw", "core", "matching", "claims", "catalogue", "operations", "bi"]],
    ).fetchall()
    assert silent == []


def test_every_feed_has_its_table_in_core(warehouse: psycopg.Connection) -> None:
    for feed in feed_names():
        assert columns_of(warehouse, f"core.{feed}") >= {"record_key", "known_from", "known_to"}


def test_a_second_upgrade_changes_nothing(warehouse_settings: Settings, warehouse: psycopg.Connection) -> None:
    def upgraded_at() -> object:
        return warehouse.execute("select upgraded_at from operations.schema_upgrade").fetchone()

    before = upgraded_at()
    warehouse.commit()
    schema.upgrade(warehouse_settings)
    assert upgraded_at() == before


def test_an_upgrade_can_be_forced_and_keeps_the_rows(
    warehouse_settings: Settings, warehouse: psycopg.Connection
) -> None:
    warehouse.execute(
        """insert into claims.claim_window (opens_on, closes_on, evidence_cut_off)
           values ('2016-01-01', '2016-01-31', '2015-12-31')"""
    )
    warehouse.commit()
    schema.upgrade(warehouse_settings, force=True)
    assert warehouse.execute("select count(*) from claims.claim_window").fetchone() == (1,)


def test_two_upgrades_at_once_wait_for_each_other(server: Server) -> None:
    server.ensure_database("raced")
    settings = settings_for(server, "raced")
    failures: list[BaseException] = []

    def run() -> None:
        try:
            schema.upgrade(settings)
        except BaseException as error:
            failures.append(error)

    both = [threading.Thread(target=run) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert failures == []


def test_the_migrations_can_be_undone_and_done_again(server: Server) -> None:
    server.ensure_database("undone")
    settings = settings_for(server, "undone")
    configuration = Config()
    configuration.set_main_option("script_location", str(INCLUDE / "migrations"))
    with engine(settings).connect() as connection:
        schema.migrate(connection)
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, "base")
        connection.commit()
        schema.migrate(connection)
    with connect(settings) as connection:
        assert columns_of(connection, "claims.claim") >= {"claim_id"}


def test_the_migrations_can_be_printed_without_a_server() -> None:
    printed = io.StringIO()
    configuration = Config(output_buffer=printed)
    configuration.set_main_option("script_location", str(INCLUDE / "migrations"))
    with redirect_stdout(printed):
        command.upgrade(configuration, "head", sql=True)
    assert "CREATE TABLE claims.measure_state" in printed.getvalue()


def test_it_can_be_made_on_an_older_postgresql(server: Server) -> None:
    older = Server(server.data, durable=False, major=16)
    newer_port = server._port_file.read_text()
    older.start()
    try:
        settings = Settings(older.data, UPath(older.data / "landing"), older.url(), DEFAULT_PLAN)
        schema.upgrade(settings)
        with connect(settings) as connection:
            assert connection.execute("select count(*) from bi.programme_summary").fetchone() == (0,)
    finally:
        older.stop()
        server._port_file.write_text(newer_port)
