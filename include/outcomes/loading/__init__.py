"""The way of a delivery from the landing area into core: land, check, load. `ingest_feed` does all of it."""

from outcomes.loading.ingest import ingest_feed
from outcomes.loading.model import FeedResult, Rows
from outcomes.loading.release import NotHeldError, release
from outcomes.loading.tables import ensure_feed_tables

__all__ = ["FeedResult", "NotHeldError", "Rows", "ensure_feed_tables", "ingest_feed", "release"]
