"""What a night publishes: the states of its day, the claims that they allow with their evidence, and regressions."""

from outcomes.claims.publish import Published, find_claims, publish

__all__ = ["Published", "find_claims", "publish"]
