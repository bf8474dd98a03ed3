"""Cases as a person writes them down: a short YAML of facts and the expected answer, made into a family.

What a case does not say is ordinary: engaged on 2016-01-10, judged on 2016-10-01, every feed complete through the day
before, an adult `A` and a child `C` who joined long ago. A list of days stands for as many records.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from reference.facts import RECORDS, Attendance, Decision, EarlierClaim, Family, Member, Need, PriorClaim
from reference.parameters import Parameters, the_page

LONG_AGO = dt.date(2010, 1, 1)
ENGAGED_ON = dt.date(2016, 1, 10)
AS_OF = dt.date(2016, 10, 1)
PEOPLE = {"A": dt.date(1980, 5, 5), "C": dt.date(2006, 5, 5)}
KINDS = {kind.feed: kind for kind in RECORDS}
USUAL: dict[str, dict[str, Any]] = {
    "police_asb": {"who": "A", "role": "suspect"},
    "district_asb": {"who": "A", "role": "suspect", "district": "wycombe"},
    "youth_offences": {"who": "C", "outcome": "youth_caution"},
    "adult_offences": {"who": "A", "outcome": "community_order"},
    "attendance": {"who": "C", "school_urn": "110001", "sessions_authorised": 0},
    "exclusions": {"who": "C", "school_urn": "110001", "category": "FIXD"},
    "social_care": {"who": "C", "category": "NEG", "ended_on": None},
    "benefits": {"who": "A", "uc_regime": None},
    "employment": {"who": "A"},
    "activities": {"who": "A", "activity": "volunteering"},
    "young_people": {"who": "A"},
    "domestic_abuse": {"who": "A", "role": "victim", "incident_on": None, "child_present": True},
    "marac": {"who": "A", "role": "victim", "incident_on": None, "children": 1},
    "treatment": {"who": "A", "substance": "alcohol"},
    "outcome_star": {"who": "A", "star": "family_star_plus", "area": "wellbeing"},
    "child_health": {"who": "C"},
    "housing": {"who": "A"},
}


@dataclass(slots=True)
class Case:
    title: str
    family: Family
    coverage: dict[str, dt.date | None]
    as_of: dt.date
    parameters: Parameters
    expect: dict[str, Any]

    def __str__(self) -> str:
        return self.title


def read_cases(path: Path) -> list[Case]:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [case_of(each, f"{path.stem}-{number}") for number, each in enumerate(written, start=1)]


def case_of(written: dict[str, Any], family_id: str) -> Case:
    as_of = written.get("as_of", AS_OF)
    through = dict.fromkeys(KINDS, as_of - dt.timedelta(days=1)) | written.get("through", {})
    return Case(
        title=written["title"],
        family=family_of(written, family_id),
        coverage=through,
        as_of=as_of,
        parameters=the_page(**written.get("parameters", {})),
        expect=written["expect"],
    )


def family_of(written: dict[str, Any], family_id: str) -> Family:
    known = {"title", "as_of", "through", "expect", "parameters"} | {each.name for each in fields(Family)} | {"people"}
    unknown = set(written) - known
    if unknown:
        raise KeyError(f"{written['title']}: {sorted(unknown)}")
    plain = ("assessed_on", "plan_agreed_on", "has_lead_worker", "closed_on", "closure")
    return Family(
        family_id=family_id,
        engaged_on=written.get("engaged_on", ENGAGED_ON),
        **{name: written[name] for name in plain if name in written},
        members=members_of(family_id, PEOPLE | written.get("people", {})),
        records=[
            record
            for feed, rows in written.get("records", {}).items()
            for number, row in enumerate(rows, start=1)
            for record in records_of(family_id, feed, number, row)
        ],
        needs=[Need(measure, day) for measure, day in written.get("needs", {}).items()],
        decisions=[Decision(**each) for each in written.get("decisions", [])],
        claims_history=[EarlierClaim(**each) for each in written.get("claims_history", [])],
        prior_claims=[prior_claim(family_id, each) for each in written.get("prior_claims", [])],
        undecided={(feed, person(family_id, who)) for feed, who in written.get("undecided", {}).items()},
        quarantined={(feed, person(family_id, who)) for feed, who in written.get("quarantined", {}).items()},
    )


def person(family_id: str, who: str) -> str:
    """People are the family's own: cases share a batch."""
    return f"{family_id}-{who}"


def members_of(family_id: str, people: dict[str, Any]) -> list[Member]:
    """A birthday; or {born, joined, left}; or a list of those: one a spell of membership. None: nobody."""
    members = []
    for who, said in people.items():
        for spell in said if isinstance(said, list) else [said]:
            if spell is not None:
                spell = spell if isinstance(spell, dict) else {"born": spell}
                left, joined = spell.get("left"), spell.get("joined", LONG_AGO)
                members.append(Member(person(family_id, who), joined, left, spell["born"]))
    return members


def prior_claim(family_id: str, said: dict[str, Any]) -> PriorClaim:
    who = said.get("who")
    return PriorClaim(
        claim_id=said["claim_id"],
        family_id=said.get("family_id", family_id),
        result_type=said["result_type"],
        as_of=said["as_of"],
        person_ref=None if who is None else person(family_id, who),
    )


def records_of(family_id: str, feed: str, number: int, row: dict[str, Any]) -> list[Any]:
    said = USUAL[feed] | row
    who = person(family_id, said.pop("who"))
    if feed == "attendance":
        return terms_attended(who, said)
    listed = next((name for name, value in said.items() if isinstance(value, list)), None)
    values = said[listed] if listed else [None]
    made = []
    for place, value in enumerate(values, start=1):
        one = said | ({listed: value} if listed else {})
        made.append(record_of(feed, f"{family_id}.{number}.{place}", who, one))
    return made


def record_of(feed: str, reference: str, who: str, said: dict[str, Any]) -> Any:
    kind = KINDS[feed]
    names = [each.name for each in fields(kind)]
    own = next((name for name in names if name.endswith("_ref") and name != "person_ref"), None)
    if own:
        said = {own: reference} | said
    return kind(person_ref=who, record_key=f"{said[own] if own else ''}|{who}|{reference}", **said)


def terms_attended(who: str, said: dict[str, Any]) -> list[Attendance]:
    """`2015/16 autumn: 12 of 120` is twelve unauthorised sessions of 120."""
    made = []
    school, authorised = said.pop("school_urn"), said.pop("sessions_authorised")
    for when, absence in said.items():
        year, term = when.split()
        unauthorised, possible = map(int, re.fullmatch(r"(\d+) of (\d+)", absence).groups())  # type: ignore[union-attr]
        key = f"{who}|{school}|{year}|{term}"
        made.append(Attendance(who, key, school, year, term, possible, authorised, unauthorised))
    return made
