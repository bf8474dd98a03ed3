"""Problem 4: adults from benefits into work (4A) or activity (4B), and young people into training (4C)."""

from __future__ import annotations

import datetime as dt

from outcomes.sample.calendar import DAY
from outcomes.sample.scene import (
    ALL_LEFT,
    NO_PROGRESS,
    NO_RECORD,
    NOT_APPLICABLE,
    QUARANTINED,
    SIGNIFICANT,
    SUSTAINED,
    Scene,
    scenario,
)

THIRTEEN_WEEKS = 91 * DAY
TWENTY_SIX_WEEKS = 182 * DAY
NO_JOB_SEEKERS = ("ESA", "IS", "CA", "SDA", "IB")
QUALIFYING = ("volunteering", "work_experience", "apprenticeship", "further_education", "work_programme")
NEET = ("610", "616", "619", "630", "660")
EET = ("210", "230", "310", "320", "340", "380")


def benefit(s: Scene, who: str, name: str, ended: dt.date | None = None, regime: str | None = None) -> None:
    """A benefit that was claimed when the family was engaged."""
    began = s.engaged - s.rng.randrange(30, 400) * DAY
    s.ledger.spell("benefits", s[who], began, ended, benefit=name, uc_regime=regime)


def no_job_seekers_benefit(s: Scene, who: str, ended: dt.date | None = None) -> None:
    name = s.rng.choice((*NO_JOB_SEEKERS, "UC", "UC without a regime"))
    if name.startswith("UC"):
        benefit(s, who, "UC", ended, "other" if name == "UC" else None)
    else:
        benefit(s, who, name, ended)


def job_seekers_benefit(s: Scene, who: str, ended: dt.date | None = None) -> None:
    if s.rng.random() < 0.7:
        benefit(s, who, "JSA", ended)
    else:
        benefit(s, who, "UC", ended, "intensive")


def job(s: Scene, who: str, began: dt.date, ended: dt.date | None = None) -> None:
    evidence = s.rng.choice(("payslip", "employer_letter", "contract", "self_employed"))
    s.ledger.spell("employment", s[who], began, ended, evidence=evidence)


def activity(s: Scene, who: str, began: dt.date, ended: dt.date | None = None, name: str = "") -> None:
    s.ledger.spell("activities", s[who], began, ended, activity=name or s.rng.choice(QUALIFYING))


# 4A and 4B: the job seekers -------------------------------------------------------------------------------------------
@scenario("work", when="long", cast=("adult",), weight=3, m4A=SUSTAINED)
def a_job_seeker_finds_work_and_keeps_it(s: Scene) -> None:
    began = s.day(s.engaged + 5 * DAY, s.cut_off - TWENTY_SIX_WEEKS)
    job_seekers_benefit(s, "adult", began - s.rng.randrange(1, 4) * DAY)
    job(s, "adult", began)


@scenario("work", when="long", cast=("adult",), m4A=SUSTAINED)
def a_job_seekers_twenty_six_weeks_end_today(s: Scene) -> None:
    began = s.cut_off - TWENTY_SIX_WEEKS
    job_seekers_benefit(s, "adult", began - DAY)
    job(s, "adult", began)


@scenario("work", when="long", cast=("adult",), m4A=SUSTAINED)
def three_days_between_two_jobs_are_no_break(s: Scene) -> None:
    began = s.day(s.engaged + 2 * DAY, s.cut_off - TWENTY_SIX_WEEKS)
    changed = s.day(began + 20 * DAY, s.cut_off - 20 * DAY)
    job_seekers_benefit(s, "adult", began - DAY)
    job(s, "adult", began, changed)
    job(s, "adult", changed + 4 * DAY)


@scenario("work", when="long", cast=("adult",), m4A=SIGNIFICANT)
def four_days_between_two_jobs_are_a_break(s: Scene) -> None:
    began = s.day(s.engaged + 2 * DAY, s.cut_off - TWENTY_SIX_WEEKS)
    changed = s.day(s.cut_off - 170 * DAY, s.cut_off - 20 * DAY)
    job_seekers_benefit(s, "adult", began - DAY)
    job(s, "adult", began, changed)
    job(s, "adult", changed + 5 * DAY)


@scenario("work", when="any", cast=("adult",), weight=2, m4A=SIGNIFICANT)
def a_job_seeker_has_found_work(s: Scene) -> None:
    began = s.day(max(s.engaged + 3 * DAY, s.cut_off - 181 * DAY), s.cut_off - 3 * DAY)
    job_seekers_benefit(s, "adult", began - DAY)
    job(s, "adult", began)


