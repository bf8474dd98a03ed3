"""How people are matched, as data: include/rules/matching/method.yaml in its model."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from outcomes.documents import load_document
from outcomes.settings import INCLUDE

METHOD = INCLUDE / "rules" / "matching" / "method.yaml"

KeyPart = Literal["forename", "surname", "date_of_birth", "postcode"]


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Placeholders(_Rules):
    """What stands in a field when nothing is known. Names are compared in lower case, without punctuation."""

    names: tuple[str, ...]
    forename_beginnings: tuple[str, ...] = Field(min_length=1)
    dates_of_birth: tuple[dt.date, ...]
    postcode_beginnings: tuple[str, ...] = Field(min_length=1)


class ExactKey(_Rules):
    """Details that are safe to link by when all are shared. `twice`: who two of one register are that share them."""

    key: tuple[KeyPart, ...] = Field(min_length=2)
    twice: Literal["one_person", "rivals"]


class Guard(_Rules):
    """When the model alone may link, in bits of weight. Every value is a threshold that `linkage` research set.

    link_weight, keep_weight: to make a link, and to keep one that was there. clear_by: ahead of the runner-up.
    review_weight: from here on a person is asked; least_weight: from here on a pair holds back answers from absence.
    recall: the share of true pairs that the steps before are taken to have linked. least_share: of a feed's people who
    are members, and least_members: fewer are not believed, so that a small file does not make everybody alike.
    known_name_people: so many people make a spelling a name in its own right, and no slip of the pen.
    """

    link_weight: Decimal
    keep_weight: Decimal
    clear_by: Decimal
    review_weight: Decimal
    least_weight: Decimal
    recall: Decimal = Field(gt=0, le=1)
    least_share: Decimal = Field(gt=0, le=1)
    least_members: int = Field(ge=1)
    known_name_people: int = Field(ge=2)


class Band(_Rules):
    """Weights from `at_least` up to, not including, `below`."""

    at_least: Decimal
    below: Decimal

    def holds(self, weight: float | Decimal | None) -> bool:
        """Whether a weight lies in the band; a pair that the model does not know lies in none."""
        return weight is not None and self.at_least <= Decimal(str(weight)) < self.below


class Usual(_Rules):
    """How far a feed's match rate may move from the median of its earlier nights before somebody is told.

    nights: so many are looked at, and with fewer than least_nights nothing is usual yet. deviations: of the median
    absolute kind, scaled to a standard one. least_share, least_people: a move within either alarms nobody, so that
    neither a rate that never moved nor a feed of a dozen people cries wolf.
    """

    nights: int = Field(ge=1)
    least_nights: int = Field(ge=2)
    deviations: Decimal = Field(gt=0)
    least_share: Decimal = Field(ge=0, le=1)
    least_people: int = Field(ge=0)


class Figures(_Rules):
    """What is published every night about matching itself. `ages`: the first year of each age band."""

    decoys: int = Field(ge=1)
    band_bits: int = Field(ge=1)
    overturned_days: int = Field(ge=1)
    ages: tuple[int, ...] = Field(min_length=1)
    usual: Usual

    def age_bands(self) -> list[dict[str, Any]]:
        """Each with its first year and its name: 0-4, 5-10, …, 45+."""
        ends = [*(first - 1 for first in self.ages[1:]), None]
        return [
            {"first": first, "name": f"{first}+" if last is None else f"{first}-{last}"}
            for first, last in zip(self.ages, ends, strict=True)
        ]


class Method(_Rules):
    """What is taken off, what counts as unknown, what is a conflict, and which exact keys are safe, in their order."""

    titles: tuple[str, ...] = Field(min_length=1)
    surname_particles: tuple[str, ...] = Field(min_length=1)
    placeholders: Placeholders
    forename_similarity: Decimal = Field(gt=0, le=1)
    surname_similarity: Decimal = Field(gt=0, le=1)
    date_of_birth_edits: int = Field(ge=0)
    exact_keys: tuple[ExactKey, ...]
    model: str
    guard: Guard
    second_opinion_band: Band
    figures: Figures

    def normalising(self) -> dict[str, Any]:
        """The values of `linking/normalising.sql`; the patterns are DuckDB's (RE2)."""
        return {
            "titles": f"^(({'|'.join(self.titles)}) )+",
            "surname_particles": self.surname_particles,
            "placeholder_names": self.placeholders.names,
            "placeholder_forenames": f"^({'|'.join(self.placeholders.forename_beginnings)})( |$)",
            "placeholder_dates": self.placeholders.dates_of_birth,
            "placeholder_postcodes": f"^({'|'.join(self.placeholders.postcode_beginnings)})",
        }


@cache
def load_method() -> Method:
    """The shipped method. Raises DocumentError with file, line and field."""
    return load_document(METHOD, Method)
