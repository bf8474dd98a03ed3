"""The scenarios, a module a problem of the plan. What a scenario is stands in scene.py."""

from outcomes.sample.scenarios import abuse, crime, health, paper, safeguarding, school, work
from outcomes.sample.scene import SCENARIOS

__all__ = ["SCENARIOS", "abuse", "crime", "health", "paper", "safeguarding", "school", "work"]
