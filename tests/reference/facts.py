"""What is known about one family, as the reference reads it: the columns of the work tables, a dataclass a feed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, ClassVar

Day = dt.date


@dataclass(slots=True)
class Member:
    """One spell of membership, both days included; somebody who left and came back has two."""

    person_ref: str
    joined_on: Day
    left_on: Day | None
    date_of_birth: Day


@dataclass(slots=True)
class Need:
    measure_id: str
    identified_on: Day


@dataclass(slots=True)
class Decision:
    """What a person decided about an answer that was `review`, or about the attendance gate."""

    measure_id: str
    decided_on: Day
    verdict: str
    sustained_on: Day | None = None


@dataclass(slots=True)
class EarlierClaim:
    """A row of `claims_history`: claimed before this product kept count."""

    result_type: str
    claimed_on: Day


@dataclass(slots=True)
class PriorClaim:
    """A claim of our own, not withdrawn or rejected. `person_ref` is the adult of an employment claim."""

    claim_id: int
    family_id: str
    result_type: str
    as_of: Day
    person_ref: str | None = None


@dataclass(slots=True)
class PoliceAsb:
    feed: ClassVar[str] = "police_asb"
    person_ref: str
    record_key: str
    incident_ref: str
    role: str
    incident_on: Day
    category: str = "nuisance"


@dataclass(slots=True)
class DistrictAsb:
    feed: ClassVar[str] = "district_asb"
    person_ref: str
    record_key: str
    case_ref: str
    district: str
    role: str
    incident_on: Day
    category: str = "nuisance"


@dataclass(slots=True)
class YouthOffence:
    feed: ClassVar[str] = "youth_offences"
    person_ref: str
    record_key: str
    offence_ref: str
    offence_on: Day
    outcome: str
    outcome_on: Day | None = None


@dataclass(slots=True)
class AdultOffence:
    feed: ClassVar[str] = "adult_offences"
    person_ref: str
    record_key: str
    offence_ref: str
    offence_on: Day
    outcome: str
    outcome_on: Day | None = None


@dataclass(slots=True)
class Attendance:
    feed: ClassVar[str] = "attendance"
    person_ref: str
    record_key: str
    school_urn: str
    academic_year: str
    term: str
    sessions_possible: int
    sessions_authorised: int
    sessions_unauthorised: int


@dataclass(slots=True)
class Exclusion:
    feed: ClassVar[str] = "exclusions"
    person_ref: str
    record_key: str
    exclusion_ref: str
    school_urn: str
    category: str
    began_on: Day
    sessions: int | None = None
    cancelled: bool | None = None


@dataclass(slots=True)
class SocialCare:
    feed: ClassVar[str] = "social_care"
    person_ref: str
    record_key: str
    episode_ref: str
    kind: str
    began_on: Day
    ended_on: Day | None
    category: str
    end_reason: str | None = None


@dataclass(slots=True)
class Benefit:
    feed: ClassVar[str] = "benefits"
    person_ref: str
    record_key: str
    spell_ref: str
    benefit: str
    uc_regime: str | None
    began_on: Day
    ended_on: Day | None = None


@dataclass(slots=True)
class Employment:
    feed: ClassVar[str] = "employment"
    person_ref: str
    record_key: str
    spell_ref: str
    began_on: Day
    ended_on: Day | None = None
    evidence: str = "payslip"


@dataclass(slots=True)
class Activity:
    feed: ClassVar[str] = "activities"
    person_ref: str
    record_key: str
    spell_ref: str
    activity: str
    began_on: Day
    ended_on: Day | None = None


@dataclass(slots=True)
class YoungPerson:
    feed: ClassVar[str] = "young_people"
    person_ref: str
    record_key: str
    status: str
    began_on: Day
    ended_on: Day | None = None


@dataclass(slots=True)
class DomesticAbuse:
    feed: ClassVar[str] = "domestic_abuse"
    person_ref: str
    record_key: str
    report_ref: str
    role: str
    incident_on: Day | None
    reported_on: Day
    child_present: bool
    risk: str | None = None


@dataclass(slots=True)
class Marac:
    feed: ClassVar[str] = "marac"
    person_ref: str
    record_key: str
    case_ref: str
    role: str
    incident_on: Day | None
    referred_on: Day
    children: int


@dataclass(slots=True)
class Treatment:
    feed: ClassVar[str] = "treatment"
    person_ref: str
    record_key: str
    episode_ref: str
    substance: str
    began_on: Day
    ended_on: Day | None = None
    discharge: str | None = None


@dataclass(slots=True)
class OutcomeStar:
    feed: ClassVar[str] = "outcome_star"
    person_ref: str
    record_key: str
    assessment_ref: str
    star: str
    area: str
    score: int
    completed_on: Day


@dataclass(slots=True)
class ChildHealth:
    feed: ClassVar[str] = "child_health"
    person_ref: str
    record_key: str
    spell_ref: str
    level: str
    began_on: Day
    ended_on: Day | None = None
    end_reason: str | None = None


@dataclass(slots=True)
class Housing:
    feed: ClassVar[str] = "housing"
    person_ref: str
    record_key: str
    case_ref: str
    kind: str
    began_on: Day
    ended_on: Day | None = None


RECORDS: tuple[type, ...] = (
    PoliceAsb,
    DistrictAsb,
    YouthOffence,
    AdultOffence,
    Attendance,
    Exclusion,
    SocialCare,
    Benefit,
    Employment,
    Activity,
    YoungPerson,
    DomesticAbuse,
    Marac,
    Treatment,
    OutcomeStar,
    ChildHealth,
    Housing,
)


@dataclass(slots=True)
class Family:
    """One family with everything that is known about its members. `undecided` and `quarantined` hold (feed, person)."""

    family_id: str
    engaged_on: Day
    assessed_on: Day | None = None
    plan_agreed_on: Day | None = None
    has_lead_worker: bool = False
    closed_on: Day | None = None
    closure: str | None = None
    district: str = "wycombe"
    members: list[Member] = field(default_factory=list)
    records: list[Any] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    claims_history: list[EarlierClaim] = field(default_factory=list)
    prior_claims: list[PriorClaim] = field(default_factory=list)
    undecided: set[tuple[str, str]] = field(default_factory=set)
    quarantined: set[tuple[str, str]] = field(default_factory=set)

    def people(self) -> list[str]:
        """Everybody who was ever a member, in the order in which ties are settled."""
        return sorted({member.person_ref for member in self.members})

    def born(self, person: str) -> Day:
        return next(member.date_of_birth for member in self.members if member.person_ref == person)

    def is_member(self, person: str, day: Day) -> bool:
        """Membership is [joined_on, left_on + 1 day)."""
        return any(
            member.person_ref == person
            and member.joined_on <= day
            and (member.left_on is None or day <= member.left_on)
            for member in self.members
        )

    def members_on(self, day: Day) -> list[str]:
        return [person for person in self.people() if self.is_member(person, day)]

    def was_member_from(self, person: str, day: Day) -> bool:
        """A member at any time from the day on."""
        return any(
            member.person_ref == person and (member.left_on is None or member.left_on >= day) for member in self.members
        )

    def of(self, kind: type) -> list[Any]:
        """The records of one feed."""
        return [record for record in self.records if record.feed == kind.feed]  # type: ignore[attr-defined]
