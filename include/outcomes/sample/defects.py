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
from outcomes.sample.agencies import habits
from outcomes.sample.background import Strangers
from outcomes.sample.calendar import DAY, Span
from outcomes.sample.ledger import Entry, ImpossibleDay, OtherForm
from outcomes.sample.people import Person

NO_SUCH_CODE = "ZZZ"
WRONG = {"date": ImpossibleDay(), "integer": "twelve", "boolean": "perhaps"}


RAGGED = "row.shape"
"""The rule of a row that cannot be split into the header's columns; no contract writes it out."""


@dataclass(frozen=True)
class Defect:
    """Rows that are put into a file together. before: a good row that an earlier file must have brought."""

    entries: tuple[Entry, ...]
    before: Entry | None = None


@dataclass(frozen=True)
class Spoiler:
    """Makes the defects of one file: of a contract, from a supplier, over the days that it covers."""

    contract: Feed
    supplier: str
    strangers: Strangers
    covers: Span

    def every_kind(self, can_be_ragged: bool) -> list[Defect]:
        """A defect for each rule that quarantines a row, and a row that stands in the file twice, which is none."""
        unkept = set(habits()[self.contract.feed].omits)
        rules = [
            check
            for check in self.contract.all_checks
            if check.severity == "quarantine" and unkept.isdisjoint(check.columns_read)
        ]
        made = [self._repeated(), *(self._breaking(check) for check in rules)]
        return [*made, self._ragged(1), self._ragged(-2)] if can_be_ragged else made

    def impossible(self) -> Entry:
        """A row with an impossible day in the column that dates it."""
        entry = self._good()
        entry.values[self.contract.dated_by] = ImpossibleDay()
        entry.spoilt = f"{self.contract.feed}.{self.contract.dated_by}.type"
        return entry

    def _good(self) -> Entry:
        first, last = self.covers
        on = first + self.strangers.rng.randrange(max((last - first).days, 1)) * DAY
        person = self.strangers.somebody(self.contract, on, unlike_members=True)
        return self.strangers.entry(self.contract, self.supplier, person, on)

    def _copy(self, entry: Entry, **changed: Any) -> Entry:
        return Entry(entry.known_on, self.supplier, entry.person, entry.values | changed, entry.spoilt)

    def _repeated(self) -> Defect:
        entry = self._good()
        return Defect((entry, self._copy(entry)))

    def _ragged(self, extra_fields: int) -> Defect:
        entry = self._good()
        entry.extra_fields, entry.spoilt = extra_fields, f"{self.contract.feed}.{RAGGED}"
        return Defect((entry,))

    def _breaking(self, check: Check) -> Defect:
        entry = self._good()
        entry.spoilt = self.contract.rule_id(check)
        if isinstance(check, UniqueKey):
            return Defect((entry, self._copy(entry, **self._told_otherwise(entry))))
        if isinstance(check, Unchanged):
            first, second = self.contract.column(check.column).code_values[:2]
            before = Entry(entry.known_on, self.supplier, entry.person, entry.values | {check.column: first})
            entry.values[check.column] = second
            return Defect((entry,), before)
        _break(self.contract, entry, self.covers, check, self.strangers.rng)
        return Defect((entry,))

    def _told_otherwise(self, entry: Entry) -> dict[str, Any]:
        """Another good value for one of the columns, so that two rows with one key do not say the same."""
        free = [column for column in self.contract.columns if not column.key and not column.personal]
        column = min(free, key=lambda column: (column.type == "date", not column.required))
        value = entry.values[column.name]
        match column.type:
            case "code":
                return {column.name: next(code for code in column.code_values if code != value)}
            case "integer":
                return {column.name: value + 1}
            case "boolean":
                return {column.name: "N" if value == "Y" else "Y"}
            case "date":
                return {column.name: value + DAY}
            case _:
                return {column.name: f"not {value}".strip()}


def _break(contract: Feed, entry: Entry, covers: Span, check: Check, rng: Random) -> None:
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
