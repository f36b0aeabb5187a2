"""Legends in words above the plot, each mark in its colour beside its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.style import Style, annotation

ACROSS = 4  # entries per line that fit on a telephone


def legend(entries: Sequence[str], style: Style) -> dict[str, Any]:
    """Annotation above the plot's left end, in lines of at most ACROSS entries, which are already escaped."""
    lines = [entries[start : start + ACROSS] for start in range(0, len(entries), ACROSS)]
    text = "<br>".join("\u3000".join(line) for line in lines)
    return annotation(
        text, style, x=0, y=1, of_x="paper", of_y="paper", anchor=Anchor("left", "bottom", 0, 2), align="left"
    )
