"""Tick labels of the axes and the margins that they need.

Margins are computed here because plotly's automargin draws a figure, measures its labels and draws all of it again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from kdx_metrics.charts.drawing.text import ems, lines_of, safe
from kdx_metrics.plan.formats import format_number

LINE = 1.3  # height of a line of labels, in font sizes
AIR = 4  # px between a label and the figure's edge
HALF_EXTRA = 0.09  # additional width of a Latin letter in the widest fallback font, in full-width characters
_STEPS = (2, 5, 10)


def value_axis(low: float, high: float, *, most: int, unit: str = "") -> dict[str, Any]:
    """Axis from `low` to `high` with about `most` round tick values, each followed by `unit`."""
    rough = (high - low) / most
    base = 10.0 ** math.floor(math.log10(rough))
    step = next(times * base for times in _STEPS if times * base >= rough)
    digits = max(0, -math.floor(math.log10(step)))
    values = [multiple * step for multiple in range(math.ceil(low / step), math.floor(high / step) + 1)]
    return {
        "range": [low, high],
        "tickvals": values,
        "ticktext": [format_number(value, digits) + safe(unit) for value in values],
    }


def with_room(layout: Mapping[str, Any], px: int) -> dict[str, Any]:
    """Layout of a figure with margins widened to the labels of its axes, whose font size is `px`.

    Only labels given as `ticktext` count; a larger margin stays as it is.
    """
    margin = dict(layout.get("margin", {}))
    for axis, default, room in (("xaxis", "b", _below), ("yaxis", "l", _beside)):
        given = layout.get(axis, {})
        if given.get("visible", True) and given.get("ticktext"):
            lines = [lines_of(text) for text in given["ticktext"]]
            needed = room(lines, px) + given.get("ticklabelstandoff", 0) + margin.get("pad", 0) + AIR
            side = "t" if given.get("side") == "top" else default
            margin[side] = max(margin.get(side, 0), math.ceil(needed))
    return {**layout, "margin": margin}


def _below(labels: list[list[str]], px: int) -> float:
    return max(map(len, labels)) * LINE * px


def _beside(labels: list[list[str]], px: int) -> float:
    return max(_width(line) for label in labels for line in label) * px


def _width(line: str) -> float:
    return ems(line) + HALF_EXTRA * sum(ems(letter) < 1 for letter in line)
