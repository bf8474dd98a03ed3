"""The worked cases of a plan's files, as the reference reads a case; and the fewest nights that answer them all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from outcomes.plan import Plan
from reference.cases import KINDS, Case, case_of


def worked_cases(plan: Plan, **parameters: object) -> list[Case]:
    """Every measure's cases, each a family of its own. `parameters`: how the reference's differ for this plan."""
    found = []
    for measure in plan.measures:
        for number, case in enumerate(measure.cases, start=1):
            written = {name: value for name, value in case.written.items() if name != "example"}
            written |= {"title": f"{measure.measure}: {case.title}", "parameters": parameters}
            found.append(case_of(written, f"{measure.measure}-{number}"))
    return found


@dataclass
class Night:
    """Cases that can share a night: the same day, and no two that want another coverage of a feed that they read."""

    as_of: dt.date
    wanted: dict[str, dt.date | None] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)

    @property
    def coverage(self) -> dict[str, dt.date | None]:
        return dict.fromkeys(KINDS, self.as_of - dt.timedelta(days=1)) | self.wanted


def nights_of(cases: list[Case], plan: Plan) -> list[Night]:
    nights: list[Night] = []
    for case in cases:
        wanted = {feed: case.coverage[feed] for measure in case.expect for feed in plan.measure(measure).reads}
        for night in nights:
            if night.as_of == case.as_of and all(night.wanted.get(feed, day) == day for feed, day in wanted.items()):
                break
        else:
            nights.append(night := Night(case.as_of))
        night.wanted |= wanted
        night.cases.append(case)
    return nights
