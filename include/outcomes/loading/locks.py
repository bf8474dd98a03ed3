"""Who waits for whom. One ingest of a feed at a time; and a run's instant of knowledge is taken only when no load is
about to commit, so that what was loaded by then is there to be seen, then and ever after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from outcomes.templates import run_script


@contextmanager
def one_ingest_at_a_time(connection: psycopg.Connection, feed: str) -> Iterator[None]:
    """Waits for another ingest of the same feed to end. Held over commits; it ends with the session."""
    run_script(connection, "operations/lock_feed", feed=feed)
    connection.commit()
    try:
        yield
    finally:
        if not connection.closed:
            connection.rollback()
            run_script(connection, "operations/unlock_feed", feed=feed)
            connection.commit()


def instant_of_loading(connection: psycopg.Connection) -> dt.datetime:
    """The instant from which what this transaction stores is known. Loads share it; `know_until_now` waits for them."""
    row = run_script(connection, "operations/instant_of_loading").fetchone()
    if row is None:
        raise LookupError("the server gave no time")
    return row[0]
