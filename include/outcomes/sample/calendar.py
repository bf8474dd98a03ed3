"""The sample county's time: how far back the feeds reach, how far they are complete, and between which days a
family may be engaged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from outcomes.days import Term, add_months, terms

DAY = dt.timedelta(days=1)
TERMLY = ("attendance", "exclusions")
"""The feeds that arrive by the term, in arrears; all others are complete to the end of the month before `as_of`."""

TERM_IN_ARREARS = dt.timedelta(days=45)
MONTHS_OF_PROGRAMME = 25
Span = tuple[dt.date, dt.date]
"""A first and a last day, both included."""


@dataclass(frozen=True)
class Calendar:
    """Everything that follows from `as_of`. `cut_off` is the day after the last complete one; schools have their
    own, `term_cut_off`."""

    as_of: dt.date

    @cached_property
    def cut_off(self) -> dt.date:
        return self.as_of.replace(day=1)

    @cached_property
    def terms(self) -> list[Term]:
        """Every term from the first that is delivered to the last, oldest first."""
        known = terms(self.covered_from.year, self.as_of.year)
        return [term for term in known if term.ends_on + TERM_IN_ARREARS <= self.as_of]

    @cached_property
    def term_cut_off(self) -> dt.date:
        return self.terms[-1].ends_on

    @cached_property
    def first_engagement(self) -> dt.date:
        return add_months(self.cut_off, -MONTHS_OF_PROGRAMME)

    @cached_property
    def covered_from(self) -> dt.date:
        """A first of September, so early that three whole terms lie before the first family is engaged."""
        earlier = add_months(self.first_engagement, -12)
        return dt.date(earlier.year if earlier.month >= 9 else earlier.year - 1, 9, 1)

    @cached_property
    def window_from(self) -> dt.date:
        """The first day whose events are in the current six months."""
        return add_months(self.cut_off, -6)

    def terms_before(self, day: dt.date) -> list[Term]:
        """The last three terms that end on or before the day."""
        return [term for term in self.terms if term.ends_on <= day][-3:]

    def judged_terms(self, engaged: dt.date) -> list[Term]:
        """The last three terms that start on or after the engagement and are delivered."""
        return [term for term in self.terms if term.starts_on >= engaged][-3:]

    def engagement(self, when: str) -> Span:
        """The first and the last day on which a family of that kind can be engaged.

        any: there is time for something to happen since. settled: six months have passed; long: nine. unsettled:
        they have not.
        three_terms, some_terms, no_terms: so many whole terms have passed since, of those that are delivered.
        """
        return self._engagements[when]

    @cached_property
    def _engagements(self) -> dict[str, Span]:
        first, cut_off = self.first_engagement, self.cut_off
        third_last, last = self.terms[-3], self.terms[-1]
        return {
            "any": (first, cut_off - 45 * DAY),
            "any_term": (first, self.term_cut_off - 45 * DAY),
            "settled": (first, self.window_from),
            "long": (first, add_months(cut_off, -9)),
            "unsettled": (self.window_from + DAY, cut_off - 25 * DAY),
            "three_terms": (first, third_last.starts_on),
            "some_terms": (third_last.starts_on + DAY, last.starts_on),
            "no_terms": (last.starts_on + DAY, self.term_cut_off - 10 * DAY),
        }
