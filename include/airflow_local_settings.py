"""Imported by every Airflow process at its start, from here because the editable install puts this folder on the path.

The scheduler imports what its forked workers would otherwise import once a task: seconds of each night. The project's
own code is left out on purpose, so that a task always runs the code that is on the disk."""

import sys

__all__: list[str] = []

if "scheduler" in sys.argv[1:2]:
    import great_expectations  # noqa: F401
    import pandas  # noqa: F401
    import psycopg  # noqa: F401
