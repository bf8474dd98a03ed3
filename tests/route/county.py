"""Families as the reference knows them, written down as the files that twenty agencies would deliver, and the night's
own functions run over them: from landing to claims.measure_state with nothing left out but Airflow."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from upath import UPath

from outcomes import night
from outcomes.contracts import Feed, load_contracts
from outcomes.contracts.checks import NotBefore, SumAtMost
from outcomes.plan import load_plan
from outcomes.settings import Settings
from reference.facts import RECORDS, Family
from reference.question import Coverage

FIRST_DAY = dt.date(1990, 1, 1)
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "yi"]


def deliver(landing: Path, families: list[Family], coverage: Coverage, as_of: dt.date) -> None:
    """One delivery a feed and supplier, complete through the day that `coverage` gives; none where it gives none."""
    contracts = load_contracts()
    people = _people(families)
    _write(landing, contracts["families"], f"families_{as_of}", ({**_family(each)} for each in families))
    _write(landing, contracts["members"], f"members_{as_of}", _members(families, people))
    _write(landing, contracts["needs"], f"needs_{as_of}", _rows(families, "needs"))
    _write(landing, contracts["decisions"], f"decisions_{as_of}", _decisions(families))
    _write(landing, contracts["claims_history"], f"claims_history_{as_of}", _rows(families, "claims_history"))
    for kind in RECORDS:
        feed = kind.feed  # type: ignore[attr-defined]
        contract, through = contracts[feed], coverage.get(feed)
        if through is None:
            continue
        records = {
            (record.person_ref, record.record_key): record
            for family in families
            for record in family.records
            if record.feed == feed
        }
        for supplier in contract.suppliers or ("",):
            name = f"{feed}{'.' + supplier if supplier else ''}_{FIRST_DAY}_{through}"
            rows = (
                vars_of(record) | people[record.person_ref]
                for record in records.values()
                if not supplier or record.district == supplier
            )
            _write(landing, contract, name, rows)


def run_night(connection: psycopg.Connection, settings: Settings, as_of: dt.date) -> int:
    """The functions that the night's tasks call, in their order. The run's number."""
    run_id = night.open_run(connection, as_of, settings.plan, f"test {as_of}")
    for feed in load_contracts():
        night.ingest_feed(connection, settings, run_id, feed)
    night.gate(connection, settings, run_id)
    night.match(connection, settings, run_id)
    night.prepare(connection, settings, run_id)
    for measure in load_plan(settings.plan).answered:
        night.calculate(connection, settings, run_id, measure.measure)
    night.roll_up(connection, settings, run_id)
    night.find_claims(connection, settings, run_id)
    night.publish(connection, settings, run_id)
    night.close_run(connection, run_id, "success")
    return run_id


def deliverable(family: Family) -> Family:
    """The family with those of its records that an agency could deliver: a key once, and nothing that its contract
    would set aside. (What is set aside has tests of its own; here it would hold answers that the reference gives.)"""
    contracts, born = load_contracts(), {member.person_ref: member.date_of_birth for member in family.members}
    kept, keys = [], set()
    for record in family.records:
        contract = contracts[record.feed]
        row = {"date_of_birth": born.get(record.person_ref)} | vars_of(record)
        key = (record.feed, *(str(row[name]) for name in contract.key))
        if key not in keys and not any(_breaks(check, row) for check in contract.checks):
            keys.add(key)
            kept.append(record)
    return replace(family, records=kept)


def _breaks(check: Any, row: Mapping[str, Any]) -> bool:
    if check.severity == "report":
        return False
    if isinstance(check, NotBefore):
        value, other = row.get(check.column), row.get(check.other)
        return value is not None and other is not None and value < other
    if isinstance(check, SumAtMost):
        return sum(row[name] or 0 for name in check.parts) > row[check.column]
    return False


def landed_at(settings: Settings, folder: Path) -> Settings:
    return replace(settings, landing=UPath(folder))


def vars_of(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__ if name != "record_key"}


def _people(families: Iterable[Family]) -> dict[str, dict[str, Any]]:
    """Everybody's name and birthday, each name unlike the others; agencies know them by keys of their own."""
    people: dict[str, dict[str, Any]] = {}
    for family in families:
        for member in family.members:
            if member.person_ref not in people:
                number = len(people)
                people[member.person_ref] = {
                    "person_ref": f"P{number:06d}",
                    "forename": _name(number * 7919 + 13),
                    "surname": _name(number * 104729 + 7),
                    "date_of_birth": member.date_of_birth,
                    "postcode": "HP20 1UY",
                }
    return people


def _name(number: int) -> str:
    parts = []
    for _ in range(4):
        number, rest = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[rest])
    return "".join(parts).capitalize()


def _family(family: Family) -> dict[str, Any]:
    return {
        "family_id": family.family_id,
        "engaged_on": family.engaged_on,
        "assessed_on": family.assessed_on,
        "plan_agreed_on": family.plan_agreed_on,
        "lead_worker": "L. Worker" if family.has_lead_worker else None,
        "closed_on": family.closed_on,
        "closure": family.closure,
        "district": family.district or "Wycombe",
    }


def _members(families: Iterable[Family], people: Mapping[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for family in families:
        for member in family.members:
            yield {
                **people[member.person_ref],
                "family_id": family.family_id,
                "person_ref": member.person_ref,
                "joined_on": member.joined_on,
                "left_on": member.left_on,
            }


def _rows(families: Iterable[Family], collection: str) -> Iterator[dict[str, Any]]:
    for family in families:
        for each in getattr(family, collection):
            yield {"family_id": family.family_id} | {name: getattr(each, name) for name in each.__slots__}


def _decisions(families: Iterable[Family]) -> Iterator[dict[str, Any]]:
    for row in _rows(families, "decisions"):
        yield row | {"reason": "seen at home", "evidence": "case note", "decided_by": "T. Manager"}


def _write(landing: Path, contract: Feed, name: str, rows: Iterable[dict[str, Any]]) -> None:
    folder = landing / contract.feed
    folder.mkdir(parents=True, exist_ok=True)
    columns = [column.name for column in contract.columns]
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(contract, column, row) for column in columns])


def _cell(contract: Feed, column: str, row: Mapping[str, Any]) -> str:
    value = row.get(column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    return str(value)
