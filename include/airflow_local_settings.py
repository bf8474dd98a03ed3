"""Imported by every Airflow process at its start, from here because the editable install puts this folder on the path.

The scheduler imports what each of its forked tasks would otherwise import anew: seconds of every night. PRELOAD names
the modules; the project's own are among them only for a scheduler that lives no longer than one night, so that a task
always runs the code that is on the disk."""

import os
import sys
from importlib import import_module

__all__: list[str] = []

if sys.argv[1:2] == ["scheduler"]:
    for module in os.environ.get("PRELOAD", "").split():
        import_module(module)
