"""4A, 4B and 4C: continuous employment, and engagement in activity."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from reference.answer import Answer, awaiting, best, failing, held, in_review, reached, reached_or_held, worst
from reference.calendar import WEEK, Spell, days, end_of, joined_up, next_day, open_on, spell_of
from reference.facts import Activity, Benefit, Employment, YoungPerson
from reference.question import Question


def regime(spell: Benefit, question: Question) -> str:
    """A missing regime is `other`."""
    return spell.uc_regime or question.parameters["uc_missing_regime"]


def is_out_of_work(spell: Benefit, question: Question) -> bool:
    if spell.benefit == "UC":
        return regime(spell, question) in question.parameters["uc_out_of_work"]
    return spell.benefit in question.parameters["out_of_work"]


def out_of_work_spells(question: Question, adult: str) -> list[Benefit]:
    return [spell for spell in question.records(Benefit, "began_on", adult) if is_out_of_work(spell, question)]


def baseline_benefits(question: Question, adult: str) -> list[Benefit]:
    """The out-of-work benefits open on E."""
    return [spell for spell in out_of_work_spells(question, adult) if open_on(spell, question.engaged_on)]


def is_job_seeker(question: Question, adult: str) -> bool:
    """One with JSA or UC `intensive` among them."""
    return any(
        spell.benefit in question.parameters["job_seeker_benefits"]
        or (spell.benefit == "UC" and regime(spell, question) in question.parameters["job_seeker_regimes"])
        for spell in baseline_benefits(question, adult)
    )


def spells(question: Question, kind: type, person: str) -> list[Spell]:
    return [spell_of(record) for record in question.records(kind, "began_on", person)]


def open_run(runs: list[Spell], day: dt.date) -> Spell | None:
    return next((run for run in runs if run.open_on(day)), None)


# 4A


def judge_employment(question: Question) -> tuple[Answer | None, list[Answer]]:
    """The best adult, and every adult judged: an employment claim names one."""
    with_baseline = [adult for adult in question.adults() if baseline_benefits(question, adult)]
    if not with_baseline:
        return None, []
    judged = [employment_of(question, adult) for adult in question.still_members(with_baseline)]
    return (best(judged), judged) if judged else (in_review("all_left"), [])


def employment_of(question: Question, adult: str) -> Answer:
    """Off benefit, and in continuous employment for 26 or 13 weeks."""
    parameters, last_day = question.parameters, question.last_day
    weeks = parameters["job_seeker_weeks"] if is_job_seeker(question, adult) else parameters["other_weeks"]
    answer = Answer(
        "",
        baseline=len(baseline_benefits(question, adult)),
        current=0,
        allowed=weeks * WEEK,
        person_ref=adult,
    )
    benefits = out_of_work_spells(question, adult)
    employment = spells(question, Employment, adult)
    if any(open_on(spell, last_day) for spell in benefits):
        return failing(answer, weeks * WEEK, "days")
    run = open_run(joined_up(employment, parameters["employment_gap_days"]), last_day)
    if run is None:
        if not any(spell.end > question.engaged_on for spell in employment):
            return awaiting("no_record", answer.baseline, answer.allowed, person_ref=adult)
        return failing(answer, weeks * WEEK, "days")
    since = max([question.engaged_on, run.start, *map(end_of, benefits)])
    if parameters["within_weeks"] is not None and is_job_seeker(question, adult):
        return employed_within(question, adult, replace(answer, current=(question.cut_off - since).days), weeks)
    return held_since(answer, since, weeks, question.cut_off)


def held_since(answer: Answer, since: dt.date, weeks: int, cut_off: dt.date) -> Answer:
    answer = replace(answer, current=(cut_off - since).days)
    return reached_or_held(answer, since + days(weeks * WEEK), cut_off)


def employed_within(question: Question, adult: str, answer: Answer, weeks: int) -> Answer:
    """26 weeks of employment off benefit within the last so many weeks, employed on the last day."""
    window = question.parameters["within_weeks"] * WEEK
    runs = joined_up(spells(question, Employment, adult), question.parameters["employment_gap_days"])
    benefits = out_of_work_spells(question, adult)

    def counts(day: dt.date) -> bool:
        """In work and off benefit; what is so on c-1 is taken to go on."""
        day = min(day, question.last_day)
        return open_run(runs, day) is not None and not any(open_on(spell, day) for spell in benefits)

    def days_worked(cut_off: dt.date) -> int:
        return sum(counts(cut_off - days(back)) for back in range(1, window + 1))

    def true_on(cut_off: dt.date) -> bool:
        return counts(cut_off - days(1)) and days_worked(cut_off) >= weeks * WEEK

    day = question.cut_off
    if true_on(day):
        while true_on(day - days(1)):
            day -= days(1)
        return held(answer, day)
    while not true_on(day):
        day = next_day(day)
    return reached(answer, day, question.cut_off)


# 4B, 4C


def activity_spells(question: Question, person: str) -> list[Spell]:
    """Qualifying activities."""
    return [
        spell_of(activity)
        for activity in question.records(Activity, "began_on", person)
        if activity.activity in question.parameters["qualifying"]
    ]


def engaged_in(question: Question, answer: Answer, activity: list[Spell]) -> Answer:
    """In activity on c-1, without a break, for 13 weeks."""
    weeks = question.parameters["activity_weeks"]
    run = open_run(joined_up(activity, question.parameters["activity_gap_days"]), question.last_day)
    if run is None:
        return failing(answer, weeks * WEEK, "days")
    return held_since(answer, max(question.engaged_on, run.start), weeks, question.cut_off)


def judge_adult_activity(question: Question) -> Answer | None:
    """4B: an adult with 4A's baseline who is no job seeker. The best of them."""
    with_baseline = [
        adult
        for adult in question.adults()
        if baseline_benefits(question, adult) and not is_job_seeker(question, adult)
    ]
    if not with_baseline:
        return None
    judged = question.still_members(with_baseline)
    if not judged:
        return in_review("all_left")
    return best(adult_activity_of(question, adult) for adult in judged)


