"""From measures to a claim: outcomes, problems, gates, routes and what blocks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reference.answer import Answer, best, combined_day, worst
from reference.calendar import age
from reference.facts import Family
from reference.measures import MeasureAnswer, measure, newest_decision
from reference.parameters import MEASURES, Parameters
from reference.question import Coverage, cut_off, is_stale
from reference.school import GateChild, gate_children, gate_terms

ALL_PROBLEMS = "significant_and_sustained"
EMPLOYMENT = "continuous_employment"


@dataclass(frozen=True, slots=True)
class Blocker:
    blocker: str
    kind: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a claim. `claimable_on` is null while anything blocks it."""

    result_type: str
    blockers: list[Blocker]
    claimable_on: dt.date | None

    @property
    def earliest_on(self) -> dt.date | None:
        """Its claimable day; null if any blocker's is, else the latest."""
        if not self.blockers:
            return self.claimable_on
        earliest = [blocker.answer.earliest_on for blocker in self.blockers]
        known = [day for day in earliest if day is not None]
        return max(known) if len(known) == len(earliest) else None


@dataclass(frozen=True, slots=True)
class Gate:
    """The attendance gate; `answer` says why it is shut."""

    open: bool
    children: list[GateChild]
    answer: Answer
    newest_term_ended_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Practice:
    day: dt.date | None
    open: bool


@dataclass(frozen=True, slots=True)
class FamilyAnswer:
    """Everything that the pages publish about one family."""

    family: Family
    measures: dict[str, MeasureAnswer]
    outcomes: dict[str, Answer]
    problems: dict[str, Answer]
    applicable: dict[str, bool]
    gate: Gate
    practice: Practice
    eligible: bool
    already_claimed: bool
    routes: list[Route]
    result_type: str | None
    claimable_on: dt.date | None


