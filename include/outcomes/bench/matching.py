"""How long matching takes, and how well it does, on people made up: `python -m outcomes.bench.matching`.

Households, of which some are on the programme, and agencies that know the people by details typed in a hurry. It all
happens in a server of its own, in a temporary folder."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

import psycopg
from nicknames import NickNamer
from psycopg import sql
from upath import UPath

from outcomes import matching
from outcomes.contracts import load_contracts
from outcomes.matching import linking, reading
from outcomes.matching.linking import MEMBERS
from outcomes.matching.method import load_method
from outcomes.run import open_run
from outcomes.settings import DEFAULT_PLAN, Settings
from outcomes.templates import run_script
from outcomes.warehouse import schema
from outcomes.warehouse.connection import connect
from outcomes.warehouse.server import Server

AS_OF = dt.date(2016, 10, 1)
KNOWN_FROM = dt.datetime(2016, 10, 1, tzinfo=dt.UTC)
AGENCIES = {"attendance": ("upn", 0.4), "police_asb": ("pnc_id", 0.3), "benefits": ("nino", 0.2), "marac": (None, 0.1)}
"""By feed: the identifier that it carries, and its share of all agencies' people."""
SHARES = {"identified": 0.7, "mistyped": 0.1, "moved": 0.1, "twin": 0.03, "named for the father": 0.03}
Truth = dict[tuple[str, str], str]
"""The member by feed and person_ref, for those of the agencies' people who are one."""

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True)
class Human:
    forename: str
    surname: str
    date_of_birth: dt.date
    postcode: str
    upn: str | None
    nino: str | None
    pnc_id: str | None


def population(size: int, chance: random.Random) -> Iterator[Human]:
    """A parent and up to four children a household, with twins and sons named for the father among them."""
    forenames = sorted(NickNamer().nickname_lookup)
    while size > 0:
        surname, postcode = _syllables(chance), _postcode("HP", chance)
        born = [dt.date(1955, 1, 1) + dt.timedelta(chance.randrange(12000))]
        for _ in range(chance.randrange(5)):
            twin = len(born) > 1 and chance.random() < SHARES["twin"]
            born.append(born[-1] if twin else born[0] + dt.timedelta(chance.randrange(7000, 14000)))
        names = chance.sample(forenames, len(born))
        if len(born) > 1 and chance.random() < SHARES["named for the father"]:
            names[1] = names[0]
        for forename, day in list(zip(names, born, strict=True))[:size]:
            size -= 1
            yield Human(
                forename=forename,
                surname=surname,
                date_of_birth=day,
                postcode=postcode,
                upn=_upn(chance),
                nino=f"{_some(chance, 'ABCEHJ', 2)}{chance.randrange(10**6):06}{_some(chance, 'ABCD', 1)}",
                pnc_id=f"{chance.randrange(17):02}/{chance.randrange(10**7):07}{_some(chance, LETTERS, 1)}",
            )


def as_typed(human: Human, identifier: str | None, chance: random.Random) -> Human:
    """The same human in an agency's register."""
    known = identifier if chance.random() < SHARES["identified"] else None
    typed = Human(
        forename=human.forename.upper(),
        surname=human.surname,
        date_of_birth=human.date_of_birth,
        postcode=human.postcode.replace(" ", ""),
        upn=human.upn if known == "upn" else None,
        nino=human.nino if known == "nino" else None,
        pnc_id=human.pnc_id if known == "pnc_id" else None,
    )
    if chance.random() < SHARES["mistyped"]:
        at = chance.randrange(1, len(typed.forename))
        typed = replace(typed, forename=typed.forename[:at] + typed.forename[at + 1 :])
    if chance.random() < SHARES["moved"]:
        typed = replace(typed, postcode=_postcode("MK", chance))
    return typed


