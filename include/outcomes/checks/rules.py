"""The checks of a feed as loading asks them: those of its contract, and the two that loading itself depends on."""

from __future__ import annotations

from dataclasses import dataclass

from outcomes.contracts import Check, Feed, Severity


@dataclass(frozen=True)
class RowCheck:
    """A check that no contract writes down. `columns_read` is as in outcomes.contracts.checks."""

    rule: str
    kind: str
    says: str
    columns: tuple[str, ...] = ()
    severity: Severity = "quarantine"

    @property
    def columns_read(self) -> tuple[str, ...]:
        return self.columns


AnyCheck = Check | RowCheck


def checks_of(contract: Feed) -> tuple[AnyCheck, ...]:
    """Every check of the feed: that the row could be divided into columns at all, that its key can be joined by |, and
    what the contract asks."""
    shape = RowCheck(rule="row.shape", kind="row_shape", says="the row has as many fields as the header")
    texts = tuple(name for name in contract.key if contract.column(name).type == "text")
    key = RowCheck(rule="key.plain", kind="plain_key", says="no key holds the character |", columns=texts)
    return (shape, *([key] if texts else []), *contract.all_checks)


def reported_column(check: AnyCheck) -> str | None:
    """The column that a failing row is reported under; None if the row as a whole fails."""
    return check.columns_read[0] if check.columns_read else None


def asked_of_withdrawals(contract: Feed, check: AnyCheck) -> bool:
    """Whether the check is asked of a row that withdraws its key: only what makes the key and the withdrawal itself."""
    if contract.snapshot:
        return True
    column = reported_column(check)
    return column is None or column in contract.key or column == "withdrawn"
