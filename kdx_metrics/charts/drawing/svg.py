"""Small pieces of SVG markup, every attribute and text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

Point = tuple[float, float]

DASHED = "4 3"  # px of a dash and of the gap after it


def tag(name: str, content: Iterable[Markup | str] = (), **attributes: str | float) -> Markup:
    """One element: `_` in an attribute's name stands for `-`, a trailing one is dropped; numbers to one decimal."""
    written = (
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _plain(value))
        for key, value in attributes.items()
        if value != ""
    )
    return Markup("<{0}{1}>{2}</{0}>").format(name, Markup("").join(written), Markup("").join(content))


def picture(width: float, height: float, parts: Iterable[Markup], alt: str, kind: str) -> Markup:
    """A whole figure with its description; `kind` is its class in the style sheet."""
    size = f"0 0 {_plain(width)} {_plain(height)}"
    options = {"xmlns": "http://www.w3.org/2000/svg", "class": kind, "viewBox": size, "aria_label": alt}
    return tag("svg", parts, role="img", **options)


def rect(  # a rectangle has four sides
    x: float, y: float, width: float, height: float, paint: str, *, stroke: str = "", edge: float | str = ""
) -> Markup:
    """A filled rectangle, with an edge where a `stroke` is named."""
    width = max(width, 0.0)
    return tag("rect", x=x, y=y, width=width, height=height, fill=paint, stroke=stroke, stroke_width=edge)


def text(
    x: float, y: float, words: str, colour: str, *, anchor: str = "middle", bold: bool = False, size: float = 12
) -> Markup:
    """A line of text."""
    weight = "700" if bold else ""
    return tag("text", [words], x=x, y=y, font_size=size, fill=colour, text_anchor=anchor, font_weight=weight)


def dot(x: float, y: float, radius: float, paint: str, *, stroke: str = "", edge: float | str = "") -> Markup:
    """A filled circle, with an edge where a `stroke` is named."""
    return tag("circle", cx=x, cy=y, r=radius, fill=paint, stroke=stroke, stroke_width=edge)


def line(points: Sequence[Point], colour: str, width: float, *, dash: str = "") -> Markup:
    """An open line through points."""
    return tag("polyline", points=_path(points), fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dash)


def area(points: Sequence[Point], paint: str, stroke: str, edge: float) -> Markup:
    """The area within points, with its edge."""
    return tag("polygon", points=_path(points), fill=paint, stroke=stroke, stroke_width=edge)


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
