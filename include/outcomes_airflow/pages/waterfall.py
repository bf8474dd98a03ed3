"""How a weight comes about: from what is likely before anything is compared, step by step, to the sum."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from outcomes.desk import Comparison
from outcomes_airflow.pages.rendering import words
from outcomes_airflow.pages.svg import bar, drawing, line, text

ROW, NAMES, BARS, WIDTH = 26, 350, 260, 680


def waterfall(comparisons: Sequence[Comparison], weight: float | None) -> Markup:
    """Each bar begins where the one above it ends; the last is the sum, from nought."""
    total = sum(one.bits for one in comparisons) if weight is None else weight
    steps, reached = [], 0.0
    for one in comparisons:
        steps.append((words(one.name), words(one.level), reached, reached + one.bits, one.bits))
        reached += one.bits
    ends = [0.0, total, *(end for _, _, _, end, _ in steps)]
    low, high = min(ends), max(ends)
    scale = BARS / ((high - low) or 1.0)

    def at(bits: float) -> float:
        return NAMES + (bits - low) * scale

    height = ROW * (len(steps) + 1) + 28
    content = [
        line(at(0), 4, at(0), height - 20, "axis"),
        text(at(0), height - 6, "0: as likely as not", "note", _anchor(at(0))),
    ]
    for number, (name, level, begins, end, bits) in enumerate(steps):
        y = number * ROW + 4
        told = f"{name}: {level}, {bits:+.1f} bits"
        content.append(text(0, y + 15, name, "name"))
        content.append(text(NAMES - 12, y + 15, _cut(level), "note", "end"))
        if bits:
            kind = "for" if bits > 0 else "against"
            content.append(bar(at(min(begins, end)), y + 3, max(abs(bits) * scale, 1.0), ROW - 9, kind, told))
        else:
            content.append(line(at(end), y + 3, at(end), y + ROW - 6, "step"))
        content.append(line(at(end), y + ROW - 6, at(end), y + ROW + 3, "step"))
        content.append(text(WIDTH - 2, y + 15, f"{bits:+.1f}", "number", "end"))
    y = len(steps) * ROW + 4
    content.append(line(0, y - 1, WIDTH, y - 1, "rule"))
    content.append(text(0, y + 15, "weight", "sum"))
    content.append(bar(at(min(0, total)), y + 3, max(abs(total) * scale, 1.0), ROW - 9, "total", f"{total:+.1f} bits"))
    content.append(text(WIDTH - 2, y + 15, f"{total:+.1f}", "sum", "end"))
    told = "; ".join(f"{name} ({level}) {bits:+.1f}" for name, level, _, _, bits in steps)
    return drawing(WIDTH, height, f"Bits of weight: {told}; together {total:+.1f}", *content)


def _anchor(x: float) -> str:
    """Words beside the line stay in the picture."""
    return "end" if x > NAMES + BARS - 60 else "start" if x < NAMES + 60 else "middle"


def _cut(level: str, most: int = 42) -> str:
    return level if len(level) <= most else level[: most - 1] + "…"
