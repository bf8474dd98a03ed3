"""Which rows of a file break their contract, counted as slowly and as obviously as can be."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any

from outcomes.contracts import Check, Column, Feed
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
)

FORMS = {"iso": r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", "dmy": r"(?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4})"}
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
Row = dict[str, Any]


class PlainReader:
    """Reads a feed's files in their order, and remembers what it has accepted: some rules look back."""

    def __init__(self, contract: Feed) -> None:
        self.contract = contract
        self.known: dict[tuple[str, ...], Row] = {}

    def bad_rows(self, header: list[str], rows: list[list[str]], supplier: str, through: dt.date) -> int:
        """How many of the rows belong in quarantine."""
        forms = {
            column.name: _common_form(header, rows, column) for column in self.contract.columns if column.type == "date"
        }
        whole = [self._row(header, row, forms) for row in rows if len(row) == len(header)]
        bad = len(rows) - len(whole)
        told = {self._key(row): [] for row in whole}
        for row in whole:
            told[self._key(row)].append(row)
        for row in whole:
            if row.get("withdrawn_text", "").upper() == "Y":
                continue
            twice = any(other != row for other in told[self._key(row)]) and all(self._key(row))
            if twice or any(self._breaks(check, row, supplier, through) for check in self._rules(header)):
                bad += 1
            else:
                self.known[self._key(row)] = row
        return bad

    def _rules(self, header: list[str]) -> list[Check]:
        rules = [check for check in self.contract.all_checks if check.severity == "quarantine"]
        return [check for check in rules if check.kind != "unique_key" and set(check.columns_read) <= set(header)]

    def _key(self, row: Row) -> tuple[str, ...]:
        return tuple(row[f"{name}_text"] for name in self.contract.key)

    def _row(self, header: list[str], row: list[str], forms: dict[str, str]) -> Row:
        texts = {name: text.strip() for name, text in zip(header, row, strict=True)}
        read: Row = {f"{name}_text": text for name, text in texts.items()}
        for column in self.contract.columns:
            text = texts.get(column.name, "")
            read[column.name] = _value(column, text, forms.get(column.name, ""))
        return read

    def _breaks(self, check: Check, row: Row, supplier: str, through: dt.date) -> bool:
        first = check.columns_read[0]
        text, value = row.get(f"{first}_text", ""), row.get(first)
        if any(row.get(column) not in codes for column, codes in getattr(check, "when", {}).items()):
            return False
        match check:
            case Required():
                return not text
            case Typed(column="withdrawn"):
                return text.upper() not in ("", "Y", "N")
            case Typed():
                return bool(text) and value is None and not _is_a_day(text)
            case OneDateForm():
                return bool(text) and value is None and _is_a_day(text)
            case OneOf(codes=codes):
                return bool(text) and text.lower() not in [code.lower() for code in codes]
            case Matches(pattern=pattern):
                return bool(text) and not re.fullmatch(pattern, text)
            case CheckDigit():
                return bool(text) and not could_be_issued(self.contract.column(first).type, text)
            case EqualsSupplier():
                return text != supplier
            case Unchanged():
                before = self.known.get(self._key(row))
                return before is not None and before[f"{first}_text"] != text
        if value is None:
            return False
        match check:
            case Between(minimum=minimum, maximum=maximum):
                return (minimum is not None and value < minimum) or (maximum is not None and value > maximum)
            case NotBefore(other=other):
                return row[other] is not None and value < row[other]
            case SumAtMost(parts=parts):
                return sum(row[part] or 0 for part in parts) > value
            case NotAfterDelivery(days=days):
                return value > through + dt.timedelta(days=days)
        raise NotImplementedError(check.kind)


def _common_form(header: list[str], rows: list[list[str]], column: Column) -> str:
    """The form in which most days of the column are written."""
    if column.name not in header:
        return "iso"
    at = header.index(column.name)
    texts = [row[at].strip() for row in rows if len(row) == len(header)]
    counted = Counter({form: sum(1 for text in texts if re.fullmatch(shape, text)) for form, shape in FORMS.items()})
    return counted.most_common(1)[0][0]


def _value(column: Column, text: str, form: str) -> Any:
    if column.type == "date":
        return _day(text, form)
    if column.type == "integer":
        return int(text) if re.fullmatch(r"-?\d+", text) else None
    if column.type == "boolean":
        return text.upper() if text.upper() in ("Y", "N") else None
    return text or None


def _day(text: str, form: str) -> dt.date | None:
    """The day in that form; None if it is in another, or if no calendar has it."""
    parts = re.fullmatch(FORMS[form], text)
    try:
        return dt.date(*(int(parts[name]) for name in "ymd")) if parts else None
    except ValueError:
        return None


def _is_a_day(text: str) -> bool:
    return any(_day(text, form) for form in FORMS)


def could_be_issued(kind: str, text: str) -> bool:
    text = text.replace(" ", "").upper()
    if kind == "pnc_id":
        return bool(re.fullmatch(r"\d\d/\d{7}[A-Z]", text))
    if kind == "nino":
        return bool(re.fullmatch(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]", text))
    if kind == "nhs_number":
        return len(text) == 10 and sum((10 - at) * int(digit) for at, digit in enumerate(text)) % 11 == 0
    return text[0] == LETTERS[sum((at + 2) * int(digit) for at, digit in enumerate(text[1:])) % 23]
