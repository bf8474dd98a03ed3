"""A delivery's way into core, from a file in the landing area."""

from __future__ import annotations

import datetime as dt

from tests.loading.conftest import POLICE, Landing

INCIDENT = "A1,P1,Ann,Lee,1990-05-01,F,HP20 1UY,suspect,2016-01-09,personal"


def test_an_increment_is_loaded(landing: Landing) -> None:
    result = landing.arrives("police_asb_2016-01-01_2016-01-31.csv", POLICE, INCIDENT)
    assert result.outcome == "loaded"
    assert (result.rows.read, result.rows.loaded) == (1, 1)
    assert landing.holding("police_asb", "record_key, incident_on, role, delivered_through, row_number") == [
        ("A1|P1", dt.date(2016, 1, 9), "suspect", dt.date(2016, 1, 31), 2)
    ]
