"""Small pieces of SVG markup, every attribute and text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

Point = tuple[float, float]


def tag(name: str, content: Iterable[Markup | str] = (), **attributes: str | float) -> Markup:
    """One element: `_` in an attribute's name stands for `-`, a trailing one is dropped; numbers to one decimal."""
    written = (
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _plain(value))
        for key, value in attributes.items()
        if value != ""
    )
    return Markup("<{0}{1}>{2}</{0}>").format(name, Markup("").join(written), Markup("").join(content))


def picture(width: float, height: float, parts: Iterable[Markup], said: str, kind: str) -> Markup:
    """A whole figure with its description; `kind` is its class in the style sheet."""
    size = f"0 0 {_plain(width)} {_plain(height)}"
    options = {"xmlns": "http://www.w3.org/2000/svg", "class": kind, "viewBox": size, "aria_label": said}
    return tag("svg", parts, role="img", **options)


def rect(x: float, y: float, width: float, height: float, paint: str, *, stroke: str = "") -> Markup:
    """A filled rectangle, with an edge where a `stroke` is named."""
    return tag("rect", x=x, y=y, width=max(width, 0.0), height=height, fill=paint, stroke=stroke)


def text(
    x: float, y: float, said: str, colour: str, *, anchor: str = "middle", bold: bool = False, size: float = 12
) -> Markup:
    """A line of text."""
    weight = "700" if bold else ""
    return tag("text", [said], x=x, y=y, font_size=size, fill=colour, text_anchor=anchor, font_weight=weight)


def dot(x: float, y: float, radius: float, paint: str, *, stroke: str = "") -> Markup:
    """A filled circle."""
    return tag("circle", cx=x, cy=y, r=radius, fill=paint, stroke=stroke)


def line(points: Sequence[Point], colour: str, width: float, *, dashed: bool = False) -> Markup:
    """An open line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dash = "4 3" if dashed else ""
    return tag("polyline", points=path, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dash)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
