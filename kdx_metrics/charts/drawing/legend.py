"""Legends in words above the plot, each mark in its colour beside its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kdx_metrics.charts.drawing.text import coloured
from kdx_metrics.charts.drawing.theme import Palette, Scale
from kdx_metrics.wording.words import RATING_WORDS

ACROSS = 4  # entries per line that fit on a telephone


def legend(entries: Sequence[str], palette: Palette, scale: Scale) -> dict[str, Any]:
    """Annotation above the plot's left end, in lines of at most ACROSS entries, which are already escaped."""
    lines = [entries[start : start + ACROSS] for start in range(0, len(entries), ACROSS)]
    return _above(lines, "left", palette, scale)


def rating_legend(ratings: Sequence[str], palette: Palette, scale: Scale, *, narrow: bool = False) -> dict[str, Any]:
    """Legend of `ratings` in one line at the plot's right end, or placed as by `legend` if `narrow`."""
    words = [
        f"{coloured(RATING_WORDS[rating].mark, palette.ratings[rating].text)} {RATING_WORDS[rating].word}"
        for rating in ratings
    ]
    return legend(words, palette, scale) if narrow else _above([words], "right", palette, scale)


def _above(lines: Sequence[Sequence[str]], side: str, palette: Palette, scale: Scale) -> dict[str, Any]:
    return {
        "x": 0 if side == "left" else 1,
        "xref": "paper",
        "xanchor": side,
        "align": side,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 2,
        "text": "<br>".join("\u3000".join(line) for line in lines),
        "showarrow": False,
        "font": {"size": scale.small, "color": palette.ink},
        "borderpad": 0,
    }
