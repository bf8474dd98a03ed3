"""An answer explained: the rule, its parameters, what was counted and what was not, the arithmetic, what is missing."""

from outcomes.explain.explain import Explanation, MeasureExplained, Record, explain
from outcomes.explain.page import page

__all__ = ["Explanation", "MeasureExplained", "Record", "explain", "page"]
