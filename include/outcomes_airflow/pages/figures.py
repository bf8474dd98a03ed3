"""The figures of the page on match quality. A further one is one function: it asks the warehouse as `fop_analyst`, who
can read no name, and gives a Figure; then it stands in FIGURES, in the order of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import psycopg
from markupsafe import Markup
from psycopg.rows import dict_row

from outcomes.desk import ages
from outcomes.desk.access import acting_as
from outcomes.templates import render
from outcomes_airflow.pages.charts import Layer, columns, key, multiples, rows
from outcomes_airflow.pages.rendering import feed_title

NIGHTS = 30
ANALYST = "fop_analyst"

MEANS = (
    Layer("matched_identifier", "identifier", "a"),
    Layer("matched_exact_key", "exact key", "b"),
    Layer("matched_model", "model", "c"),
    Layer("matched_decision", "a person's decision", "d"),
    Layer("review", "waits for a person", "e"),
)
WAITED = (
    Layer("week", "up to a week", "a"),
    Layer("month", "up to four weeks", "b"),
    Layer("quarter", "up to a quarter", "d"),
    Layer("longer", "longer", "e"),
)


@dataclass(frozen=True)
class Figure:
    """A drawing, how to read it, and its numbers as a table for whoever cannot see it or wants to know exactly."""

    title: str
    words: str
    drawing: Markup
    columns: tuple[str, ...]
    lines: Sequence[Sequence[object]]


def by_means(connection: psycopg.Connection) -> Figure:
    nights = _asked(connection, "match_quality", nights=NIGHTS)
    charts = {}
    for feed, found in groupby(nights, lambda night: night["feed"]):
        shares = [
            (str(night["as_of"]), {one.name: night[one.name] / (night["people"] or 1) for one in MEANS})
            for night in found
        ]
        charts[feed_title(feed)] = columns(shares, MEANS, of="of the agency's people")
    return Figure(
        "Who is linked, and by what",
        f"For each feed, the share of its people who are linked to a member of a family, by means, and of those who "
        f"wait for a person; up to {NIGHTS} nights, the newest on the right. The scales differ: each says its own.",
        key(MEANS) + multiples(charts),
        ("feed", "night", "people", *(one.title for one in MEANS), "unmatched"),
        [
            (feed_title(night["feed"]), night["as_of"], night["people"], *(night[one.name] for one in MEANS),
             night["unmatched"])
            for night in reversed(nights)
        ],
    )  # fmt: skip


def backlog_by_night(connection: psycopg.Connection) -> Figure:
    nights: dict[Any, dict[str, int]] = {}
    for night in _asked(connection, "match_quality", nights=NIGHTS):
        nights.setdefault(night["as_of"], {})[night["feed"]] = night["review"]
    waiting = [(str(as_of), {"review": sum(of.values())}) for as_of, of in sorted(nights.items())]
    return Figure(
        "How many wait for a person",
        "After each night, over all feeds. What is decided at the desk is gone with the next night.",
        columns(waiting, (Layer("review", "people who wait", "e"),), of="people", wide=True),
        ("night", "people who wait"),
        [(night, count["review"]) for night, count in reversed(waiting)],
    )


def backlog_by_age(connection: psycopg.Connection) -> Figure:
    waiting = ages(connection, dt.datetime.now(dt.UTC))
    counts = [(feed_title(one.feed), {layer.name: getattr(one, layer.name) for layer in WAITED}) for one in waiting]
    return Figure(
        "How long they have waited",
        "The people who wait at the desk now, by feed. What is decided already is not counted.",
        key(WAITED) + rows(counts, WAITED),
        ("feed", "people", *(one.title for one in WAITED), "oldest"),
        [
            (feed_title(one.feed), one.people, *(getattr(one, layer.name) for layer in WAITED), one.oldest.date())
            for one in waiting
        ],
    )


FIGURES: tuple[Callable[[psycopg.Connection], Figure], ...] = (by_means, backlog_by_night, backlog_by_age)


def _asked(connection: psycopg.Connection, query: str, **values: Any) -> list[dict[str, Any]]:
    with acting_as(connection, ANALYST), connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(render(f"pages/{query}", **values).encode()).fetchall()
