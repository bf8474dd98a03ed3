"""Any day can be asked again: as known now, or as known at an earlier instant, when it gives what was published then.
The answers go into a work schema of the asker's own; nothing that is published is touched."""

from __future__ import annotations

import datetime as dt

import psycopg

from outcomes.measures.calculate import calculate
from outcomes.measures.inputs import fill_inputs, in_work
from outcomes.plan import Plan


def ask_again(
    connection: psycopg.Connection,
    plan: Plan,
    as_of: dt.date,
    known_at: dt.datetime,
    work: str,
    family_id: str | None = None,
) -> None:
    """Judges a day by what was known at an instant, every family or one, into `work`; the caller commits or not."""
    fill_inputs(connection, plan, known_at, work)
    if family_id is not None:
        connection.execute("DELETE FROM families WHERE family_id <> %s", [family_id])
        connection.execute("DELETE FROM members WHERE family_id <> %s", [family_id])
    calculate(in_work(connection, work), plan, as_of)


def published_at(connection: psycopg.Connection, as_of: dt.date, plan: Plan) -> dt.datetime | None:
    """The instant by whose knowledge the newest published answers to a day were given, or None if there are none."""
    row = connection.execute(
        "SELECT known_at FROM operations.run WHERE as_of = %s AND plan_version = %s AND published_at IS NOT NULL"
        " ORDER BY run_id DESC LIMIT 1",
        [as_of, plan.plan],
    ).fetchone()
    return row[0] if row else None
