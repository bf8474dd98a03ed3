"""Problem 2: unauthorised absence (2A), which is also the attendance gate, and exclusions (2B)."""

from __future__ import annotations

from outcomes.days import Term
from outcomes.sample.calendar import DAY
from outcomes.sample.people import names
from outcomes.sample.scene import (
    ALL_LEFT,
    NO_PROGRESS,
    NO_RECORD,
    NOT_APPLICABLE,
    QUARANTINED,
    SIGNIFICANT,
    SUSTAINED,
    TOO_EARLY,
    Scene,
    scenario,
)

ANOTHER_SCHOOL = "109999"
"""One at which no pupil of the county is, so that a row about it is no second word on a row that is good."""


# 2A -----------------------------------------------------------------------------------------------------------------
def attends(s: Scene, who: str, in_terms: list[Term], *sessions: tuple[int, int] | None) -> None:
    """Possible and unauthorised sessions, term by term; the last is repeated. None: nobody has a record."""
    for number, term in enumerate(in_terms):
        s[who].sessions[term.academic_year, term.term] = sessions[min(number, len(sessions) - 1)]


def truants(s: Scene, who: str, in_terms: list[Term]) -> None:
    """Well over ten percent, a little differently each term."""
    attends(s, who, in_terms, *[(s.rng.randrange(100, 140), s.rng.randrange(16, 45)) for _ in in_terms])


def past(s: Scene) -> list[Term]:
    return s.calendar.terms_before(s.engaged)


def judged(s: Scene) -> list[Term]:
    return s.calendar.judged_terms(s.engaged)


@scenario("attendance", when="three_terms", cast=("pupil",), weight=3, m2A=SUSTAINED)
def back_at_school(s: Scene) -> None:
    truants(s, "pupil", past(s))


@scenario("attendance", when="three_terms", cast=("pupil",), m2A=SUSTAINED)
def one_session_under_ten_percent(s: Scene) -> None:
    attends(s, "pupil", past(s), (120, 12), (110, 11), (110, 11))
    attends(s, "pupil", judged(s), (120, 12), (110, 10), (110, 11))


@scenario("attendance", when="three_terms", cast=("pupil",), weight=2, m2A=NO_PROGRESS)
def still_truants(s: Scene) -> None:
    truants(s, "pupil", past(s) + judged(s))


@scenario("attendance", when="three_terms", cast=("pupil", "sibling"), m2A=NO_PROGRESS)
def a_sibling_is_at_exactly_ten_percent(s: Scene) -> None:
    truants(s, "pupil", past(s))
    attends(s, "sibling", judged(s), (120, 12), (110, 10), (110, 12))


@scenario("attendance", when="some_terms", cast=("pupil",), weight=2, m2A=SIGNIFICANT)
def back_at_school_lately(s: Scene) -> None:
    truants(s, "pupil", past(s))


@scenario("attendance", when="some_terms", cast=("pupil",), m2A=NO_PROGRESS)
def no_better_so_far(s: Scene) -> None:
    truants(s, "pupil", past(s) + judged(s))


@scenario("attendance", when="three_terms", cast=("pupil",), weight=2, m2A=NO_RECORD)
def no_school_reports_a_term(s: Scene) -> None:
    truants(s, "pupil", past(s))
    attends(s, "pupil", judged(s)[1:2], None)


@scenario("attendance", when="three_terms", cast=("pupil", "sibling"), m2A=NO_RECORD)
def a_sibling_is_on_no_roll(s: Scene) -> None:
    truants(s, "pupil", past(s))
    attends(s, "sibling", judged(s), None)


@scenario("attendance", when="no_terms", cast=("pupil",), weight=2, m2A=TOO_EARLY)
def no_whole_term_has_passed(s: Scene) -> None:
    truants(s, "pupil", past(s))


@scenario("attendance", when="three_terms", cast=("leaving_pupil",), weight=2, alone=True, m2A=ALL_LEFT)
def the_only_pupil_leaves(s: Scene) -> None:
    truants(s, "leaving_pupil", past(s))
    s.leaves("leaving_pupil", s.engaged + 20 * DAY, s.calendar.term_cut_off - 10 * DAY)


@scenario("attendance", when="three_terms", cast=("pupil",), weight=2, m2A=QUARANTINED)
def back_at_school_but_for_a_row_that_cannot_be_read(s: Scene) -> None:
    truants(s, "pupil", past(s))
    first = s.calendar.terms[0]
    school = {"school_urn": ANOTHER_SCHOOL, "academic_year": first.academic_year, "term": first.term}
    s.spoil("attendance", "pupil", **school, sessions_possible=120, sessions_authorised=2, sessions_unauthorised=3)


