"""The content of one screen of the deck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import Figure
from kdx_metrics.views.listing import Listing
from kdx_metrics.wording.explanations import Explanation

WIDTH = 940  # px that a chart of the deck may count on: those of a tablet


@dataclass(frozen=True)
class Slide:
    """One screen's content. `body` is a figure, HTML or a function that draws, `rows` what it was made from."""

    title: str
    finding: str
    body: Figure | Markup | Callable[[], None]
    why: Callable[[], Explanation]
    alt: str = ""
    points: list[str] = field(default_factory=list)
    rows: Callable[[], Listing[Any]] | None = None
