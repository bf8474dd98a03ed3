"""Liz is Elizabeth: which forenames are forms of one name, from the `nicknames` package."""

from __future__ import annotations

from functools import cache

import pyarrow as pa
from nicknames import NickNamer


@cache
def nickname_families() -> pa.Table:
    """`name` and `families`: the full names that it is short for. Two names with a family in common are no conflict,
    so Liz, Beth and Elizabeth agree; Alexander and Alexandra do not for being called Alex both."""
    lookup = NickNamer().canonical_lookup
    families: dict[str, set[str]] = {}
    for nickname, full_names in lookup.items():
        families.setdefault(_letters(nickname), set()).update(_letters(name) for name in full_names)
    names = sorted(families)
    return pa.table({"name": names, "families": [sorted(families[name]) for name in names]})


def _letters(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalpha())
