"""What a failing task may say. An exception's text can quote a row ("invalid input syntax for type date: …"), and what
a task raises is kept in its log: so a fault is told by its kind and its place, and a value never is."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from psycopg import errors

from outcomes.settings import INCLUDE
from outcomes.warehouse.connection import WarehouseError

LOST_CONNECTION = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.ConnectionException,
    WarehouseError,
)
"""Faults of the moment: the same work can succeed when the warehouse answers again. So can a bare OperationalError."""

SPEAKS_OF_NO_ROW = (AirflowException, OSError, ImportError, AttributeError, NameError, NotImplementedError)
"""Exceptions whose text is about tasks, files and code, never about a row."""

PIPELINE = INCLUDE / "outcomes"
SQLSTATE_CLASSES_ABOUT_VALUES = frozenset({"22", "23", "P0"})


def connection_was_lost(error: BaseException) -> bool:
    return isinstance(error, LOST_CONNECTION) or type(error) is psycopg.OperationalError


@contextmanager
def told_without_values() -> Iterator[None]:
    """Lets lost connections and the pipeline's own exceptions pass; tells any other fault by kind and place alone."""
    try:
        yield
    except Exception as error:
        original = getattr(error, "orig", error)  # SQLAlchemy wraps the driver's errors, statement and values included
        if connection_was_lost(original):
            raise original from None
        if isinstance(original, psycopg.Error):
            raise AirflowFailException(f"{_database_fault(original)}; {_places(error)}") from None
        if isinstance(error, SPEAKS_OF_NO_ROW) or type(error).__module__.startswith("outcomes"):
            raise
        raise AirflowFailException(
            f"{type(error).__name__} (its text is withheld, because it may quote a row); {_places(error)}"
        ) from None


def _database_fault(error: psycopg.Error) -> str:
    diagnosis = error.diag
    parts = [type(error).__name__, f"SQLSTATE {error.sqlstate}"]
    for what in ("schema_name", "table_name", "column_name", "constraint_name"):
        if value := getattr(diagnosis, what):
            parts.append(f"{what.removesuffix('_name')} {value}")
    if error.sqlstate and error.sqlstate[:2] not in SQLSTATE_CLASSES_ABOUT_VALUES and diagnosis.message_primary:
        parts.append(diagnosis.message_primary)
    return ", ".join(parts)


def _places(error: BaseException) -> str:
    """The pipeline's own lines that led to the fault, the innermost last."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(PIPELINE)
    ]
    return "at " + " > ".join(f"{Path(frame.filename).relative_to(INCLUDE)}:{frame.lineno}" for frame in frames)