def fill(connection: psycopg.Connection, people: int, members: int, chance: random.Random) -> Truth:
    """Writes members and agencies' people to core."""
    humans = list(population(max(people, members), chance))
    _write(connection, MEMBERS, ((f"M{n}", f"F{n // 3}", human) for n, human in enumerate(humans[:members])))
    truth: Truth = {}
    for feed, (identifier, share) in AGENCIES.items():
        chosen = chance.sample(range(len(humans)), round(share * people))
        _write(connection, feed, ((f"A{n}", None, as_typed(humans[n], identifier, chance)) for n in chosen))
        truth |= {(feed, f"A{n}"): f"M{n}" for n in chosen if n < members}
    connection.commit()
    return truth


def _write(connection: psycopg.Connection, feed: str, people: Iterable[tuple[str, str | None, Human]]) -> None:
    table = sql.Identifier("core", feed)
    held = {row[0] for row in connection.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(table)).description or ()}
    details = [field.name for field in fields(Human) if field.name in held]
    kept = ["supplier", "withdrawn", "delivery_id", "row_sha256", "delivered_through", "confirmed_by", "known_from"]
    known = ["-", "f", 1, "-", AS_OF, 1, KNOWN_FROM]
    text = io.StringIO()
    rows = csv.writer(text)
    for number, (ref, family, human) in enumerate(people, start=2):
        told = [getattr(human, name) for name in details]
        rows.writerow([ref, number, number, *told, *known, *([family] if family else [])])
    names = ["person_ref", "record_key", "row_number", *details, *kept, *(["family_id"] if "family_id" in held else [])]
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    with connection.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(table, columns)) as copy:
        copy.write(text.getvalue())
    connection.execute(sql.SQL("ANALYZE {}").format(table))


def _some(chance: random.Random, letters: str, count: int) -> str:
    return "".join(chance.choice(letters) for _ in range(count))


def _postcode(area: str, chance: random.Random) -> str:
    return f"{area}{chance.randint(1, 27)} {chance.randint(1, 9)}{_some(chance, LETTERS, 2)}"


def _syllables(chance: random.Random) -> str:
    return "".join(chance.choice("bdfghklmnprst") + chance.choice("aeiou") for _ in range(3)).title() + "son"


def _upn(chance: random.Random) -> str:
    digits = f"{chance.randrange(10**12):012}"
    check = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2)) % 23
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[check] + digits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000, help="agencies' people, over all feeds")
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outcomes-bench-") as folder:
        server = Server(Path(folder), durable=False)
        server.start()
        try:
            server.ensure_database("bench")
            settings = Settings(Path(folder), UPath(folder), server.url("bench"), DEFAULT_PLAN)
            schema.upgrade(settings)
            with connect(settings, "bench") as connection:
                _measure(connection, asked.people, asked.members, random.Random(asked.seed))  # noqa: S311
        finally:
            server.stop()


def _measure(connection: psycopg.Connection, people: int, members: int, chance: random.Random) -> None:
    truth = fill(connection, people, members, chance)
    for night in ("first night", "unchanged"):
        run_id = open_run(connection, AS_OF, DEFAULT_PLAN, night).run_id
        run_script(connection, "operations/know_until_now", run_id=run_id)
        began = time.perf_counter()
        result = matching.match(connection, run_id)
        print(f"{night}: {result.rows} rows, {result.people} people, {time.perf_counter() - began:.2f} s, {result}")
    with linking.open_memory() as duck:
        reading.read(connection, duck, load_contracts(), dt.datetime.now(dt.UTC))
        began = time.perf_counter()
        linking.link(duck, load_method())
        print(f"of which normalised, compared, scored and judged: {time.perf_counter() - began:.2f} s")
    links = connection.execute("SELECT feed, person_ref, member_ref FROM matching.link").fetchall()
    false = sum(truth.get((feed, person)) != member for feed, person, member in links)
    recall = (len(links) - false) / len(truth)
    print(f"links {len(links)}, false {false} ({false / len(links):.4%}), recall {recall:.4f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


if __name__ == "__main__":
    main()
