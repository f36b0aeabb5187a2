"""Planned ends that were put off, one row per 取組 with its first, its last and its present date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso, year_axis, year_lines, year_note
from kdx_metrics.charts.drawing.legend import legend
from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.style import SCREEN, Style, annotation, figure, note
from kdx_metrics.charts.drawing.text import coloured, cut, ems, strong
from kdx_metrics.plan.fiscal_calendar import wareki_and_iso
from kdx_metrics.wording.meeting.movements import put_off
from kdx_metrics.wording.words import NOTHING_TO_COMPARE

ROW = 54  # px per row, with the name above its marks
WIDTH = 1000
ABOVE = 0.2  # rows from the marks to the line of text above them
HEAD, FOOT = 30, 44  # px above and below the rows


@dataclass(frozen=True, slots=True)
class SlipLine:
    """Planned end of a 取組 as of each 時点, in pairs (時点, planned end), oldest first; `before` is that of last time.

    `start_days` is the number of days by which the planned start has moved since the first plan.
    """

    label: str
    points: tuple[tuple[date, date], ...]
    before: date | None = None
    start_days: int = 0
    key: str | int = ""

    @property
    def slip(self) -> int:
        """Days by which the end has moved since the first plan, positive if later."""
        return (self.points[-1][1] - self.points[0][1]).days if self.points else 0

    @property
    def slip_since(self) -> int:
        """Days by which the end has moved since last time."""
        return self.slip if self.before is None or not self.points else (self.points[-1][1] - self.before).days


def slips_chart(lines: Sequence[SlipLine], *, width: int = WIDTH, style: Style = SCREEN) -> go.Figure:
    """One row per 取組, put off furthest since last time first, with customdata `[key]`.

    `width` is the least width in px at which the figure is shown, which names and years fit.
    """
    palette, scale = style.palette, style.scale
    rows = sorted((line for line in lines if line.points), key=lambda line: (-line.slip_since, -line.slip, line.label))
    if not rows:
        hidden = {"visible": False}
        return figure(
            [],
            style=style,
            height=style.scaled(120),
            annotations=[note(NOTHING_TO_COMPARE, style)],
            xaxis=hidden,
            yaxis=hidden,
        )
    ends = [end for row in rows for _, end in row.points] + [row.before for row in rows if row.before]
    first, last = min(ends) - timedelta(days=60), max(ends) + timedelta(days=60)
    years = year_axis(first, last, width=width - 40, style=style)
    marks = (("◇", "当初"), ("○", "前回"), ("●", "今"))
    key = [f"{coloured(mark, palette.ink)} {name}" for mark, name in marks]
    texts = [put_off(row.slip_since, row.slip, row.start_days) for row in rows]
    return figure(
        [
            _way(rows, style),
            _marks("当初", [row.points[0][1] for row in rows], rows, "diamond", style),
            _marks("前回", [row.before for row in rows], rows, "circle", style),
            _marks("今", [row.points[-1][1] for row in rows], rows, "circle", style, filled=True),
        ],
        style,
        height=style.scaled(ROW * len(rows) + HEAD + FOOT),
        shapes=year_lines(first, last, style=style),
        annotations=[
            *(_label(y, row, text, width, style) for y, (row, text) in enumerate(zip(rows, texts, strict=True))),
            *(
                annotation(text, style, x=1, y=y - ABOVE, of_x="paper", anchor=Anchor("right", "bottom"))
                for y, text in enumerate(texts)
            ),
            legend(key, style),
            *year_note(years, style=style),
        ],
        xaxis=years,
        yaxis={"range": [len(rows) - 0.5, -0.8], "visible": False},
        margin={"l": 2.4 * scale.small, "r": 8, "t": style.scaled(HEAD), "b": 8, "pad": 4},
    )


def _label(y: int, row: SlipLine, text: str, width: int, style: Style) -> dict[str, Any]:
    """Name of a row, as long as the days at its other end leave room for it."""
    room = (width - 50) / style.scale.small - ems(text) - 1
    name = strong(cut(row.label, room))
    return annotation(name, style, x=0, y=y - ABOVE, of_x="paper", anchor=Anchor("left", "bottom"), align="left")


def _way(rows: Sequence[SlipLine], style: Style) -> go.Scatter:
    return go.Scatter(
        name="動き",
        mode="lines",
        x=[x for row in rows for x in (iso(row.points[0][1]), iso(row.points[-1][1]), None)],
        y=[height for y, _ in enumerate(rows) for height in (y, y, None)],
        line={"color": style.palette.ratings["behind"].fill, "width": 3 * style.scale.factor},
        hoverinfo="skip",
    )


def _marks(
    name: str, days: Sequence[date | None], rows: Sequence[SlipLine], symbol: str, style: Style, *, filled: bool = False
) -> go.Scatter:
    palette = style.palette
    marks = [(y, day, row) for y, (day, row) in enumerate(zip(days, rows, strict=True)) if day is not None]
    return go.Scatter(
        name=name,
        mode="markers",
        x=[iso(day) for _, day, _ in marks],
        y=[y for y, _, _ in marks],
        marker={
            "symbol": symbol,
            "size": 13 * style.scale.factor,
            "color": palette.ink if filled else palette.page,
            "line": {"width": 2, "color": palette.ink},
        },
        customdata=[[row.key or row.label] for _, _, row in marks],
        hovertext=[f"{strong(cut(row.label, 28))}<br>{name}の完了予定は{wareki_and_iso(day)}" for _, day, row in marks],
        hoverinfo="text",
    )