def adult_activity_of(question: Question, adult: str) -> Answer:
    answer = Answer(
        "",
        baseline=len(baseline_benefits(question, adult)),
        current=0,
        allowed=question.parameters["activity_weeks"] * WEEK,
        person_ref=adult,
    )
    return engaged_in(question, answer, activity_spells(question, adult))


def neet_spells(question: Question, person: str) -> list[YoungPerson]:
    """NEET statuses open on E."""
    return [
        status
        for status in question.records(YoungPerson, "began_on", person)
        if status.status in question.parameters["neet"] and open_on(status, question.engaged_on)
    ]


def judge_young_people(question: Question) -> Answer | None:
    """4C: a member aged 16 to 24 on E with a NEET status open on E. The worst of them."""
    youngest, oldest = question.parameters["neet_from"], question.parameters["neet_to"]
    with_baseline = [
        person
        for person in question.family.members_on(question.engaged_on)
        if youngest <= question.age_at_engagement(person) <= oldest and neet_spells(question, person)
    ]
    if not with_baseline:
        return None
    judged = question.still_members(with_baseline)
    if not judged:
        return in_review("all_left")
    return worst(young_person(question, person) for person in judged)


def young_person(question: Question, person: str) -> Answer:
    parameters = question.parameters
    answer = Answer(
        "",
        baseline=len(neet_spells(question, person)),
        current=0,
        allowed=parameters["activity_weeks"] * WEEK,
        person_ref=person,
    )
    statuses = question.records(YoungPerson, "began_on", person)
    engaged = parameters["eet"] + parameters["counts_as_activity"]
    activity = [spell_of(status) for status in statuses if status.status in engaged]
    activity += activity_spells(question, person) + spells(question, Employment, person)
    newest_status = max(statuses, key=lambda status: (status.began_on, status.record_key))
    result = engaged_in(question, answer, activity)
    if result.status == "no_progress" and newest_status.status in parameters["not_known"]:
        return awaiting("no_record", answer.baseline, answer.allowed, person_ref=person)
    return result
