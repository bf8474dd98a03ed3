"""Drawings as text: shapes without styles of their own (the pages' policy forbids them), coloured by their class."""

from __future__ import annotations

from markupsafe import Markup


def element(name: str, *content: str | Markup, **attributes: object) -> Markup:
    """`class_` is the attribute class, `text_anchor` is text-anchor; what is None is left out."""
    told = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _short(value))
        for key, value in attributes.items()
        if value is not None
    )
    return Markup("<{0}{1}>{2}</{0}>").format(name, told, Markup("").join(content))


def drawing(width: float, height: float, told: str, *content: str | Markup) -> Markup:
    """An image that says what it shows to whoever cannot see it."""
    box = f"0 0 {_short(width)} {_short(height)}"
    return element("svg", *content, viewBox=box, width=width, height=height, role="img", aria_label=told)


def text(x: float, y: float, said: str, class_: str | None = None, anchor: str | None = None) -> Markup:
    return element("text", said, x=x, y=y, class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def bar(x: float, y: float, width: float, height: float, class_: str, told: str = "") -> Markup:
    """A bar, with what it is when a pointer rests on it."""
    title = [element("title", told)] if told else []
    return element("rect", *title, x=x, y=y, width=max(width, 0), height=max(height, 0), class_=class_)


def _short(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
