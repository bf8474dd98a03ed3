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
from outcomes_airflow.pages.charts import Layer, columns, key, multiples, ranges, rows
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
AGAIN = (
    Layer("found", "the same member", "a"),
    Layer("somebody_else", "somebody else", "e"),
    Layer("waiting", "would wait for a person", "d"),
    Layer("lost", "nobody", "b"),
)
KNOWN = (
    Layer("found", "found by an agency at least", "a"),
    Layer("waiting", "may be, once a person has decided", "d"),
    Layer("not_found", "not found", "b"),
)
VERDICTS = (Layer("same", "the same person", "a"), Layer("different", "different people", "e"))


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


def by_range(connection: psycopg.Connection) -> Figure:
    found = _asked(connection, "match_range")
    return Figure(
        "Whether a feed's match rate is usual",
        "The share of each feed's people who were linked on the newest night (the mark), and the range that its "
        "earlier nights make usual (the bar); with fewer than five of them nothing is.",
        ranges([(feed_title(one["feed"]), *map(float, (one["rate"], one["lowest"], one["highest"])), one["unusual"])
                for one in found]),
        ("feed", "rate", "usual", "lowest", "highest", "earlier nights", "unusual"),
        [
            (feed_title(one["feed"]), one["rate"], one["usual"], one["lowest"], one["highest"], one["nights"],
             "yes" if one["unusual"] else "no")
            for one in found
        ],
    )  # fmt: skip


def by_test(connection: psycopg.Connection) -> Figure:
    found = _asked(connection, "match_test")
    return Figure(
        "What matching finds without identifiers",
        "Whoever an identifier links is linked again without it: precision is the share of the links that name the "
        "same member, recall the share of people who get such a link. Decoys are members made up for the test: every "
        "link to one is false.",
        key(AGAIN)
        + rows([(feed_title(one["feed"]), _parts(one, AGAIN)) for one in found if one["feed"] != "any"], AGAIN),
        ("feed", "people", "precision", "recall", "links to decoys"),
        [
            (
                "all feeds" if one["feed"] == "any" else feed_title(one["feed"]),
                one["blind_people"],
                one["precision"],
                one["recall"],
                one["decoy_links"],
            )
            for one in found
        ],
    )


def by_member(connection: psycopg.Connection) -> Figure:
    found = _asked(connection, "match_rate")
    names = {"age_band": "aged", "sex": "sex", "district": "district"}
    named = [(f"{names[one['part']]} {one['value']}", one) for one in found]
    return Figure(
        "Which members are found",
        "The members of families on the newest night, by age, sex and district, and how many of them some agency's "
        "person is linked to. Nobody ought to be found less often for their sex or their district.",
        key(KNOWN) + rows([(name, _parts(one, KNOWN)) for name, one in named], KNOWN),
        ("members", "all", *(one.title for one in KNOWN)),
        [(name, one["members"], *_parts(one, KNOWN).values()) for name, one in named],
    )


def by_weight(connection: psycopg.Connection) -> Figure:
    found = _asked(connection, "match_calibration")
    bands = [(f"{one['at_least']} to {one['below']} bits", one) for one in found]
    return Figure(
        "Whether the weights mean what they say",
        "What reviewers said about pairs, by the weight that the model gave them. Where the share of the same is well "
        "below the model's probability, the model is too sure.",
        key(VERDICTS) + rows([(band, _parts(one, VERDICTS)) for band, one in bands], VERDICTS),
        ("weight", *(one.title for one in VERDICTS), "share of the same", "the model's probability"),
        [(band, *_parts(one, VERDICTS).values(), one["share_same"], one["probability"]) for band, one in bands],
    )


FIGURES: tuple[Callable[[psycopg.Connection], Figure], ...] = (
    by_means,
    by_range,
    by_test,
    by_member,
    by_weight,
    backlog_by_night,
    backlog_by_age,
)


def _asked(connection: psycopg.Connection, query: str, **values: Any) -> list[dict[str, Any]]:
    with acting_as(connection, ANALYST), connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(render(f"pages/{query}", **values).encode()).fetchall()


def _parts(row: dict[str, Any], layers: Sequence[Layer]) -> dict[str, int]:
    return {one.name: row[one.name] for one in layers}
