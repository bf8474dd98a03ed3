"""What the model compares of two people, level by level from all alike to not at all, in Splink's terms.

How common a level is among true pairs (m) and among strangers (u) is learnt (`training`); here stands only how a pair
is recognised. A condition sees the columns of `comparable.sql` from both sides, as `_l` and `_r`.
"""

from __future__ import annotations

from typing import Any

from outcomes.contracts import IDENTIFIERS
from outcomes.matching.method import Method

Level = dict[str, Any]
Comparison = dict[str, Any]

RAREST_NAME = 1e-5
"""No name is believed to be rarer than this: one person in the whole population it was counted in says little."""

BLOCKS = (
    "l.date_of_birth = r.date_of_birth",
    "l.forename = r.forename AND l.surname = r.surname",
    "l.forename = r.surname AND l.surname = r.forename",
    "l.postcode = r.postcode AND l.initial_letter = r.initial_letter",
    "l.postcode = r.postcode AND l.surname = r.surname",
    "l.surname = r.surname AND l.initial_letter = r.initial_letter AND l.birth_year = r.birth_year",
    *(f"l.{kind} = r.{kind}" for kind in IDENTIFIERS),
)
"""Who is compared at all: everybody who shares one of these. A true pair of weight -5 or more nearly always does."""


def comparisons(method: Method) -> list[Comparison]:
    """All of them, in the order of a waterfall."""
    return [forename(method), surname(method), date_of_birth(), postcode(), sex(), together(method), identifiers()]


def forename(method: Method) -> Comparison:
    return comparison(
        "forename",
        unknown("forename"),
        # How many initials there are is a matter of the feed; what one says is not.
        fixed(
            level("same initial", "(is_initial_l OR is_initial_r) AND initial_letter_l = initial_letter_r", 0.02),
            0.0015,
        ),
        exact("forename", 0.88),
        level("forms of one name", "list_has_any(name_forms_l, name_forms_r)", 0.03),
        alike("forename", 0.92, 0.04),
        alike("forename", method.forename_similarity, 0.015),
        SWAPPED,
        level("different", "ELSE", 0.012),
    )


def surname(method: Method) -> Comparison:
    return comparison(
        "surname",
        unknown("surname"),
        exact("surname", 0.92),
        level("a part of a double name", "list_has_any(surname_parts_l, surname_parts_r)", 0.015, 3e-4),
        alike("surname", 0.92, 0.025),
        alike("surname", method.surname_similarity, 0.01),
        SWAPPED,
        level("different", "ELSE", 0.025),
    )


def date_of_birth() -> Comparison:
    """Two dates a few days or months apart are brothers', however alike Splink's own comparison finds them."""
    return comparison(
        "date_of_birth",
        unknown("date_of_birth"),
        level("same", "date_of_birth_l = date_of_birth_r", 0.95),
        level("day and month swapped", DAY_AND_MONTH_SWAPPED, 0.007),
        level("one edit", ONE_EDIT, 0.022),
        level("same year, one of them 1 January", FIRST_OF_JANUARY, 0.006),
        level("different", "ELSE", 0.015),
    )


def postcode() -> Comparison:
    return comparison(
        "postcode",
        unknown("postcode"),
        level("same", "postcode_l = postcode_r", 0.8),
        level("one edit", "damerau_levenshtein(postcode_l, postcode_r) <= 1", 0.02),
        level("same district", "split_part(postcode_l, ' ', 1) = split_part(postcode_r, ' ', 1)", 0.08),
        level("different", "ELSE", 0.1),
    )


def sex() -> Comparison:
    return comparison(
        "sex", unknown("sex"), level("same", "sex_l = sex_r", 0.995, 0.5), level("different", "ELSE", 0.005, 0.5)
    )