def applicable_answers(answers: list[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.status != "not_applicable"]


def combine(answers: list[Answer], of_best: bool = False) -> Answer:
    """The worst (or best) of those that apply, with the latest (or earliest) sustained day."""
    answers = applicable_answers(answers)
    if not answers:
        return Answer("not_applicable")
    chosen = best(answers) if of_best else worst(answers)
    day = combined_day(answers, of_best) if chosen.status == "sustained" else None
    return replace(chosen, sustained_on=day)


def outcomes_of(measures: Mapping[str, MeasureAnswer], parameters: Parameters) -> dict[str, Answer]:
    return {
        outcome: combine([measures[each].answer for each in members], outcome in parameters["best_of_outcomes"])
        for outcome, members in parameters["outcomes"].items()
    }


def problems_of(outcomes: Mapping[str, Answer], parameters: Parameters) -> dict[str, Answer]:
    return {
        problem: combine([outcomes[each] for each in members]) for problem, members in parameters["problems"].items()
    }


def is_applicable(problem: str, measures: Mapping[str, MeasureAnswer], parameters: Parameters) -> bool:
    """It has a measure with a baseline or an assessed need."""
    return any(
        measures[each].counts for outcome in parameters["problems"][problem] for each in parameters["outcomes"][outcome]
    )


def has_a_child(family: Family, parameters: Parameters) -> bool:
    return any(
        age(family.born(person), family.engaged_on) < parameters["adult_from"]
        for person in family.members_on(family.engaged_on)
    )


# Gates


def attendance_gate(family: Family, coverage: Coverage, as_of: dt.date, parameters: Parameters) -> Gate:
    c = cut_off(parameters["reads"]["2A"], coverage, as_of)
    children = [] if c is None else gate_children(family, c, parameters)
    undecided = any(
        feed in parameters["reads"]["2A"] and family.was_member_from(person, family.engaged_on)
        for feed, person in family.undecided
    )
    if undecided:
        why = Answer("review", "undecided_match")
    elif c is None or is_stale(as_of, c, parameters["stale_after_days"]["2A"]):
        why = Answer("awaiting_evidence", "feed_stale")
    elif any(not child.has_sessions for child in children):
        why = Answer("awaiting_evidence", "no_record")
    elif any(not child.passes for child in children):
        gap = max(child.pooled.gap(parameters["absence_percent"]) for child in children)
        why = Answer("no_progress", gap=gap, gap_unit="sessions")
    else:
        why = Answer("sustained")
    decision = newest_decision(family, "attendance_gate", as_of)
    decided_true = decision is not None and decision.verdict != "no_progress"
    newest_end = gate_terms(c)[-1].ends_on if c is not None and children else None
    return Gate(decided_true or why.status == "sustained", children, why, newest_end)


def practice_gate(family: Family, as_of: dt.date) -> Practice:
    """Assessed and plan agreed, each on or before as_of, and a lead worker named."""
    if family.assessed_on is None or family.plan_agreed_on is None:
        return Practice(None, False)
    day = max(family.assessed_on, family.plan_agreed_on)
    if day > as_of:
        return Practice(None, False)
    return Practice(day, family.has_lead_worker)


# Earlier claims


def claimed_before(family: Family, as_of: dt.date) -> bool:
    """One claim a family, ever."""
    return any(claim.claimed_on <= as_of for claim in family.claims_history) or any(
        claim.family_id == family.family_id and claim.as_of < as_of for claim in family.prior_claims
    )


def adults_claimed_before(family: Family, as_of: dt.date) -> set[str]:
    """The same adult's employment is not claimed twice, whatever the family."""
    return {claim.person_ref for claim in family.prior_claims if claim.person_ref is not None and claim.as_of < as_of}


# Routes


def plain(blocker: str) -> Blocker:
    return Blocker(blocker, blocker, Answer("no_progress"))


def of_measure(answer: MeasureAnswer) -> Blocker:
    return Blocker(answer.measure, "measure", answer.answer)


def measures_in_the_way(measures: Mapping[str, MeasureAnswer], parameters: Parameters) -> list[Blocker]:
    """Measures neither `not_applicable` nor sustained; of 4A and 4B the better one."""
    found = []
    for outcome, members in parameters["outcomes"].items():
        applying = [measures[each] for each in members if measures[each].answer.status != "not_applicable"]
        if outcome in parameters["best_of_outcomes"] and applying:
            applying = [better_measure(applying)]
        found += [of_measure(each) for each in applying if each.answer.status != "sustained"]
    return found


def better_measure(answers: list[MeasureAnswer]) -> MeasureAnswer:
    """Of equal ones the measure that the plan names first: measures are not told apart by their people."""
    named = {each.measure: replace(each.answer, person_ref=each.measure) for each in answers}
    better = best(named.values())
    return next(each for each in answers if named[each.measure] is better)


def common_blockers(practice: Practice, eligible: bool, already_claimed: bool) -> list[Blocker]:
    found = [] if practice.open else [plain("practice_gate")]
    found += [] if eligible else [plain("eligibility")]
    return found + ([plain("already_claimed")] if already_claimed else [])


def all_problems_route(
    measures: Mapping[str, MeasureAnswer],
    problems: Mapping[str, Answer],
    gate: Gate,
    practice: Practice,
    common: list[Blocker],
    parameters: Parameters,
) -> Route:
    blockers = measures_in_the_way(measures, parameters)
    if not gate.open:
        blockers.append(Blocker("attendance_gate", "attendance_gate", gate.answer))
    blockers += common
    dates = [problem.sustained_on for problem in problems.values()] + [practice.day, gate.newest_term_ended_on]
    claimable_on = None if blockers else max(day for day in dates if day is not None)
    return Route(ALL_PROBLEMS, blockers, claimable_on)


def employment_route(
    employment: MeasureAnswer, practice: Practice, common: list[Blocker], claimed_adults: set[str]
) -> Route:
    """Of one adult, whose employment was not claimed before."""
    if employment.answer.status != "sustained":
        return Route(EMPLOYMENT, [of_measure(employment), *common], None)
    carriers = employment_days(employment, claimed_adults)
    if not carriers:
        already = any(blocker.kind == "already_claimed" for blocker in common)
        return Route(EMPLOYMENT, common if already else [*common, plain("already_claimed")], None)
    dates = [day for day in (min(carriers), practice.day) if day is not None]
    return Route(EMPLOYMENT, common, None if common else max(dates))


def employment_days(employment: MeasureAnswer, claimed_adults: set[str]) -> list[dt.date]:
    """The sustained day of each adult who can carry the claim. A decision stands for the adults that were judged."""
    if employment.answer.reason == "decided":
        judged = {adult.person_ref for adult in employment.adults}
        free = not judged or bool(judged - claimed_adults)
        return [employment.answer.sustained_on] if free and employment.answer.sustained_on else []
    return [
        adult.sustained_on
        for adult in employment.adults
        if adult.status == "sustained" and adult.sustained_on and adult.person_ref not in claimed_adults
    ]


def claimable(routes: list[Route]) -> tuple[str | None, dt.date | None]:
    """The earlier claimable day; the same day: the first route, all problems."""
    open_routes = [route for route in routes if route.claimable_on is not None]
    if not open_routes:
        return None, None
    chosen = min(open_routes, key=lambda route: route.claimable_on or dt.date.max)
    return chosen.result_type, chosen.claimable_on


def nearer(routes: list[Route]) -> Route:
    """The route with the earlier earliest day that is known; equal or both unknown: all problems."""
    return min(routes, key=lambda route: route.earliest_on or dt.date.max)


def answer_for(family: Family, coverage: Coverage, as_of: dt.date, parameters: Parameters) -> FamilyAnswer:
    measures = {each: measure(family, each, coverage, as_of, parameters) for each in MEASURES}
    outcomes = outcomes_of(measures, parameters)
    problems = problems_of(outcomes, parameters)
    applicable = {problem: is_applicable(problem, measures, parameters) for problem in problems}
    eligible = sum(applicable.values()) >= parameters["problems_needed"] and has_a_child(family, parameters)
    gate = attendance_gate(family, coverage, as_of, parameters)
    practice = practice_gate(family, as_of)
    already_claimed = claimed_before(family, as_of)
    common = common_blockers(practice, eligible, already_claimed)
    routes = [
        all_problems_route(measures, problems, gate, practice, common, parameters),
        employment_route(measures["4A"], practice, common, adults_claimed_before(family, as_of)),
    ]
    result_type, claimable_on = claimable(routes)
    return FamilyAnswer(
        family=family,
        measures=measures,
        outcomes=outcomes,
        problems=problems,
        applicable=applicable,
        gate=gate,
        practice=practice,
        eligible=eligible,
        already_claimed=already_claimed,
        routes=routes,
        result_type=result_type,
        claimable_on=claimable_on,
    )
