"""Names that are one name written otherwise, and names that only look like it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from outcomes.sample.people import names


@cache
def others(which: str) -> dict[str, list[str]]:
    """By name, the others of its groups in names.yaml; which: `spellings` or `nicknames`."""
    found: dict[str, list[str]] = {}
    for group in names()[which]:
        forms = group.split("/")
        for name in forms:
            found.setdefault(name, []).extend(form for form in forms if form != name)
    return found


def nearly_the_same(forename: str, given: Sequence[str]) -> list[str]:
    """Of the names that are given, other ones that are written most like this one, the most alike first. Nobody calls
    twins Tom and Thomas, so no forms of the name itself."""
    same = {forename, *others("spellings").get(forename, ()), *others("nicknames").get(forename, ())}
    rest = [name for name in given if name not in same]
    return get_close_matches(forename, rest, n=3, cutoff=0.6) or get_close_matches(forename, rest, n=1, cutoff=0)
