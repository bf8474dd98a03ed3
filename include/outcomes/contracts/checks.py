"""What can be asked of a row, as data. A kind says what must hold; its fields say of which columns.

A contract declares the kinds in `DeclaredCheck`; the others follow from the columns themselves and are never written
down. A check holds where a column that it compares is blank (`required` apart), and where its `when` does not apply.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Severity = Literal["hold", "quarantine", "report"]
"""hold: one such row holds the file. quarantine: the row is set aside. report: the row is loaded, and counted."""


class _Check(BaseModel):
    """`rule` is stable and unique in its feed; published as `<feed>.<rule>`. `says` is the rule in plain words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str = Field(pattern=r"^[a-z][a-z0-9_.]*$")
    severity: Severity = "quarantine"
    says: str = Field(min_length=1)

    @property
    def columns_read(self) -> tuple[str, ...]:
        """The columns that the check looks at; the first is the one that a failing row is reported under."""
        raise NotImplementedError


class _OneColumn(_Check):
    column: str

    @property
    def columns_read(self) -> tuple[str, ...]:
        return (self.column,)


class _Conditional(_OneColumn):
    """`when` limits a check to the rows in which each named column holds one of the listed codes."""

    when: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def columns_read(self) -> tuple[str, ...]:
        return (self.column, *self.when)


class Required(_Conditional):
    """The column is filled in."""

    kind: Literal["required"] = "required"


class Between(_Conditional):
    """A number or a day from `minimum` to `maximum`, both included; one of them may be left out."""

    kind: Literal["between"] = "between"
    minimum: int | dt.date | None = None
    maximum: int | dt.date | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> Self:
        if self.minimum is None and self.maximum is None:
            raise ValueError("give a minimum, a maximum or both")
        return self


class NotBefore(_OneColumn):
    """The day in `column` is the day in `other` or later."""

    kind: Literal["not_before"] = "not_before"
    other: str

    @property
    def columns_read(self) -> tuple[str, ...]:
        return (self.column, self.other)


class SumAtMost(_OneColumn):
    """The `parts` together are no more than `column`."""

    kind: Literal["sum_at_most"] = "sum_at_most"
    parts: tuple[str, ...] = Field(min_length=1)

    @property
    def columns_read(self) -> tuple[str, ...]:
        return (self.column, *self.parts)


class NotAfterDelivery(_OneColumn):
    """The day in `column` is no more than `days` after the last day that the file covers."""

    kind: Literal["not_after_delivery"] = "not_after_delivery"
    days: int = Field(default=0, ge=0)


class EqualsSupplier(_OneColumn):
    """The column names the supplier that the file came from."""

    kind: Literal["equals_supplier"] = "equals_supplier"


class Typed(_OneColumn):
    """The text can be read as the column's type."""

    kind: Literal["type"] = "type"


class OneDateForm(_OneColumn):
    """All days of the column in one file are written in the same form."""

    kind: Literal["one_date_form"] = "one_date_form"


class OneOf(_OneColumn):
    """The value is in the column's code list."""

    kind: Literal["code"] = "code"
    codes: tuple[str, ...]


class Matches(_OneColumn):
    """The value has the column's pattern (a regular expression that means the same to PostgreSQL and Python)."""

    kind: Literal["pattern"] = "pattern"
    pattern: str


class CheckDigit(_OneColumn):
    """The identifier is one that could have been issued: its form is right, and its check digit or letter."""

    kind: Literal["check_digit"] = "check_digit"


class Unchanged(_OneColumn):
    """A delivery does not change the value that the key is known with (a blank is a value too)."""

    kind: Literal["unchanged"] = "unchanged"


class UniqueKey(_Check):
    """A key stands in a file once."""

    kind: Literal["unique_key"] = "unique_key"
    columns: tuple[str, ...]

    @property
    def columns_read(self) -> tuple[str, ...]:
        return self.columns


class PlainText(_Check):
    """No text begins like a spreadsheet's formula: with = + @ or -."""

    kind: Literal["plain_text"] = "plain_text"
    columns: tuple[str, ...]

    @property
    def columns_read(self) -> tuple[str, ...]:
        return self.columns


DeclaredCheck = Annotated[
    Required | Between | NotBefore | SumAtMost | NotAfterDelivery | EqualsSupplier, Field(discriminator="kind")
]
Check = (
    Required
    | Between
    | NotBefore
    | SumAtMost
    | NotAfterDelivery
    | EqualsSupplier
    | Typed
    | OneDateForm
    | OneOf
    | Matches
    | CheckDigit
    | Unchanged
    | UniqueKey
    | PlainText
)
