"""What the agencies know besides the scenarios: every pupil's attendance, small things that count for nothing, and
other people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from outcomes.contracts import Column, Feed
from outcomes.days import Term
from outcomes.sample.agencies import habits
from outcomes.sample.calendar import DAY, Calendar
from outcomes.sample.ledger import Entry, Ledger
from outcomes.sample.people import Family, Person, Population, names

STRANGERS_AT_LEAST = 280
"""Rows a feed about people outside the programme: so many that spoilt rows among them hold no file."""


# Attendance -----------------------------------------------------------------------------------------------------------
def of_compulsory_age(person: Person, term: Term) -> bool:
    """At least 5 on the term's first day, and under 16 on the 1 September of its academic year."""
    september = dt.date(int(term.academic_year[:4]), 9, 1)
    return person.age(term.starts_on) >= 5 and person.age(september) < 16


def write_attendance(families: list[Family], calendar: Calendar, ledger: Ledger, rng: Random) -> None:
    """A row for every pupil and term, two where the child changed school; ordinary where no scenario has spoken."""
    schools = names()["schools"]
    pupils = dict.fromkeys(stay.person for family in families for stay in family.memberships)
    for pupil in pupils:
        school = rng.choice(schools)
        for term in calendar.terms:
            if not of_compulsory_age(pupil, term):
                continue
            possible, unauthorised = ORDINARY[term.term] - rng.randrange(12), rng.randrange(5)
            special = pupil.sessions.get((term.academic_year, term.term), (possible, unauthorised))
            if special is None:
                continue
            pupil.sessions[term.academic_year, term.term] = special
            possible, unauthorised = special
            if rng.random() < 0.02 and unauthorised <= possible // 2:
                half = possible // 2
                _at_school(
                    ledger, pupil, term, schools[0] if school != schools[0] else schools[1], half, unauthorised, rng
                )
                _at_school(ledger, pupil, term, school, possible - half, 0, rng)
            else:
                _at_school(ledger, pupil, term, school, possible, unauthorised, rng)


ORDINARY = {"autumn": 142, "spring": 118, "summer": 122}
"""Sessions that a school is open in a term, or a few less."""


def _at_school(
    ledger: Ledger, pupil: Person, term: Term, school: str, possible: int, unauthorised: int, rng: Random
) -> None:
    values = {
        "school_urn": school,
        "academic_year": term.academic_year,
        "term": term.term,
        "sessions_possible": possible,
        "sessions_authorised": min(rng.randrange(9), possible - unauthorised),
        "sessions_unauthorised": unauthorised,
    }
    ledger.entries["attendance"].append(Entry(term.ends_on - DAY, "", pupil, values))


# Small things that count for nothing ------------------------------------------------------------------------------
def write_small_things(
    bystanders: list[tuple[Family, Person]], calendar: Calendar, ledger: Ledger, rng: Random
) -> None:
    """Records of members who play no part: victims, jobs, ordinary levels and statuses. None changes any answer."""
    for family, person in bystanders:
        age = person.age(family.engaged_on)
        on = family.engaged_on + rng.randrange(-100, 100) * DAY
        if on >= calendar.cut_off:
            on = family.engaged_on - 30 * DAY
        chance = rng.random()
        if age >= 18 and chance < 0.4:
            ledger.spell("employment", person, on, evidence=rng.choice(("payslip", "contract")))
        elif age >= 18 and chance < 0.5:
            ledger.spell("benefits", person, on, benefit="UC", uc_regime="working")
        elif age >= 10 and chance < 0.65:
            role = rng.choice(("victim", "witness", "caller"))
            ledger.add("police_asb", person, on, role=role, incident_on=on, category="nuisance")
        elif age >= 10 and chance < 0.7:
            ledger.add("domestic_abuse", person, on, role="witness", reported_on=on, child_present="N")
        elif 5 <= age < 16 and chance < 0.8:
            ledger.spell("social_care", person, on, kind="CIN", category="EMO")
        elif age < 3 and person.age(on) >= 0 and person.born < on:
            ledger.spell("child_health", person, on, level="universal")


