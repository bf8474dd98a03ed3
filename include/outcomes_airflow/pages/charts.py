"""The plain charts of the figures: stacked columns over nights, stacked rows, a key. Nothing is told by colour alone:
layers stand in the order of their key, every part says what it is, and the numbers are a table beside."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from outcomes_airflow.pages.svg import bar, drawing, line, text

Stacks = Sequence[tuple[str, Mapping[str, float]]]


@dataclass(frozen=True)
class Layer:
    """A part of every stack: its name in the numbers, its title, the class that gives its colour (a to e)."""

    name: str
    title: str
    colour: str


def key(layers: Sequence[Layer]) -> Markup:
    swatch = Markup('<li><span class="swatch {}" aria-hidden="true"></span>{}</li>')
    return Markup('<ul class="key">{}</ul>').format(Markup("").join(swatch.format(o.colour, o.title) for o in layers))


def multiples(charts: Mapping[str, Markup]) -> Markup:
    """Small charts of one kind beside each other, each under its title."""
    one = Markup("<figure><figcaption>{}</figcaption>{}</figure>")
    return Markup('<div class="multiples">{}</div>').format(
        Markup("").join(one.format(title, chart) for title, chart in charts.items())
    )


def columns(stacks: Stacks, layers: Sequence[Layer], of: str, *, wide: bool = False) -> Markup:
    """A column a night, from left to right. `of`: what is counted; parts of a whole are shown as percentages."""
    width, height = (720.0, 200.0) if wide else (300.0, 150.0)
    left, top, bottom = 44.0, 14.0, 22.0
    highest = _round_up(max((sum(parts.values()) for _, parts in stacks), default=0.0))
    scale = (height - top - bottom) / highest
    share = highest <= 1 and not wide
    content = []
    for tick in (0.0, highest / 2, highest):
        y = height - bottom - tick * scale
        content += [line(left, y, width, y, "grid"), text(left - 6, y + 4, _said(tick, share), "note", "end")]
    content.append(text(left, 9, of, "note"))
    step = (width - left) / max(len(stacks), 12)
    for number, (night, parts) in enumerate(stacks):
        y = height - bottom
        for one in layers:
            value = parts.get(one.name, 0)
            y -= value * scale
            told = f"{night}, {one.title}: {_said(value, share)}"
            content.append(bar(left + number * step + 1, y, step - 2, value * scale, one.colour, told))
    if stacks:
        content.append(text(left, height - 6, stacks[0][0], "note"))
        if len(stacks) > 6:
            content.append(text(left + len(stacks) * step, height - 6, stacks[-1][0], "note", "end"))
    return drawing(width, height, _told(stacks, layers, share=share), *content)


def rows(stacks: Stacks, layers: Sequence[Layer]) -> Markup:
    """A row a feed, from nought to the right, with its sum at the end."""
    width, left, right, each = 760.0, 270.0, 50.0, 26.0
    scale = (width - left - right) / (max((sum(parts.values()) for _, parts in stacks), default=0) or 1)
    content = []
    for number, (title, parts) in enumerate(stacks):
        x, y = left, number * each
        content.append(text(left - 10, y + 17, title, "name", "end"))
        for one in layers:
            value = parts.get(one.name, 0)
            content.append(bar(x, y + 4, value * scale, each - 8, one.colour, f"{title}, {one.title}: {value}"))
            x += value * scale
        content.append(text(x + 8, y + 17, str(sum(parts.values())), "number"))
    return drawing(width, each * len(stacks) + 2, _told(stacks, layers, share=False), *content)


def ranges(rates: Sequence[tuple[str, float, float, float, bool]]) -> Markup:
    """A row a feed, from nought to all: the range from its lowest to its highest, and a mark where it is; the mark has
    another colour, and the row a word, where it is beyond."""
    width, left, right, each = 760.0, 270.0, 130.0, 26.0
    scale = width - left - right
    content = []
    for number, (title, value, lowest, highest, beyond) in enumerate(rates):
        y = number * each
        told = f"{title}: {_said(value, share=True)}, usual {_said(lowest, share=True)} to {_said(highest, share=True)}"
        content += [
            text(left - 10, y + 17, title, "name", "end"),
            line(left, y + 13, left + scale, y + 13, "grid"),
            bar(left + lowest * scale, y + 6, (highest - lowest) * scale, each - 12, "b", told),
            bar(left + value * scale - 2, y + 2, 4, each - 4, "e" if beyond else "a", told),
            text(left + scale + 10, y + 17, _said(value, share=True) + (" unusual" if beyond else ""), "number"),
        ]
    unusual = [title for title, *_, beyond in rates if beyond]
    return drawing(width, each * len(rates) + 2, "unusual: " + (", ".join(unusual) or "none"), *content)


def _told(stacks: Stacks, layers: Sequence[Layer], *, share: bool) -> str:
    """The newest night, or each row where there are few, in words; the table beside has the rest."""
    if not stacks:
        return "nothing yet"
    name, parts = stacks[-1]
    return f"{name}: " + ", ".join(f"{one.title} {_said(parts.get(one.name, 0), share)}" for one in layers)


def _said(value: float, share: bool) -> str:
    if share:
        return f"{100 * value:.1f}".rstrip("0").rstrip(".") + "%"
    return f"{value:g}"


def _round_up(highest: float) -> float:
    """The least of 1, 2, 4, 5, 10 times a power of ten that holds it, so that a half can be written."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(step * power for step in (1, 2, 4, 5, 10) if highest <= step * power * (1 + 1e-9))
