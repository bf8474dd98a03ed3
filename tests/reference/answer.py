"""The answer for one family and one measure, and what worst and best mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

STATUSES = ("review", "awaiting_evidence", "no_progress", "significant", "sustained")
"""Worst first, best last. `not_applicable` is never combined."""

REASONS = (
    "feed_stale",
    "no_record",
    "too_early",
    "undecided_match",
    "quarantined_record",
    "pending_outcome",
    "ended_otherwise",
    "successor_missing",
    "all_left",
    "need_not_evidenced",
)

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Answer:
    """What a measure says, of a family or of one person; `star` tells two answers of one person apart (6B)."""

    status: str
    reason: str | None = None
    baseline: Number | None = None
    current: Number | None = None
    allowed: Number | None = None
    gap: Number | None = None
    gap_unit: str | None = None
    sustained_on: dt.date | None = None
    earliest_on: dt.date | None = None
    person_ref: str = ""
    star: str = ""


def not_applicable() -> Answer:
    return Answer("not_applicable")


def awaiting(reason: str, baseline: Number | None = None, allowed: Number | None = None, **who: str) -> Answer:
    """Baseline and allowed value only."""
    return Answer("awaiting_evidence", reason, baseline=baseline, allowed=allowed, **who)  # type: ignore[arg-type]


def in_review(reason: str, answer: Answer | None = None) -> Answer:
    """A person must decide: gap and both days are null."""
    if answer is None:
        return Answer("review", reason)
    return replace(answer, status="review", reason=reason, gap=None, gap_unit=None, sustained_on=None, earliest_on=None)


def failing(answer: Answer, gap: Number, gap_unit: str) -> Answer:
    return replace(answer, status="no_progress", gap=gap, gap_unit=gap_unit, sustained_on=None)


def reached(answer: Answer, earliest_on: dt.date | None, cut_off: dt.date) -> Answer:
    """Significant: the gap is the days from c until it can be sustained."""
    return replace(
        answer,
        status="significant",
        gap=None if earliest_on is None else (earliest_on - cut_off).days,
        gap_unit=None if earliest_on is None else "days",
        sustained_on=None,
        earliest_on=earliest_on,
    )


def held(answer: Answer, sustained_on: dt.date | None, reason: str | None = None) -> Answer:
    """Sustained: no gap, and the earliest day is the day itself."""
    return replace(
        answer,
        status="sustained",
        reason=reason,
        gap=0,
        gap_unit="days",
        sustained_on=sustained_on,
        earliest_on=sustained_on,
    )


def reached_or_held(answer: Answer, due: dt.date, cut_off: dt.date) -> Answer:
    return held(answer, due) if due <= cut_off else reached(answer, due, cut_off)


def reason_rank(reason: str | None) -> int:
    """The reason that stands first in the table; what is not in it stands after all that is."""
    return REASONS.index(reason) if reason in REASONS else len(REASONS)


def _days_until(day: dt.date | None) -> int:
    """Null is latest."""
    return (dt.date.max if day is None else day).toordinal()


def worst(answers: Iterable[Answer]) -> Answer:
    """The first of the statuses; then the first reason, the later earliest day, the person (and the star)."""
    return min(
        answers,
        key=lambda each: (
            STATUSES.index(each.status),
            reason_rank(each.reason),
            -_days_until(each.earliest_on),
            each.person_ref,
            each.star,
        ),
    )


def best(answers: Iterable[Answer]) -> Answer:
    """The last of the statuses; then the first reason, the earlier earliest day, the person."""
    return min(
        answers,
        key=lambda each: (
            -STATUSES.index(each.status),
            reason_rank(each.reason),
            _days_until(each.earliest_on),
            each.person_ref,
            each.star,
        ),
    )


def combined_day(answers: Iterable[Answer], of_best: bool) -> dt.date | None:
    """A worst's `sustained_on` is the latest, a best's the earliest."""
    dates = [each.sustained_on for each in answers if each.status == "sustained" and each.sustained_on is not None]
    if not dates:
        return None
    return min(dates) if of_best else max(dates)
