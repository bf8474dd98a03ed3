"""What every task of a night needs and would read anew. A scheduler that lives no longer than one night imports this
before it forks (include/airflow_local_settings.py), so that its tasks find it done: code, contracts and plan."""

from __future__ import annotations

from outcomes import checks, claims, loading, matching, measures, night
from outcomes.contracts import load_contracts
from outcomes.settings import Settings
from outcomes_airflow import stages

__all__ = ["checks", "claims", "loading", "matching", "measures", "night", "stages"]

load_contracts()
night.plan_named(Settings.from_environment().plan)
