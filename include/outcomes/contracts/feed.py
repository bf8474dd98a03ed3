"""A feed's contract: what an agency promises to deliver.

One file a feed, and the one source of its tables, checks, freshness limit and reference page.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from outcomes.contracts.checks import (
    Between,
    Check,
    CheckDigit,
    DeclaredCheck,
    EqualsSupplier,
    Matches,
    NotAfterDelivery,
    NotBefore,
    OneDateForm,
    OneOf,
    PlainText,
    Required,
    SumAtMost,
    Typed,
    Unchanged,
    UniqueKey,
)
from outcomes.contracts.codes import CODES, load_codes
from outcomes.documents import FieldError

ColumnType = Literal["text", "code", "date", "integer", "boolean", "upn", "nhs_number", "nino", "pnc_id"]
IDENTIFIERS = ("upn", "nhs_number", "nino", "pnc_id")
IdentityRole = Literal[
    "person_ref", "forename", "surname", "date_of_birth", "sex", "postcode", "upn", "nhs_number", "nino", "pnc_id"
]
WHO = ("person_ref", "forename", "surname", "date_of_birth", "sex", "postcode")
NAME = r"^[a-z][a-z0-9_]*$"

KEPT_BY_THE_WAREHOUSE = frozenset(
    {
        "record_key",
        "supplier",
        "withdrawn",
        "delivery_id",
        "row_number",
        "row_sha256",
        "ragged",
        "delivered_through",
        "known_from",
        "known_to",
    }
)
"""Columns that loading adds to every feed's tables, so that no contract may use their names."""

TERM = "term"
"""`dated_by` of a feed whose rows are dated by the last day of their term (columns `academic_year` and `term`)."""


class Column(BaseModel):
    """One column of a feed.

    required: never blank, and a file without it is rejected. identity: what it says of the person the row is about.
    fixed: a delivery may not change it on a known key. codes: a list, or the name of one in include/rules/codes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=NAME)
    type: ColumnType
    description: str = Field(min_length=1)
    key: bool = False
    required: bool = True
    identity: IdentityRole | None = None
    fixed: bool = False
    codes: tuple[str, ...] | str | None = None
    pattern: str | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.name in KEPT_BY_THE_WAREHOUSE:
            raise ValueError(f"the warehouse keeps the name {self.name} for itself")
        if (self.type == "code") != (self.codes is not None):
            raise ValueError("a column has codes if, and only if, its type is code")
        if self.key and not self.required:
            raise ValueError("a key column cannot be optional")
        if self.key and self.fixed:
            raise ValueError("a key column cannot change; fixed is for the others")
        if self.type in IDENTIFIERS and self.identity != self.type:
            raise ValueError(f"a column of type {self.type} has identity: {self.type}")
        if self.pattern is not None:
            if self.type != "text":
                raise ValueError("only a text column has a pattern")
            re.compile(self.pattern)
        if isinstance(self.codes, str) and not (CODES / f"{self.codes}.yaml").exists():
            raise FieldError(f"there is no code list {self.codes}", "codes")
        return self

    @property
    def code_values(self) -> tuple[str, ...]:
        """The codes that the column may hold; none if it has no code list."""
        if self.codes is None:
            return ()
        return load_codes(self.codes).values if isinstance(self.codes, str) else self.codes

    @property
    def personal(self) -> bool:
        """Whether the value says who somebody is; it then never reaches a log, a report or a dashboard."""
        return self.identity is not None


WITHDRAWN = Column.model_construct(
    name="withdrawn",
    type="boolean",
    description="Y takes the record with this key back; the other columns are then not looked at.",
    required=False,
)
"""Understood in every increment, so no contract writes it out."""


class Feed(BaseModel):
    """The contract of one feed.

    suppliers: the names in the file names, where several deliver. silent_days: how long it may be silent before it is
    late. hold_share: the share of failing rows above which a file is held. withdraw_share: the share of its keys above
    which a snapshot may not withdraw. dated_by: the column that dates a record. person: rows are about a person, and
    carry the columns of `WHO`. proposed: not yet agreed with the supplier, so its silence is no lateness.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    feed: str = Field(pattern=NAME)
    title: str = Field(min_length=1)
    supplied_by: str = Field(min_length=1)
    suppliers: tuple[str, ...] = ()
    delivery: Literal["snapshot", "increment"]
    silent_days: int = Field(gt=0)
    hold_share: Decimal = Field(ge=0, le=1)
    withdraw_share: Decimal | None = Field(default=None, ge=0, le=1)
    dated_by: str
    person: bool
    proposed: bool = False
    columns: tuple[Column, ...] = Field(min_length=1)
    checks: tuple[DeclaredCheck, ...] = ()

    @property
    def snapshot(self) -> bool:
        return self.delivery == "snapshot"

    @property
    def key(self) -> tuple[str, ...]:
        """The names of the key columns, in the contract's order: `record_key` is their values joined by `|`."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def delivered_columns(self) -> tuple[Column, ...]:
        """The columns that a file may bring: the contract's, and `withdrawn` in an increment."""
        return self.columns if self.snapshot else (*self.columns, WITHDRAWN)

    @property
    def identity(self) -> dict[str, str]:
        """Column name by identity role, for the roles that the feed carries."""
        return {column.identity: column.name for column in self.columns if column.identity}

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for column in self.delivered_columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.feed} has no column {name}")

    def rule_id(self, check: Check) -> str:
        """The rule's published name: stable, and unique over all feeds."""
        return f"{self.feed}.{check.rule}"

    @property
    def all_checks(self) -> tuple[Check, ...]:
        """Every check of the feed: those that its columns imply, then the declared ones."""
        return (*_implied(self), *self.checks)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        names = [column.name for column in self.columns]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise FieldError(f"a second column {name}", "columns", place)
        if not self.key:
            raise FieldError("no column is marked as key", "columns")
        if self.snapshot != (self.withdraw_share is not None):
            raise FieldError("withdraw_share is given for a snapshot, and only for one", "delivery")
        missing = [role for role in WHO if role not in self.identity]
        if self.person and missing:
            raise FieldError(f"rows about a person need columns with identity: {', '.join(missing)}", "person")
        if not self.person and self.identity:
            raise FieldError("columns with an identity make it a feed about persons", "person")
        self._check_the_date(names)
        self._check_the_checks(names)
        return self

    def _check_the_date(self, names: list[str]) -> None:
        if self.dated_by == TERM:
            if "academic_year" not in names or TERM not in names:
                raise FieldError("a feed dated by its term has the columns academic_year and term", "dated_by")
        elif self.dated_by not in names or self.column(self.dated_by).type != "date":
            raise FieldError(f"{self.dated_by} is no date column", "dated_by")
        elif not self.column(self.dated_by).required:
            raise FieldError(f"the column {self.dated_by} may be blank", "dated_by")

    def _check_the_checks(self, names: list[str]) -> None:
        rules = [check.rule for check in _implied(self)]
        for place, check in enumerate(self.checks):
            if check.rule in rules:
                raise FieldError(f"a second rule {check.rule}", "checks", place)
            rules.append(check.rule)
            if unknown := [name for name in check.columns_read if name not in names]:
                raise FieldError(f"the check reads a column that is not there: {', '.join(unknown)}", "checks", place)
            if misfit := _misfit(self, check):
                raise FieldError(misfit, "checks", place)


