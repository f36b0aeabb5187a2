"""Planned completions of 取組 on the timeline, one mark per month or longer span."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import between, iso
from kdx_metrics.charts.drawing.style import Style
from kdx_metrics.charts.drawing.text import cut, strong
from kdx_metrics.numbers.ratings import WORST_FIRST
from kdx_metrics.plan.fiscal_calendar import wareki_month_and_iso
from kdx_metrics.wording.words import RATING_WORDS

COMPLETIONS = "取組の完了予定"
TITLE_EMS = 26.0
NAMED_IN_HOVER = 6


def completions(actions: pd.DataFrame, y: float, mark: float, months: int, *, style: Style) -> go.Scatter:
    """Squares with the number of 取組 due per span of `months` months, in the colour of the worst rating among them.

    customdata is `["actions", first day, last day]` of the span, as ISO dates. 対象外 do not count.
    """
    palette, scale = style.palette, style.scale
    counted = actions[actions["rating"] != "excluded"]
    ends = counted["planned_end"].dt
    span = (ends.year * 12 + ends.month - 1) // months
    due = [(int(number), rows) for number, rows in counted.groupby(span, sort=True)]
    spans = [(_month(number * months), _month((number + 1) * months) - timedelta(days=1)) for number, _ in due]
    looks = [palette.ratings[_worst(rows["rating"])] for _, rows in due]
    return go.Scatter(
        name=COMPLETIONS,
        mode="markers+text",
        x=[between(*span) for span in spans],
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
        customdata=[["actions", iso(first), iso(last)] for first, last in spans],
        hovertext=[_sentence(span, rows) for span, (_, rows) in zip(spans, due, strict=True)],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def months_between(mark: float, pixels_per_day: float) -> int:
    """Shortest span of 1, 3, 6 or 12 months at which marks of `mark` px do not touch."""
    month = 30 * pixels_per_day
    return next((months for months in (1, 3, 6) if months * month > mark), 12)


def _month(number: int) -> date:
    """First day of month `number`, counted from January of year 0."""
    return date(number // 12, number % 12 + 1, 1)


def _worst(ratings: Sequence[str] | pd.Series) -> str:
    present = set(ratings)
    return next((rating for rating in WORST_FIRST if rating in present), "not_reported")


def _sentence(span: tuple[date, date], rows: pd.DataFrame) -> str:
    names = [
        f"{RATING_WORDS[rating].label} {cut(title, TITLE_EMS)}"
        for rating, title in zip(rows["rating"][:NAMED_IN_HOVER], rows["title"][:NAMED_IN_HOVER], strict=True)
    ]
    more = [f"ほか{len(rows) - NAMED_IN_HOVER}件"] if len(rows) > NAMED_IN_HOVER else []
    months = list(dict.fromkeys(wareki_month_and_iso(day) for day in span))
    return "<br>".join([strong(f"{'から'.join(months)}に完了予定の取組 {len(rows)}件"), *names, *more])
