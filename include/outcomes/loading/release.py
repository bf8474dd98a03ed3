"""A file was held, and a person who knows better lets it through: the next ingest loads it, and says who asked."""

from __future__ import annotations

import logging

import psycopg

from outcomes.templates import run_script

log = logging.getLogger(__name__)


class NotHeldError(ValueError):
    """There is no such delivery, or it is not held."""


def release(connection: psycopg.Connection, delivery_id: int, actor: str, reason: str) -> None:
    """Marks a held delivery to be loaded past the hold by the next ingest of its feed; its failing rows are still set
    aside. Commits. Raises NotHeldError, or ValueError if nobody is named or no reason is given."""
    if not actor.strip() or not reason.strip():
        raise ValueError("a release names who decided it, and why")
    released = run_script(
        connection, "operations/release", delivery_id=delivery_id, actor=actor.strip(), reason=reason.strip()
    ).rowcount
    if not released:
        connection.rollback()
        raise NotHeldError(f"delivery {delivery_id} is not held")
    connection.commit()
    log.info("delivery %s is released", delivery_id)
