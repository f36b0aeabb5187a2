"""Planned completions of 取組 laid over the timeline: one mark a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from kdx_metrics.charts.axes import iso, month_text
from kdx_metrics.charts.text import cut, strong
from kdx_metrics.charts.theme import PALETTES, SCALES, Mode, Size
from kdx_metrics.progress import WORST_FIRST
from kdx_metrics.words import RATING_WORDS

COMPLETIONS = "取組の完了予定"
TITLE_EMS = 26.0
NAMED_IN_HOVER = 6


def completions(actions: pd.DataFrame, y: float, mark: float, *, mode: Mode, size: Size) -> go.Scatter:
    """One square a month with how many 取組 are due in it, painted as the worst rating among them."""
    palette, scale = PALETTES[mode], SCALES[size]
    kept = actions[actions["rating"] != "excluded"]
    due = [
        (month.to_timestamp().date(), rows)
        for month, rows in kept.groupby(kept["planned_end"].dt.to_period("M"), sort=True)
    ]
    worst = [_worst(rows["rating"]) for _, rows in due]
    looks = [palette.ratings[rating] for rating in worst]
    return go.Scatter(
        name=COMPLETIONS,
        mode="markers+text",
        x=[iso(month + timedelta(days=14)) for month, _ in due],
        y=[y] * len(due),
        text=[str(len(rows)) for _, rows in due],
        textfont={
            "size": scale.small - 2,
            "color": [palette.ink if look.pattern else look.ink for look in looks],
        },
        marker={
            "symbol": "square",
            "size": mark,
            "color": [look.ground if look.pattern else look.fill for look in looks],
            "line": {"width": 1.5, "color": [look.fill for look in looks]},
        },
        customdata=[["actions", f"{month:%Y-%m}"] for month, _ in due],
        hovertext=[_due_sentence(month, rows) for month, rows in due],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _worst(ratings: Sequence[str] | pd.Series) -> str:
    present = set(ratings)
    return next((rating for rating in WORST_FIRST if rating in present), "not_reported")


def _due_sentence(month: date, rows: pd.DataFrame) -> str:
    names = [
        f"{RATING_WORDS[rating].label} {cut(title, TITLE_EMS)}"
        for rating, title in zip(rows["rating"][:NAMED_IN_HOVER], rows["title"][:NAMED_IN_HOVER], strict=True)
    ]
    more = [f"ほか{len(rows) - NAMED_IN_HOVER}件"] if len(rows) > NAMED_IN_HOVER else []
    return "<br>".join([strong(f"{month_text(month)}に完了予定の取組 {len(rows)}件"), *names, *more])
