"""The legend of ratings: each mark in its colour with its word, in one line above the plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kdx_metrics.charts.text import coloured
from kdx_metrics.charts.theme import Palette, Scale
from kdx_metrics.words import RATING_WORDS


def rating_legend(ratings: Sequence[str], palette: Palette, scale: Scale, *, beyond: float = 0) -> dict[str, Any]:
    """An annotation for the ratings that occur, in the order given; `beyond` px right of the plot it may reach."""
    words = [
        f"{coloured(RATING_WORDS[rating].mark, palette.ratings[rating].text)} {RATING_WORDS[rating].word}"
        for rating in ratings
    ]
    place = {"x": 1, "xref": "paper", "xanchor": "right", "xshift": beyond, "y": 1, "yref": "paper"}
    return place | {
        "yanchor": "bottom",
        "yshift": 2,
        "text": "\u3000".join(words),
        "showarrow": False,
        "font": {"size": scale.small, "color": palette.ink},
    }
