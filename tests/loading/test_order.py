"""What holds at the end does not depend on the order in which deliveries came, once they all have."""

from __future__ import annotations

import random

import pytest
from tests.loading.conftest import POLICE, Landing, MakeLanding, incident

HEADER = POLICE + ",withdrawn"
ROLES = ("suspect", "witness", "victim", "bystander")
MONTHS = [("01-01", "01-31"), ("02-01", "02-29"), ("03-01", "03-31"), ("04-01", "04-30"), ("05-01", "05-31")]


def deliveries(chance: random.Random) -> list[tuple[str, list[str]]]:
    """A month each: incidents reported, corrected, withdrawn, delivered anew, and here and there a bad row."""
    found = []
    for first, last in MONTHS:
        rows = []
        for reference in chance.sample(range(20), 12):
            role = chance.choice(ROLES[:3]) if chance.random() < 0.85 else ROLES[3]
            withdrawn = "Y" if chance.random() < 0.2 else ""
            rows.append(incident(f"A{reference}", role=role) + f",{withdrawn}")
        rows += [incident(f"G{first}{number}") + "," for number in range(20)]
        found.append((f"police_asb_2016-{first}_2016-{last}.csv", [HEADER, *rows]))
    return found


def state(landing: Landing) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    holding = landing.holding("police_asb", "record_key, role, row_sha256, delivered_through")
    open_rows = """
        select d.complete_through, q.record_key, q.rule
        from operations.quarantine as q join operations.delivery as d using (delivery_id)
        where q.resolved_at = 'infinity' order by 1, 2
    """
    return holding, landing.rows(open_rows)


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_of_arrival_ends_in_the_same_state(seed: int, make_landing: MakeLanding) -> None:
    chance = random.Random(seed)
    made = deliveries(chance)
    states = []
    for order in (made, made[::-1], chance.sample(made, len(made))):
        landing = make_landing()
        for name, lines in order:
            assert landing.arrives(name, *lines).outcome == "loaded"
        states.append(state(landing))
    at_once = make_landing()
    for name, lines in chance.sample(made, len(made)):
        at_once.put(name, *lines)
    at_once.ingest("police_asb")
    states.append(state(at_once))
    assert states[0][0]
    assert states[0][1]
    assert states[1:] == states[:1] * 3
