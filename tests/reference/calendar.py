"""Days, months, ages, terms and spells by plain arithmetic, shared with nothing that the pipeline uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

ONE_DAY = dt.timedelta(days=1)
WEEK = 7
NEVER = dt.date.max
"""The end of what has not ended: an open spell is infinitely late."""


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


def next_day(day: dt.date) -> dt.date:
    return day + ONE_DAY


def day_before(day: dt.date) -> dt.date:
    return day - ONE_DAY


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_months(day: dt.date, months: int) -> dt.date:
    """Calendar months, clipped to the month's end."""
    count = day.year * 12 + (day.month - 1) + months
    year, month = count // 12, count % 12 + 1
    return dt.date(year, month, min(day.day, days_in_month(year, month)))


def age(born: dt.date, on: dt.date) -> int:
    """Whole years. Who was born on 29 February is a year older on 1 March of a common year."""
    had_birthday = (on.month, on.day) >= (born.month, born.day)
    return on.year - born.year - (0 if had_birthday else 1)


def easter_sunday(year: int) -> dt.date:
    """Gregorian Easter (the anonymous computus, Nature 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    moon = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * moon) // 451
    month, day = divmod(h + moon - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


@dataclass(frozen=True, slots=True)
class Term:
    """[starts_on, ends_on); its last day is the day before `ends_on`."""

    academic_year: str
    name: str
    starts_on: dt.date
    ends_on: dt.date

    @property
    def first_september(self) -> dt.date:
        """The 1 September in the term's academic year."""
        return dt.date(int(self.academic_year[:4]), 9, 1)


@lru_cache(maxsize=512)
def terms_of(year: int) -> tuple[Term, Term, Term]:
    """The three terms of the academic year that begins in `year`."""
    label = f"{year}/{(year + 1) % 100:02d}"
    new_year = dt.date(year + 1, 1, 1)
    easter_monday = next_day(easter_sunday(year + 1))
    return (
        Term(label, "autumn", dt.date(year, 9, 1), new_year),
        Term(label, "spring", new_year, easter_monday),
        Term(label, "summer", easter_monday, dt.date(year + 1, 8, 1)),
    )


@lru_cache(maxsize=100_000)
def terms_around(day: dt.date) -> tuple[Term, ...]:
    """Every term of the years around a day, oldest first."""
    return tuple(term for year in range(day.year - 4, day.year + 4) for term in terms_of(year))


@lru_cache(maxsize=100_000)
def last_three_terms_by(day: dt.date) -> tuple[Term, ...]:
    """The last three terms that end on or before a day."""
    return tuple(term for term in terms_around(day) if term.ends_on <= day)[-3:]


@lru_cache(maxsize=100_000)
def judged_terms(engaged_on: dt.date, cut_off: dt.date) -> tuple[Term, ...]:
    """The last three terms that start on or after E and end on or before c."""
    ended = (term for term in terms_around(cut_off) if term.ends_on <= cut_off)
    return tuple(term for term in ended if term.starts_on >= engaged_on)[-3:]


@lru_cache(maxsize=100_000)
def end_of_third_term_from(engaged_on: dt.date) -> dt.date:
    """The end of the third term from the first that starts on or after E."""
    return [term for term in terms_around(engaged_on) if term.starts_on >= engaged_on][2].ends_on


@dataclass(frozen=True, slots=True)
class Spell:
    """[start, end): a delivered last day is included, so the spell ends the next day."""

    start: dt.date
    end: dt.date

    def open_on(self, day: dt.date) -> bool:
        return self.start <= day < self.end


def end_of(record: Any) -> dt.date:
    return NEVER if record.ended_on is None else next_day(record.ended_on)


def spell_of(record: Any) -> Spell:
    return Spell(record.began_on, end_of(record))


def open_on(record: Any, day: dt.date) -> bool:
    return spell_of(record).open_on(day)


def joined_up(spells: Iterable[Spell], whole_days_between: int) -> list[Spell]:
    """Spells with at most so many whole days between them are one."""
    runs: list[Spell] = []
    for spell in sorted(spells, key=lambda each: (each.start, each.end)):
        if runs and (spell.start - runs[-1].end).days <= whole_days_between:
            runs[-1] = Spell(runs[-1].start, max(runs[-1].end, spell.end))
        else:
            runs.append(spell)
    return runs


def newest(records: Iterable[Any]) -> Any:
    """By last day (open is infinitely late), then start, then record key."""
    return max(records, key=lambda record: (end_of(record), record.began_on, record.record_key))