def together(method: Method) -> Comparison:
    """A true pair hardly ever differs in two of forename, surname and date of birth; people of one household, or of one
    day and street, do. The other comparisons, each by itself, cannot know."""
    names_swapped = "(forename_l = surname_r AND surname_l = forename_r)"
    forename = (
        "((is_initial_l OR is_initial_r) AND initial_letter_l = initial_letter_r)",
        "list_has_any(name_forms_l, name_forms_r)",
        f"jaro_winkler_similarity(forename_l, forename_r) >= {method.forename_similarity}",
        names_swapped,
    )
    surname = (
        "list_has_any(surname_parts_l, surname_parts_r)",
        f"jaro_winkler_similarity(surname_l, surname_r) >= {method.surname_similarity}",
        names_swapped,
    )
    date = (f"({DAY_AND_MONTH_SWAPPED})", f"({ONE_EDIT})", f"({FIRST_OF_JANUARY})")
    one, other, third = (f"coalesce({' OR '.join(alike)}, TRUE)" for alike in (forename, surname, date))
    return comparison(
        "together",
        unknown("is_initial"),
        fixed(
            level("at most one of names and date differs",
                  f"({one} AND {other}) OR ({one} AND {third}) OR ({other} AND {third})", 0.998),
            0.998,
        ),
        fixed(level("two of names and date differ", "ELSE", 0.002), 1),
    )  # fmt: skip


def identifiers() -> Comparison:
    """Whatever kinds both sides carry. Too few do to learn from it: one in a hundred is taken to be wrong, and
    one stranger in a million to have the same one."""
    shared, differs = (
        " OR ".join(f"coalesce({kind}_l {operator} {kind}_r, FALSE)" for kind in IDENTIFIERS)
        for operator in ("=", "<>")
    )
    carried = " OR ".join(f"({kind}_l IS NOT NULL AND {kind}_r IS NOT NULL)" for kind in IDENTIFIERS)
    return comparison(
        "identifiers",
        level("not known", f"NOT ({carried})", is_null_level=True),
        fixed(level("same", f"({shared}) AND NOT ({differs})", 0.99), 1e-6),
        fixed(level("different", "ELSE", 0.01), 1 - 1e-6),
    )


def comparison(name: str, *levels: Level) -> Comparison:
    return {"output_column_name": name, "comparison_levels": list(levels)}


def level(
    label: str, condition: str, share: float | None = None, of_strangers: float | None = None, **more: Any
) -> Level:
    """share, of_strangers: how many true pairs, and pairs of strangers, are expected there; learning starts from it."""
    shares = {"m_probability": share, "u_probability": of_strangers}
    return {"label_for_charts": label, "sql_condition": condition, **shares, **more}


def unknown(column: str) -> Level:
    return level("not known", f"{column}_l IS NULL OR {column}_r IS NULL", is_null_level=True)


def exact(column: str, share: float) -> Level:
    """The rarer the name, the more it says."""
    condition = f"{column}_l = {column}_r"
    return level("same", condition, share, tf_adjustment_column=column, tf_minimum_u_value=RAREST_NAME)


def alike(column: str, similarity: Any, share: float) -> Level:
    condition = f"jaro_winkler_similarity({column}_l, {column}_r) >= {similarity}"
    return level(f"alike, {similarity} or more", condition, share)


def fixed(of: Level, among_strangers: float) -> Level:
    """A level whose shares are not learnt."""
    return {**of, "u_probability": among_strangers, "fix_m_probability": True, "fix_u_probability": True}


DAY_AND_MONTH_SWAPPED = (
    "year(date_of_birth_l) = year(date_of_birth_r) AND month(date_of_birth_l) = day(date_of_birth_r) "
    "AND day(date_of_birth_l) = month(date_of_birth_r)"
)
ONE_EDIT = "damerau_levenshtein(birthday_l, birthday_r) <= 1"
FIRST_OF_JANUARY = (
    "year(date_of_birth_l) = year(date_of_birth_r) "
    "AND least(dayofyear(date_of_birth_l), dayofyear(date_of_birth_r)) = 1"
)

SWAPPED = fixed(
    level("forename and surname swapped", "forename_l = surname_r AND surname_l = forename_r", 0.003), 0.00001
)
"""Seen by both names' comparisons; strangers of whom it is true are too rare to be met in a sample."""
