"""Is a delivery as its contract says? Great Expectations asks, in the database; what fails is counted and set aside."""
