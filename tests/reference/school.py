"""2A, 2B and the attendance gate: three terms of unauthorised absence and of exclusions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from reference.answer import Answer, awaiting, failing, held, in_review, reached, worst
from reference.calendar import (
    Term,
    age,
    day_before,
    end_of_third_term_from,
    judged_terms,
    last_three_terms_by,
)
from reference.facts import Attendance, Exclusion, Family
from reference.parameters import Parameters
from reference.question import Question


@dataclass(frozen=True, slots=True)
class Sessions:
    possible: int
    unauthorised: int

    @property
    def percentage(self) -> Decimal | None:
        """Rounded half up to two decimals; null if nothing was possible."""
        if not self.possible:
            return None
        hundredths = (2 * 100 * 100 * self.unauthorised + self.possible) // (2 * self.possible)
        return Decimal(hundredths) / 100

    def too_much_absence(self, percent: int) -> bool:
        """Exactly 10% fails."""
        return 100 * self.unauthorised >= percent * self.possible

    def gap(self, percent: int) -> int:
        """By how many sessions it fails: u - floor((p - 1) / 10)."""
        return self.unauthorised - (self.possible - 1) * percent // 100


def sessions(family: Family, person: str, terms: tuple[Term, ...]) -> Sessions:
    """Summed over all of a child's enrolments, whenever it joined the household."""
    wanted = {(term.academic_year, term.name) for term in terms}
    rows = [
        row for row in family.of(Attendance) if row.person_ref == person and (row.academic_year, row.term) in wanted
    ]
    return Sessions(sum(row.sessions_possible for row in rows), sum(row.sessions_unauthorised for row in rows))


def of_compulsory_age(born: dt.date, term: Term, parameters: Parameters) -> bool:
    """At least 5 on the term's first day, and under 16 on the 1 September in its academic year."""
    old_enough = age(born, term.starts_on) >= parameters["school_from"]
    return old_enough and age(born, term.first_september) < parameters["school_until"]


def compulsory_terms(family: Family, person: str, terms: tuple[Term, ...], parameters: Parameters) -> tuple[Term, ...]:
    return tuple(term for term in terms if of_compulsory_age(family.born(person), term, parameters))


# 2A


def has_absence_baseline(question: Question, child: str) -> bool:
    before = sessions(question.family, child, last_three_terms_by(question.engaged_on))
    return before.possible > 0 and before.too_much_absence(question.parameters["absence_percent"])


def judge_absence(question: Question) -> Answer | None:
    """2A: each child in the household."""
    with_baseline = [child for child in question.children() if has_absence_baseline(question, child)]
    if not with_baseline:
        return None
    terms = judged_terms(question.engaged_on, question.cut_off)
    if not terms:
        first = (question.still_members(with_baseline) or with_baseline)[0]
        percentage = sessions(question.family, first, last_three_terms_by(question.engaged_on)).percentage
        return awaiting("too_early", percentage, question.parameters["absence_percent"])
    judged = judged_children(question, with_baseline, terms)
    if not judged:
        return in_review("all_left")
    return worst(absence_of(question, child, terms) for child in judged)


def judged_children(question: Question, with_baseline: list[str], terms: tuple[Term, ...]) -> list[str]:
    """Members on c-1 of compulsory age in a judged term, and those with a baseline who have sessions in one."""
    family = question.family
    return [
        person
        for person in family.members_on(question.last_day)
        if compulsory_terms(family, person, terms, question.parameters)
        or (person in with_baseline and sessions(family, person, terms).possible > 0)
    ]


def absence_of(question: Question, child: str, terms: tuple[Term, ...]) -> Answer:
    family, percent = question.family, question.parameters["absence_percent"]
    before = sessions(family, child, last_three_terms_by(question.engaged_on))
    now = sessions(family, child, terms)
    answer = Answer("", baseline=before.percentage, current=now.percentage, allowed=percent, person_ref=child)
    for term in compulsory_terms(family, child, terms, question.parameters):
        if sessions(family, child, (term,)).possible == 0:
            return awaiting("no_record", before.percentage, percent, person_ref=child)
    if now.too_much_absence(percent):
        return failing(answer, now.gap(percent), "sessions")
    return held_for_three_terms(answer, question, terms)


