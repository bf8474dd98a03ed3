"""Calendar arithmetic in one place: months, Easter and school terms, as the rules count them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, clipped to the month's end: 31 August + 6 months is 28 or 29 February."""
    return day + relativedelta(months=months)


def easter_monday(year: int) -> dt.date:
    return easter(year) + dt.timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """A school term, `[starts_on, ends_on)`."""

    academic_year: str
    term: str
    starts_on: dt.date
    ends_on: dt.date


def terms(first_year: int, last_year: int) -> list[Term]:
    """The terms of the academic years that begin in first_year … last_year, oldest first (assumption A12)."""
    found = []
    for year in range(first_year, last_year + 1):
        label = f"{year}/{(year + 1) % 100:02d}"
        spring, summer = dt.date(year + 1, 1, 1), easter_monday(year + 1)
        found += [
            Term(label, "autumn", dt.date(year, 9, 1), spring),
            Term(label, "spring", spring, summer),
            Term(label, "summer", summer, dt.date(year + 1, 8, 1)),
        ]
    return found
