"""3A and 3B: a Child in Need or Child Protection plan for neglect, de-escalated and held for six months."""

from __future__ import annotations

from dataclasses import replace

from reference.answer import Answer, failing, in_review, reached_or_held, worst
from reference.calendar import add_months, end_of, open_on
from reference.facts import SocialCare
from reference.question import Question


def has_baseline(question: Question, child: str) -> bool:
    """A plan of the measure's kind open on E whose category is neglect."""
    return any(
        episode.kind == question.parameters["baseline_plan"][question.measure]
        and episode.category in question.parameters["neglect"]
        and open_on(episode, question.engaged_on)
        for episode in question.records(SocialCare, "began_on", child)
    )


def judged_episodes(question: Question, child: str) -> list[SocialCare]:
    """3A: its CIN plans, CP plans and looked-after episodes. 3B: an open CIN plan is the step-down."""
    return [
        episode
        for episode in question.records(SocialCare, "began_on", child)
        if episode.kind in question.parameters["judged_kinds"][question.measure]
    ]


def judge(question: Question) -> Answer | None:
    """Children are judged wherever they live."""
    with_baseline = [child for child in question.children() if has_baseline(question, child)]
    if not with_baseline:
        return None
    return worst(plan_of(question, child) for child in with_baseline)


def plan_of(question: Question, child: str) -> Answer:
    episodes = judged_episodes(question, child)
    open_now = sum(open_on(episode, question.last_day) for episode in episodes)
    answer = Answer(
        "",
        baseline=sum(open_on(episode, question.engaged_on) for episode in episodes),
        current=open_now,
        allowed=0,
        person_ref=child,
    )
    if open_now:
        return failing(answer, open_now, "episodes")
    day_after = max(end_of(episode) for episode in episodes)
    ended_there = [episode for episode in episodes if end_of(episode) == day_after]
    due = add_months(day_after, question.parameters["care_months"])
    if any(episode.end_reason not in question.parameters["good_endings"] for episode in ended_there):
        return in_review("ended_otherwise", answer)
    if question.measure == "3A" and any(stepped_down_to_nothing(episode) for episode in ended_there):
        return in_review("successor_missing", answer)
    return reached_or_held(replace(answer, earliest_on=due), due, question.cut_off)


def stepped_down_to_nothing(episode: SocialCare) -> bool:
    """A CP plan or looked-after episode that stepped down. Nothing is recorded after it: it ended last of all."""
    return episode.kind != "CIN" and episode.end_reason == "stepped_down"
