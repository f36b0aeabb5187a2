"""Legends in words above the plot, each mark in its colour beside its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.style import Style, annotation
from kdx_metrics.charts.drawing.text import coloured
from kdx_metrics.wording.words import RATING_WORDS

ACROSS = 4  # entries per line that fit on a telephone


def legend(entries: Sequence[str], style: Style) -> dict[str, Any]:
    """Annotation above the plot's left end, in lines of at most ACROSS entries, which are already escaped."""
    lines = [entries[start : start + ACROSS] for start in range(0, len(entries), ACROSS)]
    return _above(lines, "left", style)


def rating_legend(ratings: Sequence[str], style: Style) -> dict[str, Any]:
    """Legend of `ratings` in one line at the plot's right end."""
    words = [
        f"{coloured(RATING_WORDS[rating].mark, style.palette.ratings[rating].text)} {RATING_WORDS[rating].word}"
        for rating in ratings
    ]
    return _above([words], "right", style)


def _above(lines: Sequence[Sequence[str]], side: str, style: Style) -> dict[str, Any]:
    text = "<br>".join("\u3000".join(line) for line in lines)
    x = 0 if side == "left" else 1
    return annotation(
        text, style, x=x, y=1, of_x="paper", of_y="paper", anchor=Anchor(side, "bottom", 0, 2), align=side
    )