@scenario("work", when="any", cast=("adult",), m4A=NO_PROGRESS)
def still_seeking_work(s: Scene) -> None:
    job_seekers_benefit(s, "adult")


@scenario("work", when="settled", cast=("adult",), m4A=NO_PROGRESS)
def work_that_did_not_last(s: Scene) -> None:
    began = s.since(s.cut_off - 100 * DAY) + 2 * DAY
    job_seekers_benefit(s, "adult", began - DAY)
    job(s, "adult", began, began + s.rng.randrange(20, 80) * DAY)


@scenario("work", when="any", cast=("adult",), weight=2, m4A=NO_RECORD)
def off_benefit_and_nobody_knows_where(s: Scene) -> None:
    job_seekers_benefit(s, "adult", s.since(s.cut_off - 5 * DAY))


@scenario("work", when="any", cast=("leaving_adult",), m4A=ALL_LEFT)
def the_job_seeker_leaves(s: Scene) -> None:
    job_seekers_benefit(s, "leaving_adult")
    s.leaves("leaving_adult", s.engaged + 5 * DAY, s.cut_off - 10 * DAY)


@scenario("work", when="long", cast=("adult",), weight=2, m4A=QUARANTINED)
def work_but_for_a_benefit_that_cannot_be_read(s: Scene) -> None:
    a_job_seeker_finds_work_and_keeps_it(s)
    s.spoil("benefits", "adult", benefit="JSA", began_on=s.early("adult"))


# 4A and 4B: the others --------------------------------------------------------------------------------------------
@scenario("work", when="settled", cast=("adult",), weight=2, m4A=SUSTAINED, m4B=NO_PROGRESS)
def from_another_benefit_into_work(s: Scene) -> None:
    began = s.day(s.engaged + 3 * DAY, s.cut_off - THIRTEEN_WEEKS)
    no_job_seekers_benefit(s, "adult", began - DAY)
    job(s, "adult", began)


@scenario("work", when="any", cast=("adult",), m4A=SIGNIFICANT, m4B=NO_PROGRESS)
def from_another_benefit_into_work_lately(s: Scene) -> None:
    began = s.day(max(s.engaged + 2 * DAY, s.cut_off - 90 * DAY), s.cut_off - 2 * DAY)
    no_job_seekers_benefit(s, "adult", began - DAY)
    job(s, "adult", began)


@scenario("work", when="settled", cast=("adult", "second_adult"), m4A=SUSTAINED, m4B=NO_PROGRESS)
def one_parent_works_and_one_still_seeks(s: Scene) -> None:
    from_another_benefit_into_work(s)
    job_seekers_benefit(s, "second_adult")


@scenario("work", when="any", cast=("adult",), m4A=NO_PROGRESS, m4B=NO_PROGRESS)
def still_on_another_benefit(s: Scene) -> None:
    no_job_seekers_benefit(s, "adult")


@scenario("work", when="any", cast=("adult",), m4A=NO_RECORD, m4B=NO_PROGRESS)
def off_another_benefit_and_nobody_knows_where(s: Scene) -> None:
    no_job_seekers_benefit(s, "adult", s.since(s.cut_off - 5 * DAY))


@scenario("work", when="settled", cast=("adult",), weight=2, m4A=NO_PROGRESS, m4B=SUSTAINED)
def on_a_benefit_and_active(s: Scene) -> None:
    no_job_seekers_benefit(s, "adult")
    activity(s, "adult", s.since(s.cut_off - THIRTEEN_WEEKS))


@scenario("work", when="settled", cast=("adult",), m4A=NO_PROGRESS, m4B=SUSTAINED)
def a_week_between_two_courses_is_no_break(s: Scene) -> None:
    began = s.since(s.cut_off - THIRTEEN_WEEKS)
    changed = s.day(began + 10 * DAY, s.cut_off - 20 * DAY)
    no_job_seekers_benefit(s, "adult")
    activity(s, "adult", began, changed)
    activity(s, "adult", changed + 8 * DAY)


@scenario("work", when="any", cast=("adult",), weight=2, m4A=NO_PROGRESS, m4B=SIGNIFICANT)
def on_a_benefit_and_active_lately(s: Scene) -> None:
    no_job_seekers_benefit(s, "adult")
    activity(s, "adult", s.day(max(s.engaged, s.cut_off - 90 * DAY), s.cut_off - 2 * DAY))


