"""Two plans asked about one day: whose answers change, from what to what, and which parameters make the difference."""

from outcomes.compare.comparison import Answer, Change, Comparison, Difference, Result, ResultChange, compare
from outcomes.compare.page import page

__all__ = ["Answer", "Change", "Comparison", "Difference", "Result", "ResultChange", "compare", "page"]
