"""What a failing task may say: the kind of fault and its place, never a value out of a row."""

from __future__ import annotations

import psycopg
import pytest
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from outcomes.warehouse.connection import WarehouseError
from outcomes_airflow.faults import connection_was_lost, told_without_values

SURNAME = "O'Shaughnessy"


def test_a_database_fault_about_a_value_is_told_without_it(warehouse: psycopg.Connection) -> None:
    with pytest.raises(AirflowFailException) as told, told_without_values():
        warehouse.execute("select %s::text::date", [SURNAME])

    assert SURNAME not in str(told.value)
    assert "InvalidDatetimeFormat" in str(told.value)
    assert told.value.__suppress_context__


def test_a_broken_constraint_is_named_and_its_key_is_not(warehouse: psycopg.Connection) -> None:
    warehouse.execute("create temporary table person (name text constraint one_of_a_name primary key)")
    warehouse.execute("insert into person values (%s)", [SURNAME])
    with pytest.raises(AirflowFailException) as told, told_without_values():
        warehouse.execute("insert into person values (%s)", [SURNAME])

    assert SURNAME not in str(told.value)
    assert "constraint one_of_a_name" in str(told.value)


def test_a_missing_table_is_told_in_the_server_s_own_words(warehouse: psycopg.Connection) -> None:
    with pytest.raises(AirflowFailException, match='relation "nowhere" does not exist'), told_without_values():
        warehouse.execute("select * from nowhere")


def test_a_python_fault_about_a_value_is_told_by_its_kind() -> None:
    with pytest.raises(AirflowFailException) as told, told_without_values():
        int(SURNAME)

    assert SURNAME not in str(told.value)
    assert "ValueError" in str(told.value)


def test_a_lost_connection_passes_so_that_it_is_tried_again(warehouse: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.AdminShutdown) as lost, told_without_values():
        warehouse.execute("select pg_terminate_backend(pg_backend_pid())")

    assert connection_was_lost(lost.value)


@pytest.mark.parametrize("fault", [WarehouseError("it cannot be reached"), AirflowSkipException("not here")])
def test_what_airflow_and_the_pipeline_say_themselves_passes(fault: Exception) -> None:
    with pytest.raises(type(fault), match=str(fault)), told_without_values():
        raise fault


def test_a_cancelled_query_is_no_lost_connection(warehouse: psycopg.Connection) -> None:
    warehouse.execute("set statement_timeout = 1")
    with pytest.raises(AirflowFailException, match="QueryCanceled"), told_without_values():
        warehouse.execute("select pg_sleep(5)")