def _misfit(feed: Feed, check: DeclaredCheck) -> str | None:
    """Why a check cannot be asked of its columns; None if it can."""
    types = {name: feed.column(name).type for name in check.columns_read}
    match check:
        case Between(column=column, minimum=minimum, maximum=maximum):
            for bound in (minimum, maximum):
                if bound is not None and isinstance(bound, dt.date) != (types[column] == "date"):
                    return f"a bound of {column} is not of its type"
            if types[column] not in ("date", "integer"):
                return f"{column} is neither a number nor a day"
        case NotBefore() | NotAfterDelivery():
            if set(types.values()) != {"date"}:
                return "compares days only"
        case SumAtMost():
            if set(types.values()) != {"integer"}:
                return "adds whole numbers only"
        case EqualsSupplier():
            if not feed.suppliers:
                return "the feed has one supplier, and its files name none"
    for name, codes in getattr(check, "when", {}).items():
        if unknown := set(codes) - set(feed.column(name).code_values):
            return f"{name} is never {', '.join(sorted(unknown))}"
    return None


def _implied(feed: Feed) -> list[Check]:
    """The checks that follow from the columns, in the columns' order."""
    checks: list[Check] = []
    for column in feed.columns:
        name = column.name
        if column.required:
            checks.append(Required(rule=f"{name}.required", column=name, says=f"{name} is never blank"))
        if column.type in ("date", "integer", "boolean"):
            checks.append(Typed(rule=f"{name}.type", column=name, says=f"{name} is {_IN_WORDS[column.type]}"))
        if column.type == "date":
            says = f"{name} is written in one form throughout a file"
            checks.append(OneDateForm(rule=f"{name}.mixed_date_forms", column=name, says=says))
        if column.type == "code":
            says = f"{name} is one of the listed codes"
            checks.append(OneOf(rule=f"{name}.code", column=name, codes=column.code_values, says=says))
        if column.pattern is not None:
            says = f"{name} has the agreed form"
            checks.append(Matches(rule=f"{name}.pattern", column=name, pattern=column.pattern, says=says))
        if column.type in IDENTIFIERS:
            says = f"{name} is one that could have been issued"
            checks.append(CheckDigit(rule=f"{name}.check_digit", column=name, says=says))
        if column.fixed:
            says = f"{name} does not change on a known record: withdraw it, and deliver it anew"
            checks.append(Unchanged(rule=f"{name}.unchanged", column=name, says=says))
    if not feed.snapshot:
        checks.append(Typed(rule="withdrawn.type", column="withdrawn", says="withdrawn is Y, N or blank"))
    checks.append(UniqueKey(rule="key.unique", columns=feed.key, says=f"{' and '.join(feed.key)} stand in a file once"))
    if texts := tuple(column.name for column in feed.columns if column.type == "text"):
        says = "no text begins like a spreadsheet's formula"
        checks.append(PlainText(rule="formula_like_text", severity="report", columns=texts, says=says))
    return checks


_IN_WORDS = {"date": "a day", "integer": "a whole number", "boolean": "Y or N"}
