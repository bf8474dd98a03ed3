"""Great Expectations asks every check of every contract, and what it finds is numbers."""

from __future__ import annotations

import datetime as dt
import logging
import re
from pathlib import Path

import psycopg
import pytest
from tests.loading.staging import typed

from outcomes.checks import write_data_docs
from outcomes.checks.docs import Checked, build
from outcomes.checks.rules import checks_of
from outcomes.checks.run import CheckFault, published_rule, run_checks
from outcomes.contracts import load_contract, load_contracts
from outcomes.loading import check
from outcomes.settings import Settings

GOOD = {"incident_ref": "A1", "person_ref": "P1", "forename": "Ann", "surname": "Lee", "date_of_birth": "1990-05-01"}
GOOD |= {"role": "suspect", "incident_on": "2016-01-09", "category": "personal"}


def test_a_finding_says_how_many_rows_and_which(warehouse: psycopg.Connection, warehouse_settings: Settings) -> None:
    tables = typed(warehouse, "police_asb", GOOD, GOOD | {"incident_ref": "A2", "role": "bystander"})
    findings = run_checks(warehouse_settings, load_contract("police_asb"), tables.typed_name)
    assert len(findings) == len(checks_of(load_contract("police_asb")))
    (failed,) = [finding for finding in findings if not finding.success]
    assert (failed.rule, failed.severity, failed.column, failed.broken) == (
        "police_asb.role.code", "quarantine", "role", 1
    )  # fmt: skip
    check.list_failing_rows(warehouse, tables, findings)
    assert warehouse.execute(f"select row_number from {tables.failing}".encode()).fetchall() == [(3,)]


def test_more_failing_rows_than_great_expectations_lists_are_all_found(
    warehouse: psycopg.Connection, warehouse_settings: Settings
) -> None:
    rows = [GOOD | {"incident_ref": f"A{number}", "role": "bystander"} for number in range(250)]
    tables = typed(warehouse, "police_asb", *rows)
    findings = run_checks(warehouse_settings, load_contract("police_asb"), tables.typed_name)
    check.list_failing_rows(warehouse, tables, findings)
    assert warehouse.execute(f"select count(*) from {tables.failing}".encode()).fetchone() == (250,)


def test_a_check_that_cannot_be_asked_is_a_fault_and_not_a_finding(
    warehouse: psycopg.Connection, warehouse_settings: Settings
) -> None:
    tables = typed(warehouse, "police_asb", GOOD)
    warehouse.execute(f'alter table {tables.typed} drop column "role.code"'.encode())
    warehouse.commit()
    with pytest.raises(CheckFault, match=r"role\.code could not be asked"):
        run_checks(warehouse_settings, load_contract("police_asb"), tables.typed_name)


def test_every_contracts_checks_make_a_site_of_counts(tmp_path: Path) -> None:
    contracts = load_contracts()
    received = dt.datetime(2016, 2, 1, tzinfo=dt.UTC)
    checked = [
        Checked(number, feed, "", f"{feed}_2016-01-31.csv", "loaded", received, 100, {
            published_rule(contract, check): 3 * (place == 0) for place, check in enumerate(checks_of(contract))
        })
        for number, (feed, contract) in enumerate(contracts.items(), 1)
    ]  # fmt: skip
    build(checked, tmp_path)
    pages = list(tmp_path.rglob("*.html"))
    assert len([page for page in pages if "delivery" in page.name]) == len(contracts)
    assert "incident_on is never blank" in "".join(page.read_text() for page in pages)


def test_the_pages_hold_no_value_out_of_a_file(
    warehouse: psycopg.Connection, warehouse_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    night = "insert into operations.run (as_of, plan_version, code_version) values ('2016-02-01', 'p', 'c')"
    row = warehouse.execute(f"{night} returning run_id".encode()).fetchone()
    assert row
    warehouse.execute(
        """insert into operations.delivery (feed, file, complete_through, rows_read, outcome, run_id, received_at)
        values ('police_asb', 'police_asb_2016-01-01_2016-01-31.csv', '2016-01-31', 1, 'held', %s, now())""",
        row,
    )
    tables = typed(warehouse, "police_asb", GOOD | {"role": "bystander", "surname": "=Featherstonehaugh"})
    with caplog.at_level(logging.DEBUG):
        findings = run_checks(warehouse_settings, load_contract("police_asb"), tables.typed_name)
        for finding in findings:
            warehouse.execute(
                "insert into operations.validation values (1, %s, %s, %s, %s, 0)",
                [finding.rule, finding.severity, finding.success, finding.broken],
            )
        assert write_data_docs(warehouse, warehouse_settings, row[0]) == {"files": 1}
    folder = warehouse_settings.data / "data_docs"
    text = "".join(page.read_text() for page in folder.rglob("*.html"))
    assert "role is one of the listed codes" in text
    for value in ("Featherstonehaugh", "bystander", "1990-05-01"):
        assert value not in text + caplog.text
    assert not re.findall(r"(?:src|href)=[\"']?https?:", text), "a page that asks another host tells it who reads"
    assert write_data_docs(warehouse, warehouse_settings, row[0] + 1) == {"files": 0}
