"""Data Docs: what the checks found in each feed's newest file, as pages that Great Expectations draws. Made once a
night from the counts in operations.validation, so that no value out of a file can be in them."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from outcomes.checks.rules import checks_of
from outcomes.checks.run import great_expectations, in_memory, published_rule, suite_of
from outcomes.contracts import Feed, load_contracts
from outcomes.settings import Settings
from outcomes.templates import run_script

FOLDER = "data_docs"
ELSEWHERE = re.compile(
    r"<script\b.*?</script>"
    r"|<(?:link|img|iframe)\b[^>]*\b(?:href|src)=[\"']?https?:[^>]*>"
    r"|<a\b[^>]*\bhref=[\"']?https?:.*?</a>",
    re.DOTALL | re.IGNORECASE,
)
"""What a browser would fetch from another host, the scripts that rest on it, and links that lead there."""


@dataclass(frozen=True)
class Checked:
    """A file that was checked. `broken`: rows by rule."""

    delivery_id: int
    feed: str
    supplier: str
    file: str
    outcome: str
    received_at: dt.datetime
    rows_read: int
    broken: dict[str, int]


def write_data_docs(connection: psycopg.Connection, settings: Settings, run_id: int) -> dict[str, Any]:
    """Makes the pages in <DATA>/data_docs anew, if the run has checked anything. The old ones can be read meanwhile."""
    target = settings.data / FOLDER
    if target.exists() and not run_script(connection, "operations/files_checked", run_id=run_id).fetchone():
        return {"files": 0}
    checked = list(newest_findings(connection))
    fresh, old = (target.with_name(f"{FOLDER}.{word}") for word in ("new", "old"))
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    build(checked, fresh)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return {"files": len(checked)}


def newest_findings(connection: psycopg.Connection) -> Iterator[Checked]:
    rows = run_script(connection, "operations/newest_findings").fetchall()
    for about, found in itertools.groupby(rows, key=lambda row: row[:-2]):
        yield Checked(*about, broken={rule: broken for *_, rule, broken in found})  # type: ignore[misc]


def build(checked: Iterable[Checked], folder: Path) -> None:
    """Great Expectations' own site, from results that hold counts and nothing else."""
    gx = great_expectations()
    context = gx.get_context(mode="ephemeral", project_config=in_memory({"night": _site(folder)}))
    contracts = load_contracts()
    suites = {feed: suite_of(contract, checks_of(contract)) for feed, contract in contracts.items()}
    for suite in suites.values():
        context.suites.add(suite)
    shown = list(checked)
    for one in shown:
        if one.feed in contracts:
            _keep(context, one, _results(contracts[one.feed], one))
    context.build_data_docs(site_names=["night"])
    (folder / "index.html").write_text(index([one for one in shown if one.feed in contracts], folder), encoding="utf-8")
    for file in folder.rglob("*.html"):
        file.write_text(self_contained(file.read_text(encoding="utf-8")), encoding="utf-8")


def index(checked: list[Checked], folder: Path) -> str:
    """The first page: every file that was checked, each with the way to its own page."""
    pages = {
        one.delivery_id: str(page.relative_to(folder))
        for one in checked
        for page in folder.glob(f"validations/{one.feed}/**/delivery {one.delivery_id}.html")
    }
    template = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, autoescape=True, trim_blocks=True
    ).get_template("data_docs_index.html.j2")
    return template.render(checked=checked, pages=pages)


def self_contained(html: str) -> str:
    """The page without what it would fetch from elsewhere: who reads it tells nobody, and needs no internet."""
    style = (Path(__file__).parent / "data_docs.css").read_text(encoding="utf-8")
    return ELSEWHERE.sub("", html).replace("</head>", f"<style>\n{style}</style>\n</head>", 1)


def _results(contract: Feed, one: Checked) -> list[Any]:
    """A result a check, as Great Expectations writes them."""
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult

    checks = [check for check in checks_of(contract) if published_rule(contract, check) in one.broken]
    results = []
    for expectation, check in zip(suite_of(contract, checks).expectations, checks, strict=True):
        broken = one.broken[published_rule(contract, check)]
        share = 100.0 * broken / one.rows_read if one.rows_read else 0.0
        counts = {"element_count": one.rows_read, "unexpected_count": broken, "unexpected_percent": share}
        results.append(
            ExpectationValidationResult(
                success=not broken, expectation_config=expectation.configuration, result=counts, meta={}
            )
        )
    return results


def _keep(context: Any, one: Checked, results: list[Any]) -> None:
    from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    passed = sum(result.success for result in results)
    run = RunIdentifier(run_name=one.file, run_time=one.received_at)
    value = ExpectationSuiteValidationResult(
        success=passed == len(results),
        results=results,
        suite_name=one.feed,
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(results) - passed,
            "success_percent": 100.0 * passed / len(results),
        },
        meta={
            "run_id": run,
            "active_batch_definition": {"data_asset_name": f"{one.feed} {one.supplier}".strip()},
            "outcome": one.outcome,
        },
    )
    key = ValidationResultIdentifier(ExpectationSuiteIdentifier(one.feed), run, f"delivery {one.delivery_id}")
    context.validation_results_store.set(key=key, value=value)


def _site(folder: Path) -> dict[str, Any]:
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }
