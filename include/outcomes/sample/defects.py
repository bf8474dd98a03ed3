"""Rows that break their contract, one for every rule that sends a row to quarantine: made from the contract, so a
new rule is met by itself.

They are about people and families that the programme does not know, with no member's name or birthday, so that they
hold up nobody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Any

from outcomes.contracts import Check, Feed
from outcomes.contracts.checks import (
    Between,
    CheckDigit,
    EqualsSupplier,
    Matches,
    NotAfterDelivery,
    NotBefore,
    OneDateForm,
    OneOf,
    Required,
    SumAtMost,
    Typed,
    Unchanged,
    UniqueKey,
)
from outcomes.sample import identifiers
from outcomes.sample.background import Strangers
from outcomes.sample.calendar import DAY
from outcomes.sample.ledger import Entry, ImpossibleDay, OtherForm
from outcomes.sample.people import Person

NO_SUCH_CODE = "ZZZ"
WRONG = {"date": ImpossibleDay(), "integer": "twelve", "boolean": "perhaps"}


@dataclass(frozen=True)
class Defect:
    """What is put into a file to break one rule. before: a good row that an earlier file must have brought."""

    kind: str
    entries: tuple[Entry, ...]
    before: Entry | None = None


def defects_of(
    contract: Feed, supplier: str, strangers: Strangers, covers: tuple[dt.date, dt.date], ragged: bool
) -> list[Defect]:
    """A defect for each rule that quarantines a row; if the file is one that can be ragged, a row too long and one
    too short."""
    made = [
        _defect(contract, supplier, strangers, covers, check)
        for check in contract.all_checks
        if check.severity == "quarantine"
    ]
    if ragged:
        made += [_ragged(contract, supplier, strangers, covers, extra) for extra in (1, -2)]
    return made


def bad_row(contract: Feed, supplier: str, strangers: Strangers, covers: tuple[dt.date, dt.date]) -> Entry:
    """A row with an impossible day in the column that dates it."""
    entry = _good(contract, supplier, strangers, covers)
    entry.values[contract.dated_by] = ImpossibleDay()
    entry.spoilt = (("type", contract.dated_by),)
    return entry


def _good(contract: Feed, supplier: str, strangers: Strangers, covers: tuple[dt.date, dt.date]) -> Entry:
    on = covers[0] + strangers.rng.randrange(max((covers[1] - covers[0]).days, 1)) * DAY
    person = strangers.somebody(contract, on, unlike_members=True)
    return strangers.entry(contract, supplier, person, on)


def _ragged(contract: Feed, supplier: str, strangers: Strangers, covers: tuple[dt.date, dt.date], extra: int) -> Defect:
    entry = _good(contract, supplier, strangers, covers)
    entry.extra_fields, entry.spoilt = extra, (("ragged", ""),)
    return Defect("ragged", (entry,))


def _defect(
    contract: Feed, supplier: str, strangers: Strangers, covers: tuple[dt.date, dt.date], check: Check
) -> Defect:
    entry = _good(contract, supplier, strangers, covers)
    entry.spoilt = ((check.kind, check.columns_read[0]),)
    if isinstance(check, UniqueKey):
        return Defect(check.kind, (entry, Entry(entry.known_on, supplier, entry.person, entry.values, entry.spoilt)))
    if isinstance(check, Unchanged):
        first, second = contract.column(check.column).code_values[:2]
        before = Entry(entry.known_on, supplier, entry.person, entry.values | {check.column: first})
        entry.values[check.column] = second
        return Defect(check.kind, (entry,), before)
    _break(contract, entry, covers, check, strangers.rng)
    return Defect(check.kind, (entry,))


def _break(contract: Feed, entry: Entry, covers: tuple[dt.date, dt.date], check: Check, rng: Random) -> None:
    """Changes the row so that it breaks the rule. Raises NotImplementedError for a kind of rule that nobody has
    taught it."""
    values, born = entry.values, entry.person.born
    values |= {column: codes[0] for column, codes in getattr(check, "when", {}).items()}

    def day_in(column: str) -> dt.date:
        if contract.column(column).identity == "date_of_birth":
            return born
        found = values.get(column)
        return found if isinstance(found, dt.date) else covers[0] + 30 * DAY

    match check:
        case Required(column=column):
            values[column] = ""
        case Typed(column=column):
            values[column] = WRONG[contract.column(column).type]
        case OneDateForm(column=column):
            values[column] = OtherForm(day_in(column))
        case OneOf(column=column):
            values[column] = NO_SUCH_CODE
        case Matches(column=column):
            values[column] = "not of this form"
        case CheckDigit(column=column):
            values[column] = _wrong_identifier(contract.column(column).type, entry.person, rng)
        case Between(column=column, minimum=minimum, maximum=maximum):
            values[column] = _outside(minimum, maximum)
        case NotBefore(column=column, other=other):
            values[other] = day_in(other)
            values[column] = values[other] - 40 * DAY
        case SumAtMost(column=column, parts=parts):
            values |= dict.fromkeys(parts, values[column])
        case NotAfterDelivery(column=column, days=days):
            values[column] = covers[1] + (days + 300) * DAY
        case EqualsSupplier(column=column):
            values[column] = next(name for name in contract.suppliers if name != entry.supplier)
        case _:
            raise NotImplementedError(f"no row is made yet that breaks a rule of the kind {check.kind}")


def _outside(minimum: Any, maximum: Any) -> Any:
    """One less than the least, or one more than the most; the day that older systems write for "not known"."""
    if isinstance(minimum, dt.date):
        return dt.date(minimum.year - 5, 1, 1)
    return minimum - 1 if minimum is not None else maximum + 1


def _wrong_identifier(kind: str, person: Person, rng: Random) -> str:
    made = {
        "upn": lambda: person.upn or identifiers.upn(rng),
        "nhs_number": lambda: person.nhs_number or identifiers.nhs_number(rng),
        "nino": lambda: person.nino or identifiers.nino(rng),
        "pnc_id": lambda: person.pnc_id or identifiers.pnc_id(rng, 2014),
    }
    return identifiers.with_a_wrong_check(kind, made[kind]())
