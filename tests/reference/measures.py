"""The answer for one family and one measure, decided in the six steps of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reference import care, events, health, school, work
from reference.answer import Answer, awaiting, held, in_review, not_applicable
from reference.facts import Decision, Family
from reference.parameters import Parameters
from reference.question import Coverage, Question, cut_off, is_stale

JUDGES: dict[str, Callable[[Question], Answer | None]] = {
    "1A": events.judge,
    "1B": events.judge,
    "1C": events.judge,
    "2A": school.judge_absence,
    "2B": school.judge_exclusions,
    "3A": care.judge,
    "3B": care.judge,
    "4A": lambda question: work.judge_employment(question)[0],
    "4B": work.judge_adult_activity,
    "4C": work.judge_young_people,
    "5A": events.judge,
    "6A": health.judge_treatment,
    "6B": health.judge_wellbeing,
    "6C": health.judge_child_health,
}


@dataclass(frozen=True, slots=True)
class MeasureAnswer:
    """`left_open`: step 1 decided. `adults`: those that 4A judged."""

    measure: str
    cut_off: dt.date | None
    answer: Answer
    left_open: bool = False
    adults: list[Answer] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        """It has a baseline or an assessed need; a measure that step 1 left open counts for none."""
        return not self.left_open and self.answer.status != "not_applicable"


def measure(
    family: Family, measure_id: str, coverage: Coverage, as_of: dt.date, parameters: Parameters
) -> MeasureAnswer:
    c = cut_off(parameters["reads"][measure_id], coverage, as_of)
    stale = c is None or is_stale(as_of, c, parameters["stale_after_days"][measure_id])
    if c is None or c <= family.engaged_on:
        return MeasureAnswer(measure_id, c, awaiting("feed_stale" if stale else "too_early"), left_open=True)
    question = Question(family, measure_id, family.engaged_on, c, as_of, parameters)
    said = JUDGES[measure_id](question)
    if said is None:
        if not any(need.measure_id == measure_id and need.identified_on <= as_of for need in family.needs):
            return MeasureAnswer(measure_id, c, not_applicable())
        said = in_review("need_not_evidenced")
    elif stale:
        said = awaiting("feed_stale", said.baseline, said.allowed, person_ref=said.person_ref)
    elif measure_id in parameters["rests_on_absence"]:
        said = doubted(said, question)
    adults = work.judge_employment(question)[1] if measure_id == "4A" else []
    return MeasureAnswer(measure_id, c, decided(said, family, measure_id, as_of), adults=adults)


def doubted(said: Answer, question: Question) -> Answer:
    """An answer that rests on the absence of records waits for undecided matches, then for quarantined rows."""
    if said.status in ("significant", "sustained"):
        if has_member_in(question, question.family.undecided):
            return in_review("undecided_match", said)
        if has_member_in(question, question.family.quarantined):
            return in_review("quarantined_record", said)
    return said


def has_member_in(question: Question, feeds_and_people: set[tuple[str, str]]) -> bool:
    """A person who was a member at any time from E on, in one of the measure's feeds."""
    return any(
        feed in question.parameters["reads"][question.measure]
        and question.family.was_member_from(person, question.engaged_on)
        for feed, person in feeds_and_people
    )


def newest_decision(family: Family, measure_id: str, as_of: dt.date) -> Decision | None:
    known = [each for each in family.decisions if each.measure_id == measure_id and each.decided_on <= as_of]
    return max(known, key=lambda decision: decision.decided_on, default=None)


def decided(said: Answer, family: Family, measure_id: str, as_of: dt.date) -> Answer:
    """`review` is resolved by the decisions feed only."""
    decision = newest_decision(family, measure_id, as_of)
    if said.status != "review" or decision is None:
        return said
    if decision.verdict == "not_applicable":
        return replace(not_applicable(), reason="decided")
    if decision.verdict == "no_progress":
        return replace(said, status="no_progress", reason="decided")
    return held(said, decision.sustained_on, reason="decided")
