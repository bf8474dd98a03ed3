"""The sample county: deliveries of every feed for families that do not exist, and the truth about them."""

from outcomes.sample.county import County, make_county

__all__ = ["County", "make_county"]
