"""Brings a warehouse up to date: migrations, the tables of the feeds' contracts, roles and grants, and the catalogue."""

from __future__ import annotations

from outcomes.settings import Settings


def upgrade(settings: Settings) -> None:
    """Brings the warehouse to the newest schema; quick and without effect where nothing is missing."""