# Other people -----------------------------------------------------------------------------------------------------
class Strangers:
    """Rows that look like any other of their feed, about people whom the programme does not know."""

    def __init__(self, population: Population, calendar: Calendar, ledger: Ledger, rng: Random) -> None:
        self.population, self.calendar, self.ledger, self.rng = population, calendar, ledger, rng

    def write(self, contract: Feed, supplier: str, count: int, covers: tuple[dt.date, dt.date]) -> None:
        """So many rows, most of them early, as an agency's first delivery is its longest; a few of them taken back."""
        first, last = covers
        early = first + (last - first) * 0.4
        people = [self.somebody(contract, early) for _ in range(count * 2 // 3)]
        for number in range(count):
            until = early if self.rng.random() < 0.6 else last
            on = first + self.rng.randrange((until - first).days + 1) * DAY
            entry = self.entry(contract, supplier, people[number % len(people)], on)
            self.ledger.entries[contract.feed].append(entry)
            if number % 60 == 59 and entry.known_on < last - 100 * DAY:
                back = Entry(entry.known_on + 95 * DAY, supplier, entry.person, entry.values | {"withdrawn": "Y"})
                self.ledger.entries[contract.feed].append(back)

    def somebody(self, contract: Feed, on: dt.date, unlike_members: bool = False) -> Person:
        """A stranger of the age of the people that the agency knows."""
        youngest, oldest = habits()[contract.feed].ages
        first, last = on - round((oldest + 0.9) * 365.25) * DAY, on - round((youngest + 0.1) * 365.25) * DAY
        return self.population.stranger(first, last, unlike_members)

    def entry(self, contract: Feed, supplier: str, person: Person, on: dt.date) -> Entry:
        """A plausible record of that day, from the contract's columns alone but for a few that need sense."""
        on = max(on, person.born + 30 * DAY)
        values: dict[str, Any] = {}
        reference = self.ledger.reference_column(contract.feed)
        for column in contract.columns:
            if column.identity is None:
                values[column.name] = self._value(contract, column, supplier, on, values)
        if reference:
            values[reference] = self.ledger.reference(contract.feed)
        known_on = max([day for day in values.values() if isinstance(day, dt.date)], default=on)
        if contract.dated_by == "term":
            known_on = (
                next(t.ends_on for t in self.calendar.terms if (t.academic_year, t.term) == _term_of(values)) - DAY
            )
        return Entry(known_on, supplier, person, values)

    def _value(self, contract: Feed, column: Column, supplier: str, on: dt.date, so_far: dict[str, Any]) -> Any:
        special = SENSIBLE.get(column.name)
        if special:
            return special(self, supplier, on, so_far)
        if column.name == contract.dated_by:
            return on
        if column.type == "date":
            return self._later(contract, on)
        if column.type == "code":
            return self.rng.choice(column.code_values) if column.required or self.rng.random() < 0.5 else None
        if column.type == "boolean":
            return self.rng.choice("YN") if column.required else None
        if column.type == "integer":
            return self.rng.randrange(1, 6)
        return "as told on the day" if column.required else ""

    def _later(self, contract: Feed, on: dt.date) -> dt.date | None:
        """The end of a spell or the outcome of a case, if it is known; an incident that is told with its report."""
        if contract.dated_by in ("reported_on", "referred_on"):
            return on if self.rng.random() < 0.6 else None
        later = on + self.rng.randrange(5, 200) * DAY
        return later if later < self.calendar.cut_off and self.rng.random() < 0.6 else None

    def any_term(self, on: dt.date) -> Term:
        return next((term for term in self.calendar.terms if term.starts_on >= on), self.calendar.terms[-1])


def _term_of(values: dict[str, Any]) -> tuple[str, str]:
    return values["academic_year"], values["term"]


def _area(made: Strangers, supplier: str, on: dt.date, so_far: dict[str, Any]) -> str:
    return "wellbeing" if so_far["star"] == "family_star_plus" else "feelings"


SENSIBLE: dict[str, Callable[[Strangers, str, dt.date, dict[str, Any]], Any]] = {
    "district": lambda made, supplier, on, so_far: supplier or "wycombe",
    "measure_id": lambda made, supplier, on, so_far: "4H",
    "school_urn": lambda made, supplier, on, so_far: made.rng.choice(names()["schools"]),
    "academic_year": lambda made, supplier, on, so_far: made.any_term(on).academic_year,
    "term": lambda made, supplier, on, so_far: made.any_term(on).term,
    "sessions_possible": lambda made, supplier, on, so_far: 120,
    "sessions_authorised": lambda made, supplier, on, so_far: made.rng.randrange(12),
    "sessions_unauthorised": lambda made, supplier, on, so_far: made.rng.randrange(30),
    "uc_regime": lambda made, supplier, on, so_far: "other" if so_far["benefit"] == "UC" else None,
    "area": _area,
    "sustained_on": lambda made, supplier, on, so_far: on if so_far["verdict"] == "sustained" else None,
}
"""Columns whose value depends on more than their type, whichever feed has them."""
