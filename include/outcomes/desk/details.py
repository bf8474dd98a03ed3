"""Two people side by side, detail by detail: same, alike, different, or unknown on one side. Alike is what matching
takes for no conflict; a reviewer reads the two values anyway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from outcomes.contracts import IDENTIFIERS

Facts = Mapping[str, str | None]
Side = Literal["person", "member"]
Difference = Literal["same", "alike", "different", "unknown"]

DETAILS = ("forename", "surname", "date_of_birth", "sex", "postcode", *IDENTIFIERS)


@dataclass(frozen=True)
class Detail:
    """One detail as the agency and as the programme have it, normalised; None where nothing is known."""

    name: str
    person: str | None
    member: str | None
    difference: Difference


def side_by_side(pairs: Sequence[Mapping[Side, Facts]]) -> list[tuple[Detail, ...]]:
    """The details of every pair that somebody knows, in one order."""
    compared = [
        [(name, facts["person"].get(name) or None, facts["member"].get(name) or None) for name in DETAILS]
        for facts in pairs
    ]
    close = _close({(name, one, other) for details in compared for name, one, other in details if one and other})
    return [
        tuple(
            Detail(name, one, other, _difference(name, one, other, close))
            for name, one, other in details
            if one or other
        )
        for details in compared
    ]


def _difference(
    name: str, one: str | None, other: str | None, close: set[tuple[str, str | None, str | None]]
) -> Difference:
    if one is None or other is None:
        return "unknown"
    if one == other:
        return "same"
    return "alike" if (name, one, other) in close else "different"


def _close(compared: set[tuple[str, str, str]]) -> set[tuple[str, str | None, str | None]]:
    """Those that are alike. How alike two texts are is DuckDB's word, as it is when people are matched."""
    from outcomes.matching.linking import open_memory
    from outcomes.matching.method import load_method

    given = sorted(compared)
    with open_memory(threads=1) as duck:
        measured = duck.execute(
            "SELECT jaro_winkler_similarity(one, other), damerau_levenshtein(one, other)"
            " FROM (SELECT unnest($1) AS one, unnest($2) AS other)",
            [[one for _, one, _ in given], [other for _, _, other in given]],
        ).fetchall()
    method = load_method()
    enough = {"forename": method.forename_similarity, "surname": method.surname_similarity}
    found: set[tuple[str, str | None, str | None]] = set()
    for (name, one, other), (similarity, edits) in zip(given, measured, strict=True):
        if name in enough:
            alike = similarity >= enough[name] or (name == "forename" and _forms_of_one_name(one, other))
        elif name == "date_of_birth":
            alike = edits <= method.date_of_birth_edits or _same_year(one, other)
        else:
            alike = name == "postcode" and (edits <= 1 or one.split(" ")[0] == other.split(" ")[0])
        if alike:
            found.add((name, one, other))
    return found


def _forms_of_one_name(one: str, other: str) -> bool:
    """Liz and Elizabeth, or J and Jacob."""
    from outcomes.matching.nicknames import nickname_families

    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    table = nickname_families()
    families = dict(zip(table["name"].to_pylist(), table["families"].to_pylist(), strict=True))
    return bool({one, *families.get(one, [])} & {other, *families.get(other, [])})


def _same_year(one: str, other: str) -> bool:
    """Day and month swapped, or a 1 January that stands for a year."""
    year, month, day = one.split("-")
    other_year, other_month, other_day = other.split("-")
    swapped = (month, day) == (other_day, other_month)
    return year == other_year and (swapped or "01-01" in (one[5:], other[5:]))
