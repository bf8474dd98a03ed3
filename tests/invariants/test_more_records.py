"""What more evidence may do to an answer, and what it may not.

Each family is asked as it is and with records added, both in one batch. Baselines are judged on the day of engagement,
so the records that are added say something about the days after it: one about the days before can take a baseline
away, such as a term of full attendance or a job seeker's benefit (rules, 2A and 4B).
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from outcomes.plan import Plan
from reference.calendar import terms_of
from reference.engines import PostgreSQL
from reference.facts import DistrictAsb, Family, Member, PoliceAsb
from reference.generator import FEEDS, Batch, make_batch
from reference.harness import Answers, engine_answers
from reference.oracle import COLUMNS
from reference.shrinking import renamed

FAMILIES = 400
AS_IT_IS, WITH_MORE = "1", "2"
FROM_BAD_TO_GOOD = ("no_progress", "significant", "sustained")
STAR_DAYS = dt.timedelta(days=56)
"""A star counts as the first until so long after engagement (rules, 6B)."""


def asked_both_ways(
    postgresql: PostgreSQL, plan: Plan, batch: Batch, pairs: list[tuple[Family, Family]]
) -> list[tuple[str, Answers, Answers]]:
    """The answers to each family as it is, and with more."""
    families = [
        renamed(family, name) for pair in pairs for family, name in zip(pair, (AS_IT_IS, WITH_MORE), strict=True)
    ]
    postgresql.answer(families, batch.coverage, batch.as_of, plan)
    said = engine_answers(postgresql, families)
    return [
        (family.family_id, said[f"{AS_IT_IS}:{family.family_id}"], said[f"{WITH_MORE}:{family.family_id}"])
        for family, _ in pairs
    ]


def row(answers: Answers, measure: str) -> dict[str, Any]:
    return dict(zip(COLUMNS["measure_state"], answers["measure_state"][measure,], strict=True))


def apart(batch: Batch) -> list[Family]:
    """The families that share nobody with another, so that what is added to one is added to it alone."""
    often = Counter(person for family in batch.families for person in family.people())
    return [family for family in batch.families if max(often[person] for person in family.people()) == 1]


def with_every_feed_complete(batch: Batch) -> Batch:
    return replace(batch, coverage=dict.fromkeys(FEEDS, batch.as_of - dt.timedelta(days=1)))


def no_better_than(answer: dict[str, Any]) -> tuple[str, ...]:
    """What was for a person to judge, or was judged by one, may turn out to be no progress after all."""
    status = answer["status"]
    if status in FROM_BAD_TO_GOOD:
        return FROM_BAD_TO_GOOD[: FROM_BAD_TO_GOOD.index(status) + 1]
    return (status, "no_progress") if status == "review" or answer["reason_code"] == "decided" else (status,)


def with_an_incident(family: Family, batch: Batch, rng: random.Random) -> Family:
    """One more on or after engagement. Not a police report on a day on which the person is in a district's case: the
    two would be the same incident, and a report can stand for several cases (rules, A10)."""
    person = rng.choice(family.people())
    day = family.engaged_on + dt.timedelta(days=rng.randrange(max(1, (batch.as_of - family.engaged_on).days + 5)))
    cases = {(each.person_ref, each.incident_on) for each in family.of(DistrictAsb)}
    if rng.random() < 0.6 and (person, day) not in cases:
        added: PoliceAsb | DistrictAsb = PoliceAsb(person, "added", "added", "suspect", day)
    else:
        added = DistrictAsb(person, "added", "added", "wycombe", "suspect", day)
    return replace(family, records=[*family.records, added])


@pytest.mark.parametrize("seed", [11, 12])
def test_an_incident_on_or_after_engagement_never_improves_1a(seed: int, postgresql: PostgreSQL, plan: Plan) -> None:
    rng, batch = random.Random(seed), with_every_feed_complete(make_batch(seed, FAMILIES))
    concerned = [family for family in apart(batch) if family.of(PoliceAsb) or family.of(DistrictAsb)]
    worse = 0
    for family_id, before, after in asked_both_ways(
        postgresql, plan, batch, [(family, with_an_incident(family, batch, rng)) for family in concerned]
    ):
        was, now = row(before, "1A"), row(after, "1A")
        assert now["status"] in no_better_than(was), family_id
        if was["current_value"] is not None:
            assert now["current_value"] >= was["current_value"], family_id
        if was["earliest_on"] and now["earliest_on"] and "decided" not in (was["reason_code"], now["reason_code"]):
            assert now["earliest_on"] >= was["earliest_on"], family_id
        worse += now["status"] != was["status"]
    assert worse >= 5, "too few answers changed for the test to say anything"


def test_one_report_that_is_the_same_as_two_cases_is_the_exception(postgresql: PostgreSQL, plan: Plan) -> None:
    """By A10 a district's case is the same incident as a police report that has a same member on the same day. Two
    such cases were two incidents until the report came, and are one with it."""
    engaged_on, cases_on = dt.date(2016, 1, 10), dt.date(2016, 8, 1)
    batch = with_every_feed_complete(Batch(0, dt.date(2016, 10, 1), {}, []))
    family = Family("F", engaged_on, members=[Member("F-a", dt.date(2010, 1, 1), None, dt.date(1985, 1, 1))])
    for day in (1, 2, 3):
        family.records.append(PoliceAsb("F-a", f"b{day}", f"b{day}", "suspect", dt.date(2015, 11, day)))
    for case in ("c1", "c2"):
        family.records.append(DistrictAsb("F-a", case, case, "wycombe", "suspect", cases_on))
    reported = replace(family, records=[*family.records, PoliceAsb("F-a", "r", "r", "suspect", cases_on)])
    ((_, before, after),) = asked_both_ways(postgresql, plan, batch, [(family, reported)])
    assert (row(before, "1A")["status"], row(before, "1A")["current_value"]) == ("no_progress", 2)
    assert (row(after, "1A")["status"], row(after, "1A")["current_value"]) == ("sustained", 1)


def day_of(record: Any) -> dt.date:
    """The first day that a record says something about."""
    if record.feed == "attendance":
        year = int(record.academic_year[:4])
        return next(term.starts_on for term in terms_of(year) if term.name == record.term)
    if record.feed == "outcome_star":
        return record.completed_on - STAR_DAYS
    if record.feed in ("domestic_abuse", "marac"):
        return record.incident_on or (record.reported_on if record.feed == "domestic_abuse" else record.referred_on)
    name = next(name for name in ("incident_on", "offence_on", "began_on") if hasattr(record, name))
    return getattr(record, name)


def without_some(family: Family, wanted: Callable[[Any], bool]) -> Family:
    return replace(family, records=[record for record in family.records if wanted(record)])


@pytest.mark.parametrize("seed", [21, 22])
def test_more_records_never_turn_an_answer_into_not_applicable(seed: int, postgresql: PostgreSQL, plan: Plan) -> None:
    """Decisions aside: one may say `not_applicable` itself, as soon as there is something to review."""
    rng, batch = random.Random(seed), make_batch(seed, FAMILIES)
    pairs = []
    for family in apart(batch):
        undecided = replace(family, decisions=[])
        fewer = without_some(undecided, lambda each, e=family.engaged_on: day_of(each) <= e or rng.random() < 0.5)
        pairs.append((fewer, undecided))
    changed = 0
    for family_id, before, after in asked_both_ways(postgresql, plan, batch, pairs):
        for measure in (each.measure for each in plan.answered):
            was, now = row(before, measure), row(after, measure)
            assert now["status"] != "not_applicable" or was["status"] == "not_applicable", (family_id, measure)
            changed += now != was
    assert changed >= 50, "too few answers changed for the test to say anything"
