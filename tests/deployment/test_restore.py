"""The runbook's way back: a dump of a warehouse, restored over a new one, is that warehouse again."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from outcomes.settings import REPOSITORY, Settings
from outcomes.warehouse.account import programs
from outcomes.warehouse.connection import connect, warehouse_url

DUMP = ["-Fc"]
RESTORE = ["--clean", "--if-exists", "--exit-on-error"]


def test_a_restored_warehouse_is_as_it_was(make_warehouse: Callable[[], Settings], tmp_path: Path) -> None:
    old, new = make_warehouse(), make_warehouse()
    with connect(old) as warehouse:
        warehouse.execute(
            "insert into operations.run (as_of, plan_version, code_version) values ('2016-10-01', 'p', 'c')"
        )
    dump = tmp_path / "warehouse.dump"
    subprocess.run([programs() / "pg_dump", *DUMP, "-f", dump, "-d", warehouse_url(old)], check=True)
    subprocess.run([programs() / "pg_restore", *RESTORE, "-d", warehouse_url(new), dump], check=True)
    for settings in (old, new):
        with connect(settings) as warehouse:
            row = warehouse.execute("select run_id, as_of::text, plan_version from operations.run").fetchone()
            assert row == (1, "2016-10-01", "p")
            answer = warehouse.execute(
                "select has_table_privilege('fop_bi', 'bi.programme_summary', 'select')"
            ).fetchone()
            assert answer == (True,)


def test_the_runbook_uses_these_options() -> None:
    runbook = (REPOSITORY / "docs" / "runbooks" / "restore.md").read_text()
    assert f"pg_dump -U postgres {' '.join(DUMP)}" in runbook
    assert f"pg_restore -U postgres -d warehouse {' '.join(RESTORE)}" in runbook
