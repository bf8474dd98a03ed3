"""Is a delivery as its contract says? Great Expectations asks, in the database; what fails is counted and set aside."""

from outcomes.checks.docs import write_data_docs

__all__ = ["write_data_docs"]
