"""What goes wrong with whole files: each mishap happens once, to the feed named here, and is put right by a later
delivery."""

from __future__ import annotations

from collections.abc import Callable

from outcomes.contracts import Feed
from outcomes.sample.background import Strangers
from outcomes.sample.calendar import DAY
from outcomes.sample.defects import Spoiler
from outcomes.sample.deliveries import Delivery
from outcomes.sample.ledger import Entry

Mishap = Callable[[list[Delivery], Feed, Strangers], list[Delivery]]
"""Takes a feed's deliveries, and gives them back with what went wrong."""


def wrong_header(sent: list[Delivery], contract: Feed, strangers: Strangers) -> list[Delivery]:
    """The last file calls a required column by another name; the next day it comes again."""
    last = sent[-1]
    wrong = last.again(header={contract.dated_by: "start date"}, outcome="rejected", note="wrong header")
    return [
        *sent[:-1],
        wrong,
        last.again(suffix=".csv.gz", received_after=last.received_after + 24, note="redelivered"),
    ]


def too_many_bad_rows(sent: list[Delivery], contract: Feed, strangers: Strangers) -> list[Delivery]:
    """In four rows of ten the date is impossible; a week later the month comes right."""
    month = sent[-2]
    covers = (month.covers_from or month.complete_through, month.complete_through)
    rows = [strangers.entry(contract, "", strangers.somebody(contract, covers[0], True), covers[0]) for _ in range(24)]
    rows += [Spoiler(contract, "", strangers, covers).impossible() for _ in range(16)]
    spoilt = month.again(rows=rows, outcome="held", note="too many bad rows")
    return [*sent[:-2], spoilt, month.again(suffix=".csv.gz", received_after=24 * 8.0, note="corrected"), sent[-1]]


def nothing_in_it(sent: list[Delivery], contract: Feed, strangers: Strangers) -> list[Delivery]:
    """A file of no bytes, not even a header; it comes again two days later."""
    month = sent[-2]
    nothing = month.again(rows=[], empty=True, outcome="rejected", note="empty file")
    return [*sent[:-2], nothing, month.again(suffix=".csv.gz", received_after=24 * 3.0, note="redelivered"), sent[-1]]


def misnamed(sent: list[Delivery], contract: Feed, strangers: Strangers) -> list[Delivery]:
    """Somebody saved the last file under a name of their own as well."""
    name = f"{contract.feed} {sent[-1].complete_through:%B %Y} FINAL (2).csv"
    own = sent[-1].again(suffix=".csv", name=name, outcome="misnamed", note="misnamed", received_after=20.0)
    return [*sent, own]


def sent_twice(sent: list[Delivery], contract: Feed, strangers: Strangers) -> list[Delivery]:
    """The same file again, to the byte, by a hand that writes .CSV."""
    month = sent[-2]
    again = month.again(
        name=month.file.replace(".csv", ".CSV"), outcome="repeated", note="identical", received_after=60.0
    )
    return [*sent, again]


def sent_again_zipped(sent: list[Delivery], contract: Feed, strangers: Strangers) -> list[Delivery]:
    """The same rows in another file."""
    month = sent[-2]
    return [*sent, month.again(suffix=".csv.gz", note="the same rows", received_after=60.0)]


def late_and_older(sent: list[Delivery], contract: Feed, strangers: Strangers) -> list[Delivery]:
    """A record is corrected in a newer file; then the older file comes again, last of all, with what it first said
    and one row more."""
    older, newer = sent[-4], sent[-2]
    on = older.complete_through - 20 * DAY
    first, forgotten = (strangers.entry(contract, "", strangers.somebody(contract, on), on) for _ in range(2))
    corrected = Entry(newer.complete_through, "", first.person, {**first.values, "category": "nuisance"})
    first.values["category"] = "personal"
    older.rows.append(first)
    newer.rows.append(corrected)
    newer.note = "correction"
    days = (sent[-1].complete_through - older.complete_through).days
    late = older.again(suffix=".csv.gz", received_after=24.0 * (days + 1) + 6, note="late and older")
    late.rows.append(forgotten)
    return [*sent, late]


def cut_short(sent: list[Delivery], contract: Feed, strangers: Strangers) -> list[Delivery]:
    """A snapshot that lost more than half of its rows on the way, and would withdraw them all."""
    last = sent[-1]
    if len(last.rows) < 20:
        return sent
    day = last.complete_through - 3 * DAY
    short = last.again(
        rows=last.rows[: len(last.rows) * 2 // 5], outcome="held", note="cut short", complete_through=day
    )
    return [*sent[:-1], short, last]


MISHAPS: dict[str, tuple[Mishap, ...]] = {
    "treatment": (wrong_header,),
    "employment": (too_many_bad_rows,),
    "activities": (nothing_in_it,),
    "benefits": (misnamed,),
    "young_people": (sent_twice,),
    "domestic_abuse": (sent_again_zipped,),
    "police_asb": (late_and_older,),
    "needs": (cut_short,),
}
