"""Strong identifiers of the sample county: they could have been issued, and the mistyped ones could not."""

from __future__ import annotations

from random import Random

import pytest

from outcomes.sample import identifiers
from sample.plain import could_be_issued

MAKERS = {
    "upn": identifiers.upn,
    "nhs_number": identifiers.nhs_number,
    "nino": identifiers.nino,
    "pnc_id": lambda rng: identifiers.pnc_id(rng, 2014),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_an_identifier_could_have_been_issued_until_it_is_mistyped(kind: str) -> None:
    rng = Random(1)
    for _ in range(500):
        made = MAKERS[kind](rng)
        assert could_be_issued(kind, made)
        assert not could_be_issued(kind, identifiers.with_a_wrong_check(kind, made))


def test_a_number_from_the_nhs_data_dictionary_is_valid() -> None:
    assert could_be_issued("nhs_number", "943 476 5919")