@scenario("work", when="any", cast=("adult",), m4A=NO_PROGRESS, m4B=NO_PROGRESS)
def an_interview_is_no_activity(s: Scene) -> None:
    no_job_seekers_benefit(s, "adult")
    activity(s, "adult", s.since(s.cut_off - 10 * DAY), name="benefit_interview")


@scenario("work", when="any", cast=("leaving_adult",), weight=2, m4A=ALL_LEFT, m4B=ALL_LEFT)
def the_claimant_leaves(s: Scene) -> None:
    no_job_seekers_benefit(s, "leaving_adult")
    s.leaves("leaving_adult", s.engaged + 5 * DAY, s.cut_off - 10 * DAY)


@scenario("work", when="any", cast=("adult",), m4A=NOT_APPLICABLE)
def in_work_on_universal_credit(s: Scene) -> None:
    benefit(s, "adult", "UC", regime="working")
    job(s, "adult", s.engaged - 200 * DAY)


# 4C -----------------------------------------------------------------------------------------------------------------
def status(s: Scene, who: str, code: str, began: dt.date, ended: dt.date | None = None) -> None:
    s.ledger.spell("young_people", s[who], began, ended, status=code)


def neet(s: Scene, who: str, ended: dt.date | None = None) -> None:
    """Not in education, employment or training when the family was engaged."""
    status(s, who, s.rng.choice(NEET), s.engaged - s.rng.randrange(10, 200) * DAY, ended)


@scenario("young_people", cast=("school_leaver",), weight=2, m4C=SUSTAINED)
def into_education(s: Scene) -> None:
    ended = s.since(s.cut_off - THIRTEEN_WEEKS - DAY)
    neet(s, "school_leaver", ended)
    status(s, "school_leaver", s.rng.choice(EET), ended + DAY)


@scenario("young_people", cast=("school_leaver",), m4C=SUSTAINED)
def into_volunteering(s: Scene) -> None:
    ended = s.since(s.cut_off - THIRTEEN_WEEKS - DAY)
    neet(s, "school_leaver", ended)
    status(s, "school_leaver", "540", ended + DAY)


@scenario("young_people", cast=("school_leaver",), m4C=SUSTAINED)
def into_a_job_of_which_connexions_has_not_heard(s: Scene) -> None:
    neet(s, "school_leaver")
    job(s, "school_leaver", s.since(s.cut_off - THIRTEEN_WEEKS))


@scenario("young_people", when="any", cast=("school_leaver",), weight=3, m4C=SIGNIFICANT)
def into_education_lately(s: Scene) -> None:
    ended = s.day(max(s.engaged, s.cut_off - 91 * DAY), s.cut_off - 5 * DAY)
    neet(s, "school_leaver", ended)
    status(s, "school_leaver", s.rng.choice(EET), ended + DAY)


@scenario("young_people", when="any", cast=("school_leaver",), m4C=NO_PROGRESS)
def still_not_in_training(s: Scene) -> None:
    neet(s, "school_leaver")


@scenario("young_people", cast=("school_leaver",), m4C=NO_PROGRESS)
def training_that_did_not_last(s: Scene) -> None:
    first = s.since(s.cut_off - 100 * DAY)
    second = first + s.rng.randrange(20, 80) * DAY
    neet(s, "school_leaver", first)
    status(s, "school_leaver", "320", first + DAY, second)
    status(s, "school_leaver", "620", second + DAY)


@scenario("young_people", when="any", cast=("school_leaver",), weight=2, m4C=NO_RECORD)
def lost_sight_of(s: Scene) -> None:
    ended = s.since(s.cut_off - 5 * DAY)
    neet(s, "school_leaver", ended)
    status(s, "school_leaver", "810", ended + DAY)


@scenario("young_people", when="any", cast=("leaving_school_leaver",), weight=2, m4C=ALL_LEFT)
def the_young_person_leaves(s: Scene) -> None:
    neet(s, "leaving_school_leaver")
    s.leaves("leaving_school_leaver", s.engaged + 5 * DAY, s.cut_off - 10 * DAY)


@scenario("young_people", when="any", cast=("school_leaver",), m4C=NOT_APPLICABLE)
def always_in_education(s: Scene) -> None:
    status(s, "school_leaver", "210", s.engaged - 100 * DAY)