def held_for_three_terms(answer: Answer, question: Question, terms: tuple[Term, ...]) -> Answer:
    if len(terms) == 3:
        return held(answer, terms[-1].ends_on)
    return reached(answer, end_of_third_term_from(question.engaged_on), question.cut_off)


# 2B


@dataclass(frozen=True, slots=True)
class Exclusions:
    fixed: int
    permanent: int

    def too_many(self, fixed_term_limit: int) -> bool:
        return self.permanent > 0 or self.fixed >= fixed_term_limit


def exclusions(question: Question, child: str, periods: list[tuple[dt.date, dt.date]]) -> Exclusions:
    """Those begun in one of the periods; cancelled ones do not count."""
    began = [
        row.category
        for row in question.records(Exclusion, "began_on", child)
        if not row.cancelled and any(start <= row.began_on < end for start, end in periods)
    ]
    return Exclusions(
        fixed=sum(category in question.parameters["fixed_term"] for category in began),
        permanent=sum(category in question.parameters["permanent"] for category in began),
    )


def exclusions_before(question: Question, child: str) -> Exclusions:
    """Begun in the last three terms that end on or before E."""
    terms = last_three_terms_by(question.engaged_on)
    return exclusions(question, child, [(term.starts_on, term.ends_on) for term in terms])


def judge_exclusions(question: Question) -> Answer | None:
    """2B: each child with the baseline."""
    limit = question.parameters["fixed_term_limit"]
    with_baseline = [child for child in question.children() if exclusions_before(question, child).too_many(limit)]
    if not with_baseline:
        return None
    still_here = question.still_members(with_baseline)
    terms = judged_terms(question.engaged_on, question.cut_off)
    if not terms:
        before = exclusions_before(question, (still_here or with_baseline)[0])
        return awaiting("too_early", before.fixed + before.permanent, limit - 1)
    if not still_here:
        return in_review("all_left")
    return worst(exclusions_of(question, child, terms) for child in still_here)


def exclusions_of(question: Question, child: str, terms: tuple[Term, ...]) -> Answer:
    limit = question.parameters["fixed_term_limit"]
    before = exclusions_before(question, child)
    now = exclusions(question, child, [(terms[0].starts_on, terms[-1].ends_on)])
    answer = Answer(
        "",
        baseline=before.fixed + before.permanent,
        current=now.fixed + now.permanent,
        allowed=limit - 1,
        person_ref=child,
    )
    if now.too_many(limit):
        return failing(answer, max(now.fixed - (limit - 1), 0) + now.permanent, "exclusions")
    return held_for_three_terms(answer, question, terms)


# The attendance gate


@dataclass(frozen=True, slots=True)
class GateChild:
    person_ref: str
    compulsory: tuple[Term, ...]
    by_term: dict[Term, Sessions]
    pooled: Sessions
    has_sessions: bool
    passes: bool


def gate_terms(cut_off: dt.date) -> tuple[Term, ...]:
    """The last three terms that end on or before 2A's c, whenever the family was engaged."""
    return last_three_terms_by(cut_off)


def gate_children(family: Family, cut_off: dt.date, parameters: Parameters) -> list[GateChild]:
    """Each child who is a member on c-1 and of compulsory age in one of the terms, with its result."""
    terms, last_day = gate_terms(cut_off), day_before(cut_off)
    found = []
    for person in family.members_on(last_day):
        compulsory = compulsory_terms(family, person, terms, parameters)
        if compulsory and age(family.born(person), last_day) < parameters["adult_from"]:
            found.append(gate_child(family, person, terms, compulsory, parameters))
    return found


def gate_child(
    family: Family, person: str, terms: tuple[Term, ...], compulsory: tuple[Term, ...], parameters: Parameters
) -> GateChild:
    by_term = {term: sessions(family, person, (term,)) for term in terms}
    pooled = sessions(family, person, terms)
    has_sessions = all(by_term[term].possible > 0 for term in compulsory)
    child = GateChild(person, compulsory, by_term, pooled, has_sessions, passes=False)
    return replace(child, passes=has_sessions and not pooled.too_much_absence(parameters["absence_percent"]))
