"""A county that does not exist: families, agencies and their files, the same for the same seed to the last byte."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from outcomes.contracts import Feed, load_contracts
from outcomes.sample.agencies import Books, habits
from outcomes.sample.background import STRANGERS_AT_LEAST, Strangers, write_attendance, write_small_things
from outcomes.sample.calendar import Calendar, Span
from outcomes.sample.composing import Composer
from outcomes.sample.defects import Defect, Spoiler
from outcomes.sample.deliveries import Delivery, file_bytes, increments, periods, snapshot_days
from outcomes.sample.hard_cases import HardCases
from outcomes.sample.hard_cases.kind import Surroundings
from outcomes.sample.ledger import Entry, Ledger
from outcomes.sample.mishaps import MISHAPS
from outcomes.sample.people import Population
from outcomes.sample.programme import rows as programme_rows
from outcomes.sample.truth import Link, delivery_truth, family_truth, feed_truth, hard_cases

SPOILT_SHARE = 7
"""No file that is to be loaded has more than one spoilt row for so many good ones: the contracts hold one in five."""


@dataclass(frozen=True)
class County:
    """What was made. feeds, files, families: a line each, as truth.py writes them. links: who is who, feed by feed.

    hard_cases: how many of the links are hard to tell, kind by kind. silent: the feeds that stop early.
    """

    seed: int
    as_of: dt.date
    feeds: dict[str, dict[str, Any]]
    files: list[dict[str, Any]]
    families: list[dict[str, Any]]
    links: list[Link]
    hard_cases: dict[str, int]
    silent: list[str]

    def as_json(self) -> str:
        """One line an entry, so that two counties can be compared by eye."""
        head = {"seed": self.seed, "as_of": self.as_of.isoformat(), "silent": self.silent}
        lists = {
            "feeds": self.feeds,
            "files": self.files,
            "families": self.families,
            "hard_cases": self.hard_cases,
            "links": self.links,
        }
        parts = [json.dumps(head, ensure_ascii=False)[:-1]]
        for name, entries in lists.items():
            if isinstance(entries, dict):
                lines = [f"{json.dumps(key)}: {json.dumps(line, ensure_ascii=False)}" for key, line in entries.items()]
                parts.append(f'"{name}": {{\n' + ",\n".join(lines) + "\n}")
            else:
                parts.append(
                    f'"{name}": [\n' + ",\n".join(json.dumps(line, ensure_ascii=False) for line in entries) + "\n]"
                )
        return ",\n".join(parts) + "}\n"


def make_county(
    landing: Path,
    families: int = 3_000,
    seed: int = 1,
    as_of: dt.date = dt.date(2016, 10, 1),
    silent: Iterable[str] = (),
    truth: Path | None = None,
) -> County:
    """Writes the deliveries of every feed into the landing folder, and what is true beside it.

    silent: feeds that stop some months early. truth: where to write the truth; `<landing>.truth.json` if not given.
    Raises FileExistsError if the folder holds files that an earlier county did not write, ValueError for a feed
    that is none.
    """
    truth = truth or landing.with_name(landing.name + ".truth.json")
    contracts = load_contracts()
    quiet = frozenset(silent)
    if unknown := quiet - {feed for feed, contract in contracts.items() if not contract.snapshot}:
        raise ValueError(f"only an increment can fall silent: {', '.join(sorted(unknown))}")
    _clear(landing, truth)
    made = _Making(Calendar(as_of), families, seed, quiet)
    files = []
    for feed, contract in contracts.items():
        for delivery in made.sent[feed]:
            content = file_bytes(contract, delivery, made.books)
            _write(landing / feed / delivery.file, content, delivery.received_at)
            files.append(delivery_truth(contract, delivery, content))
    lines: dict[str, dict[str, Any]] = {}
    links: list[Link] = []
    for feed, contract in contracts.items():
        lines[feed], some = feed_truth(contract, made.sent[feed], made.books)
        links += some
    told = [family_truth(family, made.calendar, quiet) for family in made.families]
    county = County(seed, as_of, lines, files, told, links, hard_cases(links), sorted(quiet))
    truth.write_text(county.as_json(), encoding="utf-8")
    return county


class _Making:
    """The steps in their order, each with a random source of its own, so that a change to one leaves the others as
    they were."""

    def __init__(self, calendar: Calendar, count: int, seed: int, silent: frozenset[str]) -> None:
        self.calendar, self.silent = calendar, silent
        self.contracts = load_contracts()
        self._seed = seed
        self.ledger = Ledger()
        self.population = Population(self._random("people"), calendar.as_of)
        composer = Composer(calendar, self.population, self.ledger, self._random("families"))
        self.families = composer.families(count)
        self.strangers = Strangers(self.population, calendar, self.ledger, self._random("strangers"))
        around = Surroundings(self.population, calendar, self.ledger, self.strangers, self._random("hard cases"))
        hard = HardCases(self.families, around)
        extras = [*composer.extras, *hard.among_members()]
        write_small_things(extras, calendar, self.ledger, self._random("small things"))
        write_attendance(self.families, calendar, self.ledger, self._random("attendance"))
        self.books = Books(self._random("books"))
        hard.in_the_feeds()
        self._mark_those_who_share_a_name_in_quarantine()
        self.sent = {feed: self._deliveries(contract, count) for feed, contract in self.contracts.items()}

    def _random(self, part: str) -> Random:
        return Random(f"{self._seed} {part}")  # noqa: S311 - a sample is to be the same every time

    def _mark_those_who_share_a_name_in_quarantine(self) -> None:
        """A row with a birthday that cannot be read may be about anybody of that name."""
        named = {person.full_name for family in self.families for person in family.named_in_quarantine}
        for family in self.families:
            others = {stay.person for stay in family.memberships} - set(family.named_in_quarantine)
            if any(person.full_name in named for person in others):
                family.disturbed.append("named in quarantine")

    # Deliveries ---------------------------------------------------------------------------------------------------
    def _deliveries(self, contract: Feed, count: int) -> list[Delivery]:
        rng = self._random(f"deliveries {contract.feed}")
        if contract.snapshot:
            sent = self._snapshots(contract)
        else:
            sent = []
            for supplier in contract.suppliers or ("",):
                sent += self._increments(contract, supplier, count, rng)
        if contract.feed not in self.silent:
            for mishap in MISHAPS.get(contract.feed, ()):
                sent = mishap(sent, contract, self.strangers)
        return sent

    def _snapshots(self, contract: Feed) -> list[Delivery]:
        days, kept = snapshot_days(self.calendar), habits()[contract.feed]
        told = [programme_rows(contract.feed, self.families, day, days[-1]) for day in days]
        sent = [
            Delivery(contract.feed, "", None, day, rows, kept.suffix, received_after=25.0)
            for day, rows in zip(days, told, strict=True)
        ]
        covers = (self.calendar.first_engagement, days[-1])
        self._spoil(contract, sent, 2, covers, self._random(f"defects {contract.feed}"))
        return sent

    def _increments(self, contract: Feed, supplier: str, count: int, rng: Random) -> list[Delivery]:
        spans = periods(contract, self.calendar, contract.feed in self.silent)
        known = spans[1:] if contract.proposed else spans
        rows = max(STRANGERS_AT_LEAST, count // 2) * (3 if supplier else 4) // 4
        entries = self.ledger.entries[contract.feed]
        before = len(entries)
        self.strangers.write(contract, supplier, rows, (known[0][0], known[-1][1]))
        theirs = [entry for entry in entries[:before] if entry.supplier == supplier] + entries[before:]
        sent = increments(contract, supplier, theirs, spans, self.books)
        if not contract.suppliers or supplier == contract.suppliers[0]:
            longest = max(range(len(sent)), key=lambda number: len(sent[number].rows))
            covers: Span = (spans[longest][0], spans[longest][1])
            self._spoil(contract, sent, longest, covers, rng)
        return sent

    def _spoil(self, contract: Feed, sent: list[Delivery], into: int, covers: Span, rng: Random) -> None:
        """Puts a defect of each kind into one file, at any place, as many as the file bears; a changed record needs
        a later file too."""
        rows = sent[into].rows
        bears = len(rows) // SPOILT_SHARE - sum(1 for row in rows if row.spoilt)
        ragged = sent[into].suffix != ".xlsx"
        for defect in Spoiler(contract, sent[into].supplier, self.strangers, covers).every_kind(ragged):
            spoilt = sum(1 for entry in defect.entries if entry.spoilt)
            if spoilt > bears:
                continue
            if defect.before:
                later = max(sent[into + 1 :], key=lambda one: len(one.rows), default=None)
                if later is None or len(later.rows) < SPOILT_SHARE * (1 + sum(1 for row in later.rows if row.spoilt)):
                    continue
                _insert(rows, defect.before, rng)
                _insert_all(later.rows, defect, rng)
                continue
            _insert_all(rows, defect, rng)
            bears -= spoilt


def _insert_all(rows: list[Entry], defect: Defect, rng: Random) -> None:
    for entry in defect.entries:
        _insert(rows, entry, rng)


def _insert(rows: list[Entry], entry: Entry, rng: Random) -> None:
    rows.insert(rng.randrange(len(rows) + 1), entry)


# Files ------------------------------------------------------------------------------------------------------------
def _write(path: Path, content: bytes, received_at: dt.datetime) -> None:
    """The file, with the time at which it was received as its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (received_at.timestamp(), received_at.timestamp()))


def _clear(landing: Path, truth: Path) -> None:
    """Takes away what the county before this one wrote, and nothing else."""
    if truth.exists():
        for line in json.loads(truth.read_text(encoding="utf-8"))["files"]:
            (landing / line["feed"] / line["file"]).unlink(missing_ok=True)
    if landing.exists() and any(path.is_file() for path in landing.rglob("*")):
        raise FileExistsError(f"{landing.name} holds files that no sample county wrote; give an empty folder")
