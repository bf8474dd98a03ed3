"""Two values beside each other, with what only one of them has underlined."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup

from outcomes.desk import Detail

ALIKE_ENOUGH = 0.5
"""Below this nearly everything would be underlined, and nothing would stand out."""


@dataclass(frozen=True)
class Marked:
    name: str
    person: Markup
    member: Markup
    difference: str


def marked(detail: Detail) -> Marked:
    one, other = detail.person or "", detail.member or ""
    compared = SequenceMatcher(None, one, other, autojunk=False)
    if not one or not other or one == other or compared.ratio() < ALIKE_ENOUGH:
        return Marked(detail.name, _plain(one), _plain(other), detail.difference)
    sides: tuple[list[Markup], list[Markup]] = [], []
    for kind, begin, end, other_begin, other_end in compared.get_opcodes():
        shown = Markup("{}") if kind == "equal" else Markup("<u>{}</u>")
        for side, part in zip(sides, (one[begin:end], other[other_begin:other_end]), strict=True):
            if part:
                side.append(shown.format(part))
    return Marked(detail.name, Markup("").join(sides[0]), Markup("").join(sides[1]), detail.difference)


def _plain(value: str) -> Markup:
    return Markup("{}").format(value) if value else Markup('<span class="quiet">not known</span>')