@scenario("attendance", when="three_terms", cast=("pupil",), m2A=NOT_APPLICABLE)
def begins_to_truant_now(s: Scene) -> None:
    """No baseline, so no problem; but the gate stays shut."""
    truants(s, "pupil", judged(s))


@scenario("attendance", when="three_terms", cast=("pupil",), m2A=NOT_APPLICABLE)
def taught_at_home_and_the_gate_is_decided(s: Scene) -> None:
    attends(s, "pupil", judged(s), None)
    s.decide("attendance_gate", "not_applicable")


# 2B -----------------------------------------------------------------------------------------------------------------
def excluded(s: Scene, who: str, in_terms: list[Term], *categories: str, cancelled: bool = False) -> None:
    """An exclusion of each category on a day of one of the terms."""
    for number, category in enumerate(categories):
        term = in_terms[number % len(in_terms)]
        on = s.day(term.starts_on, term.ends_on - DAY)
        length = None if category == "PERM" else s.rng.randrange(1, 11)
        told = {
            "school_urn": s.rng.choice(names()["schools"]),
            "category": category,
            "began_on": on,
            "sessions": length,
        }
        reference = s.ledger.add("exclusions", s[who], on, cancelled="N", **told)
        if cancelled:
            s.ledger.add("exclusions", s[who], on + 9 * DAY, reference=reference, cancelled="Y", **told)


@scenario("exclusions", when="three_terms", cast=("pupil",), weight=2, m2B=SUSTAINED)
def no_exclusion_since(s: Scene) -> None:
    excluded(s, "pupil", past(s), "FIXD", "FIXD", "FIXD", "FIXD")


@scenario("exclusions", when="three_terms", cast=("pupil",), m2B=SUSTAINED)
def two_exclusions_since_and_one_cancelled(s: Scene) -> None:
    excluded(s, "pupil", past(s), "PERM")
    excluded(s, "pupil", judged(s), "FIXD", "LNCH")
    excluded(s, "pupil", judged(s)[:2], "FIXD", cancelled=True)


@scenario("exclusions", when="three_terms", cast=("pupil",), m2B=NO_PROGRESS)
def three_exclusions_since_one_at_lunchtime(s: Scene) -> None:
    excluded(s, "pupil", past(s), "FIXD", "LNCH", "FIXD")
    excluded(s, "pupil", judged(s), "FIXD", "LNCH", "FIXD")


@scenario("exclusions", when="three_terms", cast=("pupil",), m2B=NO_PROGRESS)
def excluded_for_good(s: Scene) -> None:
    excluded(s, "pupil", past(s), "FIXD", "FIXD", "FIXD")
    excluded(s, "pupil", judged(s), "PERM")


@scenario("exclusions", when="some_terms", cast=("pupil",), weight=2, m2B=SIGNIFICANT)
def no_exclusion_lately(s: Scene) -> None:
    excluded(s, "pupil", past(s), "FIXD", "FIXD", "FIXD")
    excluded(s, "pupil", judged(s), "FIXD")


@scenario("exclusions", when="no_terms", cast=("pupil",), weight=2, m2B=TOO_EARLY)
def excluded_before_a_short_summer(s: Scene) -> None:
    excluded(s, "pupil", past(s), "PERM")


@scenario("exclusions", when="three_terms", cast=("leaving_pupil",), weight=2, m2B=ALL_LEFT)
def the_excluded_child_leaves(s: Scene) -> None:
    excluded(s, "leaving_pupil", past(s), "FIXD", "FIXD", "FIXD")
    s.leaves("leaving_pupil", s.engaged + 20 * DAY, s.calendar.term_cut_off - 10 * DAY)


@scenario("exclusions", when="any_term", cast=("pupil",), m2B=NOT_APPLICABLE)
def two_are_too_few(s: Scene) -> None:
    excluded(s, "pupil", past(s), "FIXD", "FIXD")


@scenario("exclusions", when="three_terms", cast=("pupil",), weight=2, m2B=QUARANTINED)
def no_exclusion_but_for_a_row_that_cannot_be_read(s: Scene) -> None:
    excluded(s, "pupil", past(s), "PERM")
    school, on = s.rng.choice(names()["schools"]), s.early("pupil")
    s.spoil("exclusions", "pupil", school_urn=school, category="FIXD", began_on=on, cancelled="N")
