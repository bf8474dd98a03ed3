"""One disagreement made small: facts are taken away and days made plain for as long as the two still disagree.

A round tries every simpler family at once, each under a name of its own in one batch, so that a disagreement needs a
few dozen calculations and not thousands.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from reference.calendar import ONE_DAY
from reference.facts import RECORDS, Family
from reference.harness import Comparison, Disagreement
from reference.parameters import the_page

COLLECTIONS = ("records", "members", "needs", "decisions", "claims_history", "prior_claims")
SETS = ("undecided", "quarantined")
ROUNDS = 60


Wanted = Callable[[list[Disagreement]], bool]


@dataclass(slots=True)
class Small:
    """A case to read: the fewest families that show the disagreement, nearly always one."""

    families: list[Family]
    comparison: Comparison
    disagreements: list[Disagreement]


def shrink(comparison: Comparison, family: Family, families: list[Family], disagreement: Disagreement) -> Small:
    """The family alone, made small; if it agrees when alone, as few families as still disturb it."""

    def wanted(found: list[Disagreement]) -> bool:
        return any(each.kind == disagreement.kind for each in found)

    if not wanted(comparison.of_one(family)):
        few = bisect(comparison, family, families)
        return Small(few, comparison, comparison.of_one(*few))
    for _ in range(ROUNDS):
        simpler = list(simpler_families(family))
        named = [renamed(each, f"{number:04d}") for number, each in enumerate(simpler)]
        found = comparison.of(named)
        kept = [each for each, name in zip(simpler, named, strict=True) if wanted(found.get(name.family_id, []))]
        if not kept:
            break
        family = together(comparison, family, kept, wanted)
    comparison = with_plainer_coverage(comparison, family, wanted)
    return Small([family], comparison, comparison.of_one(family))


def together(comparison: Comparison, family: Family, kept: list[Family], wanted: Wanted) -> Family:
    """All of the removals that work alone, if they work together; else half of them, and so on; at last one."""
    while len(kept) > 1:
        smaller = merged(family, kept)
        if smaller is not None and wanted(comparison.of_one(smaller)):
            return smaller
        kept = kept[: len(kept) // 2]
    return kept[0]


def merged(family: Family, kept: list[Family]) -> Family | None:
    """What is left when everything goes that one of them does without. None if nothing more goes than in the first."""
    smaller = copy.copy(family)
    for name in COLLECTIONS:
        items = getattr(family, name)
        left = [item for item in items if all(any(item is other for other in getattr(each, name)) for each in kept)]
        if len(left) == len(items) and any(len(getattr(each, name)) < len(items) for each in kept):
            return None
        setattr(smaller, name, left)
    for name in SETS:
        setattr(smaller, name, set.intersection(getattr(family, name), *(getattr(each, name) for each in kept)))
    if smaller == family or not smaller.members:
        return None
    return smaller


def simpler_families(family: Family) -> Iterator[Family]:
    """Every family that is simpler by one step: a row less, a field empty; when little is left, a day moved."""
    for name in COLLECTIONS:
        items = getattr(family, name)
        for place in range(len(items)):
            yield replace(family, **{name: items[:place] + items[place + 1 :]})
    for name in SETS:
        items = getattr(family, name)
        for item in sorted(items):
            yield replace(family, **{name: items - {item}})
    for name in ("assessed_on", "plan_agreed_on", "closed_on", "closure"):
        if getattr(family, name) is not None:
            yield replace(family, **{name: None})
    for name in ("members", "records"):
        items = getattr(family, name)
        for place, item in enumerate(items):
            for plain in plainer(item, family.engaged_on):
                yield replace(family, **{name: [*items[:place], plain, *items[place + 1 :]]})


def plainer(item: Any, engaged_on: dt.date) -> Iterator[Any]:
    """A row without an end, or whose membership began long ago, or whose birthday is the first of January."""
    for name in ("left_on", "ended_on", "outcome_on", "end_reason"):
        if getattr(item, name, None) is not None:
            yield replace(item, **{name: None})
    long_ago = dt.date(engaged_on.year - 1, 1, 1)
    if hasattr(item, "joined_on") and item.joined_on != long_ago:
        yield replace(item, joined_on=long_ago)
    if hasattr(item, "date_of_birth"):
        new_year = item.date_of_birth.replace(month=1, day=1)
        if new_year != item.date_of_birth:
            yield replace(item, date_of_birth=new_year)


def with_plainer_coverage(comparison: Comparison, family: Family, wanted: Wanted) -> Comparison:
    """Every feed complete through the day before, where that makes no difference."""
    fresh = comparison.as_of - ONE_DAY
    for feed in [kind.feed for kind in RECORDS]:
        if comparison.coverage.get(feed) != fresh:
            plainer_one = replace(comparison, coverage={**comparison.coverage, feed: fresh})
            if wanted(plainer_one.of_one(family)):
                comparison = plainer_one
    return comparison


def bisect(comparison: Comparison, family: Family, families: list[Family]) -> list[Family]:
    """The family and as few others as still disturb its answer."""
    others = [each for each in families if each is not family]
    size = len(others) // 2
    while size:
        for start in range(0, len(others), size):
            fewer = others[:start] + others[start + size :]
            if comparison.of_one(family, *fewer):
                others = fewer
                break
        else:
            size //= 2
        size = min(size, len(others))
    return [family, *others]


def renamed(family: Family, name: str) -> Family:
    """The same family under another name: its people and records are told from those of its likes in one batch."""

    def new(text: str) -> str:
        return f"{name}:{text}"

    def row(item: Any) -> Any:
        changes = {
            each.name: new(getattr(item, each.name))
            for each in fields(item)
            if each.name in ("person_ref", "record_key") or each.name.endswith("_ref")
            if getattr(item, each.name) is not None
        }
        if hasattr(item, "claim_id"):
            changes |= {"claim_id": int(name) * 1000 + item.claim_id % 1000, "family_id": new(item.family_id)}
        return replace(item, **changes)

    return replace(
        family,
        family_id=new(family.family_id),
        members=[row(each) for each in family.members],
        records=[row(each) for each in family.records],
        prior_claims=[row(each) for each in family.prior_claims],
        undecided={(feed, new(person)) for feed, person in family.undecided},
        quarantined={(feed, new(person)) for feed, person in family.quarantined},
    )


def show(small: Small) -> str:
    """The case as text: the facts, then both answers with a star at what differs."""
    comparison = small.comparison
    lines = ["", f"as_of {comparison.as_of}"]
    for feed in sorted({feed for feeds in comparison.parameters["reads"].values() for feed in feeds}):
        if comparison.coverage.get(feed) != comparison.as_of - ONE_DAY:
            lines.append(f"  {feed} complete through {comparison.coverage.get(feed)}")
    page = the_page()
    lines += [f"  {name} is {value}" for name, value in comparison.parameters.items() if page[name] != value]
    for family in small.families:
        lines.append(
            f"family {family.family_id} engaged {family.engaged_on}"
            + "".join(
                f", {name} {getattr(family, name)}"
                for name in ("assessed_on", "plan_agreed_on", "has_lead_worker", "closed_on", "closure")
                if getattr(family, name) not in (None, True)
            )
        )
        for name in COLLECTIONS:
            lines += [f"  {line(item)}" for item in getattr(family, name)]
        lines += [f"  {name} {feed} {person}" for name in SETS for feed, person in sorted(getattr(family, name))]
    return "\n".join([*lines, *map(str, small.disagreements), ""])


def line(item: Any) -> str:
    told = (
        f"{each.name}={getattr(item, each.name)}"
        for each in fields(item)
        if getattr(item, each.name) is not None and each.name not in ("record_key", "category")
    )
    return f"{getattr(item, 'feed', type(item).__name__)}: {', '.join(told)}"
