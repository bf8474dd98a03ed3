"""Reads every DAG as Airflow would, in a process of its own, and says as JSON what the policies ask about.

A process of its own, because importing Airflow takes over logging, and because what a DAG file imports is measured."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HEAVY = ("duckdb", "great_expectations", "numpy", "openpyxl", "pandas", "splink", "sqlglot")


def main(folder: Path) -> None:
    from airflow.dag_processing.dagbag import DagBag

    before = set(sys.modules)
    bag = DagBag(dag_folder=folder)
    found = {
        "errors": bag.import_errors,
        "heavy": sorted(module for module in HEAVY if module in sys.modules.keys() - before),
        "dags": {dag_id: _described(dag) for dag_id, dag in bag.dags.items()},
    }
    json.dump(found, sys.stdout)


def _described(dag: Any) -> dict[str, Any]:
    return {
        "file": Path(dag.fileloc).name,
        "doc": dag.doc_md or "",
        "tags": sorted(dag.tags),
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "scheduled": dag.schedule is not None,
        "tasks": {
            task.task_id: {
                "owner": task.owner,
                "retries": task.retries,
                "retry_policy": task.retry_policy.serialize() if task.retry_policy else None,
                "trigger_rule": str(task.trigger_rule.value),
                "upstream": sorted(task.upstream_task_ids),
            }
            for task in dag.tasks
        },
        "serialised": _serialised(dag),
    }


def _serialised(dag: Any) -> str:
    """As Airflow compares versions of a DAG: keys in order, lists as they come."""
    from airflow.serialization.serialized_objects import DagSerialization

    return json.dumps(DagSerialization.to_dict(dag), sort_keys=True, default=str)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
