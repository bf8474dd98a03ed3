"""The reference pages, printed from what they describe: contracts, plans, code lists, the database's own comments, the
DAG files and the Makefile. Written by `make docs`; a test fails when they are out of date."""

from outcomes.docs.reference import pages, stale, write

__all__ = ["pages", "stale", "write"]
