"""A landing area for two families, small enough for a person to say what a night must answer.

`quiet`: one anti-social incident before it was engaged and none since, so that 1A is sustained; `troubled`: one before
and one after, so that it is not. Every other feed says that there is nothing to report."""

from __future__ import annotations

import csv
from pathlib import Path

from outcomes.contracts import load_contracts

AS_OF = "2016-10-01"
COVERS_FROM, COMPLETE_THROUGH = "2014-10-01", "2016-09-30"

PERSON = {"sex": "F", "postcode": "HP20 1UY"}
ALEX = {"person_ref": "M1", "forename": "Alexandra", "surname": "Quiet", "date_of_birth": "1980-02-03", **PERSON}
BLAIR = {"person_ref": "M2", "forename": "Blair", "surname": "Troubled", "date_of_birth": "1981-04-05", **PERSON}
INCIDENT = {"role": "suspect", "category": "nuisance"}

ROWS: dict[str, list[dict[str, str]]] = {
    "families": [
        {"family_id": family, "engaged_on": "2015-09-01", "assessed_on": "2015-09-10", "plan_agreed_on": "2015-09-20",
         "lead_worker": "W1", "district": "wycombe"}
        for family in ("quiet", "troubled")
    ],
    "members": [
        {"family_id": "quiet", "joined_on": "2015-09-01"} | ALEX,
        {"family_id": "troubled", "joined_on": "2015-09-01"} | BLAIR,
    ],
    "police_asb": [
        {"incident_ref": "I1", "incident_on": "2015-08-01"} | INCIDENT | ALEX | {"person_ref": "P1"},
        {"incident_ref": "I2", "incident_on": "2015-08-02"} | INCIDENT | BLAIR | {"person_ref": "P2"},
        {"incident_ref": "I3", "incident_on": "2016-09-20"} | INCIDENT | BLAIR | {"person_ref": "P2"},
    ],
}  # fmt: skip


def deliver_everything(landing: Path) -> None:
    for feed, contract in load_contracts().items():
        for supplier in contract.suppliers or ("",):
            days = [COMPLETE_THROUGH] if contract.snapshot else [COVERS_FROM, COMPLETE_THROUGH]
            deliver(landing, feed, ROWS.get(feed, []), days, supplier)


def deliver(landing: Path, feed: str, rows: list[dict[str, str]], days: list[str], supplier: str = "") -> None:
    """One file of a feed; a column that a row does not give is blank."""
    stem = "_".join([f"{feed}.{supplier}" if supplier else feed, *days])
    file = landing / feed / f"{stem}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", newline="", encoding="utf-8") as output:
        writer = csv.DictWriter(output, [column.name for column in load_contracts()[feed].columns])
        writer.writeheader()
        writer.writerows(rows)
