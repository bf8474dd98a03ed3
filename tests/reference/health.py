"""6A, 6B and 6C: treatment completed, a wellbeing score improved, services stepped down."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from reference.answer import Answer, awaiting, failing, held, in_review, reached, reached_or_held, worst
from reference.calendar import NEVER, Spell, add_months, days, end_of, joined_up, newest, open_on
from reference.facts import ChildHealth, OutcomeStar, Treatment
from reference.question import Question

# 6A


def treatments(question: Question, adult: str) -> list[Treatment]:
    return question.records(Treatment, "began_on", adult)


def open_at_engagement(question: Question, adult: str) -> int:
    return sum(open_on(episode, question.engaged_on) for episode in treatments(question, adult))


def judge_treatment(question: Question) -> Answer | None:
    """6A: an adult in treatment on E. The worst of them."""
    with_baseline = [adult for adult in question.adults() if open_at_engagement(question, adult)]
    if not with_baseline:
        return None
    judged = question.still_members(with_baseline)
    if not judged:
        return in_review("all_left")
    return worst(treatment_of(question, adult) for adult in judged)


def treatment_of(question: Question, adult: str) -> Answer:
    """Completed, and not back for six months."""
    episodes = treatments(question, adult)
    answer = Answer("", baseline=open_at_engagement(question, adult), current=1, allowed=0, person_ref=adult)
    if any(open_on(episode, question.last_day) for episode in episodes):
        return failing(answer, 1, "treatments")
    last = newest(episodes)
    if last.discharge not in question.parameters["completed"]:
        return failing(answer, 1, "treatments")
    due = add_months(end_of(last), question.parameters["treatment_months"])
    return reached_or_held(replace(answer, current=0), due, question.cut_off)


# 6B


def assessments(question: Question, person: str, star: str) -> list[OutcomeStar]:
    """On the star's wellbeing area, oldest first; of two on one day, the lower score counts."""
    area, _ = question.parameters["stars"][star]
    lowest: dict[dt.date, OutcomeStar] = {}
    for row in question.records(OutcomeStar, "completed_on", person):
        if row.star == star and row.area == area:
            known = lowest.get(row.completed_on)
            if known is None or row.score < known.score:
                lowest[row.completed_on] = row
    return [lowest[day] for day in sorted(lowest)]


def first_assessment(question: Question, person: str, star: str) -> OutcomeStar | None:
    """The first in [E - 28 days, E + 56 days], unless the score leaves no room to improve."""
    before, after = question.parameters["first_star_days"]
    _, top = question.parameters["stars"][star]
    start, end = question.engaged_on - days(before), question.engaged_on + days(after)
    first = next((row for row in assessments(question, person, star) if start <= row.completed_on <= end), None)
    if first is None or first.score > top - question.parameters["points"]:
        return None
    return first


def judge_wellbeing(question: Question) -> Answer | None:
    """6B: each member on E and each star. The worst of them."""
    with_baseline = [
        (person, star, first)
        for person in question.family.members_on(question.engaged_on)
        for star in question.parameters["stars"]
        if (first := first_assessment(question, person, star)) is not None
    ]
    if not with_baseline:
        return None
    judged = [each for each in with_baseline if question.family.is_member(each[0], question.last_day)]
    if not judged:
        return in_review("all_left")
    return worst(wellbeing_of(question, person, star, first) for person, star, first in judged)


def closed_on(question: Question) -> dt.date | None:
    """X: known by as_of, not before E, and a closure at which the score is taken."""
    family = question.family
    closed = family.closed_on
    if closed is None or closed > question.as_of or closed < question.engaged_on:
        return None
    return closed if family.closure in question.parameters["star_closures"] else None


def wellbeing_of(question: Question, person: str, star: str, first: OutcomeStar) -> Answer:
    points = question.parameters["points"]
    answer = Answer("", baseline=first.score, allowed=first.score + points, person_ref=person, star=star)
    later = [row for row in assessments(question, person, star) if row.completed_on > first.completed_on]
    closed = closed_on(question)
    if closed is not None and closed <= question.cut_off:
        reach = days(question.parameters["closing_star_days"])
        near = [row for row in later if closed - reach <= row.completed_on <= closed + reach]
        if near:
            return scored_at_closure(answer, first, near[-1], closed, points)
        if closed + reach < question.cut_off:
            return awaiting("no_record", answer.baseline, answer.allowed, person_ref=person, star=star)
    if not later:
        return awaiting("too_early", answer.baseline, answer.allowed, person_ref=person, star=star)
    answer = replace(answer, current=later[-1].score)
    if later[-1].score - first.score >= points:
        return reached(answer, None, question.cut_off)
    return failing(answer, first.score + points - later[-1].score, "points")


def scored_at_closure(answer: Answer, first: OutcomeStar, last: OutcomeStar, closed: dt.date, points: int) -> Answer:
    answer = replace(answer, current=last.score)
    if last.score - first.score >= points:
        return held(answer, max(closed, last.completed_on))
    return failing(answer, first.score + points - last.score, "points")


# 6C


def health_spells(question: Question, child: str) -> list[ChildHealth]:
    return question.records(ChildHealth, "began_on", child)


def partnership_plus(question: Question, child: str) -> list[ChildHealth]:
    most_intensive = question.parameters["levels"][-1]
    return [spell for spell in health_spells(question, child) if spell.level == most_intensive]


def health_end(spell: ChildHealth, question: Question) -> dt.date:
    """A level that ended `aged_out` counts as still held."""
    return NEVER if spell.end_reason in question.parameters["still_held"] else end_of(spell)


def judge_child_health(question: Question) -> Answer | None:
    """6C: a child whose level on E is partnership plus. The worst of them."""
    with_baseline = [
        child
        for child in question.children()
        if any(open_on(spell, question.engaged_on) for spell in partnership_plus(question, child))
    ]
    if not with_baseline:
        return None
    judged = question.still_members(with_baseline)
    if not judged:
        return in_review("all_left")
    return worst(child_health_of(question, child) for child in judged)


def child_health_of(question: Question, child: str) -> Answer:
    """Support has progressed to where it is the Universal programme."""
    levels, last_day = question.parameters["levels"], question.last_day
    answer = Answer("", baseline=len(levels) - 1, allowed=0, person_ref=child)
    now = {
        levels.index(spell.level)
        for spell in health_spells(question, child)
        if spell.began_on <= last_day < health_end(spell, question)
    }
    if not now:
        return awaiting("no_record", answer.baseline, answer.allowed, person_ref=child)
    answer = replace(answer, current=max(now))
    if now != {0}:
        return failing(answer, max(now), "levels")
    last = newest(partnership_plus(question, child))
    if last.end_reason not in question.parameters["health_step_down"]:
        return in_review("ended_otherwise", answer)
    return held(answer, max(end_of(last), start_of_universal(question, child)))


def start_of_universal(question: Question, child: str) -> dt.date:
    """The start of the unbroken run of `universal` that holds c-1."""
    universal = question.parameters["levels"][0]
    runs = joined_up(
        (
            Spell(spell.began_on, health_end(spell, question))
            for spell in health_spells(question, child)
            if spell.level == universal
        ),
        whole_days_between=0,
    )
    return next(run.start for run in runs if run.open_on(question.last_day))
