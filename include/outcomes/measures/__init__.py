"""From records to answers and families: every number of the rules is asked here, in SQL (include/sql/measures)."""

from outcomes.measures.calculate import calculate, calculate_measure, prepare_measures, roll_up
from outcomes.measures.inputs import create_inputs, fill_inputs, in_work

__all__ = [
    "calculate",
    "calculate_measure",
    "create_inputs",
    "fill_inputs",
    "in_work",
    "prepare_measures",
    "roll_up",
]
