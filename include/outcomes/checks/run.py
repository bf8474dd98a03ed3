"""Runs a feed's checks over the rows of one file, where the rows are: Great Expectations, against the table that
raw/typed.sql makes. That table has a column for each check, NULL where a row keeps it, so that one pass answers all.

Great Expectations takes seconds to import: nothing here does so before it is needed."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from outcomes.checks.rules import AnyCheck, checks_of, reported_column
from outcomes.contracts import Feed, Severity
from outcomes.settings import Settings
from outcomes.warehouse.connection import warehouse_url

WHETHER = "BOOLEAN_ONLY"
WHICH_ROWS = {
    "result_format": "SUMMARY",
    "unexpected_index_column_names": ["row_number"],
    "return_unexpected_index_query": True,
    "partial_unexpected_count": 1,
}


class CheckFault(RuntimeError):  # noqa: N818 (a fault of the pipeline, as opposed to one of the data)
    """A check could not be asked."""


@dataclass(frozen=True)
class Finding:
    """What one check found. `query` selects the rows that break it, by row_number; None where there are none."""

    rule: str
    kind: str
    severity: Severity
    column: str | None
    broken: int = 0
    query: str | None = None

    @property
    def success(self) -> bool:
        return self.broken == 0


def run_checks(settings: Settings, contract: Feed, table: str) -> list[Finding]:
    """What each of the feed's checks finds in `raw.<table>`: first which of them fail, then of those the rows.
    Raises CheckFault if one could not be asked."""
    checks = {check.rule: check for check in checks_of(contract)}
    asked = _ask(settings, contract, table, list(checks.values()), WHETHER)
    failed = [checks[rule] for rule, answer in asked.items() if not answer.success]
    rows = _ask(settings, contract, table, failed, WHICH_ROWS) if failed else {}
    return [_finding(contract, check, rows.get(rule)) for rule, check in checks.items()]


def _finding(contract: Feed, check: AnyCheck, answer: Any) -> Finding:
    found = Finding(published_rule(contract, check), check.kind, check.severity, reported_column(check))
    if answer is None:
        return found
    return replace(found, broken=answer.result["unexpected_count"], query=answer.result["unexpected_index_query"])


def published_rule(contract: Feed, check: AnyCheck) -> str:
    """The rule's published name."""
    return f"{contract.feed}.{check.rule}"


def _ask(
    settings: Settings, contract: Feed, table: str, checks: Sequence[AnyCheck], how: str | dict[str, Any]
) -> dict[str, Any]:
    """Great Expectations' answer by rule."""
    gx = great_expectations()
    context = gx.get_context(mode="ephemeral", project_config=in_memory())
    url = warehouse_url(settings).replace("postgresql://", "postgresql+psycopg://", 1)
    warehouse = context.data_sources.add_postgres("warehouse", connection_string=url)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = warehouse.add_table_asset(contract.feed, table_name=table, schema_name="raw")
        batch = rows.add_batch_definition_whole_table("file")
        suite = context.suites.add(suite_of(contract, checks))
        definition = gx.ValidationDefinition(name=contract.feed, data=batch, suite=suite)
        answers = context.validation_definitions.add(definition).run(result_format=how).results
    for answer in answers:
        if _raised(answer.exception_info):
            raise CheckFault(f"{answer.expectation_config.meta['rule']} could not be asked of raw.{table}")
    return {answer.expectation_config.meta["check"]: answer for answer in answers}


def _raised(told: dict[str, Any]) -> bool:
    """Great Expectations tells an error of the expectation itself flat, and of what it measures under each measure."""
    return bool(told.get("raised_exception")) or any(isinstance(one, dict) and _raised(one) for one in told.values())


def suite_of(contract: Feed, checks: Sequence[AnyCheck]) -> Any:
    """The contract's checks as an expectation suite: each says, in plain words, what no row may break."""
    gx = great_expectations()
    return gx.ExpectationSuite(
        name=contract.feed,
        expectations=[
            gx.expectations.ExpectColumnValuesToBeNull(
                column=check.rule,
                description=check.says,
                meta={"check": check.rule, "rule": published_rule(contract, check), "severity": check.severity},
            )
            for check in checks
        ],
    )


@cache
def great_expectations() -> Any:
    """The library, told to keep to itself: nothing on disk, nothing over the network, no progress bars."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations as gx
    return gx


def in_memory(sites: dict[str, Any] | None = None) -> Any:
    """A configuration that keeps nothing; `sites` are the Data Docs that it may build."""
    from great_expectations.data_context.types import base

    return base.DataContextConfig(
        store_backend_defaults=base.InMemoryStoreBackendDefaults(),
        progress_bars=base.ProgressBarsConfig(globally=False),
        analytics_enabled=False,
        data_docs_sites=sites or {},
    )
