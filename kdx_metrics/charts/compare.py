"""Changes since an earlier 時点, in the progress of groups and in planned ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import fiscal_years, iso, year_axis, year_note
from kdx_metrics.charts.drawing.labels import bare, percent
from kdx_metrics.charts.drawing.style import SCREEN, Style, figure, halo, note
from kdx_metrics.charts.drawing.text import cut, ems, safe, shortened, strong, wrap
from kdx_metrics.charts.drawing.theme import Palette, Scale
from kdx_metrics.plan.fiscal_calendar import fiscal_year_start, wareki_and_iso, wareki_month_and_iso
from kdx_metrics.plan.formats import format_points
from kdx_metrics.wording.words import NO_DATA, NOT_EVALUABLE

ROW, LEAST = 62, 54  # px per row on a page and, as a minimum, in the meeting, where figures fill the screen
MARK = 0.19  # rows from a mark's middle to the line of text above it
SLIP_HEIGHT, SLIP_WIDTH = 380, 1000
NAMED_LINES = 8
NAME_EMS, LINE = 15.0, 1.3  # width of a name beside its line in full-width characters, its line height in font sizes
NOTHING = "比べるものがありません"


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """Progress of a group at both 時点 in percent, None where it cannot be evaluated."""

    label: str
    before: float | None
    after: float | None
    key: str | int = ""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """Planned end of a 取組 as of each 時点, in pairs (時点, planned end), oldest first."""

    label: str
    points: tuple[tuple[date, date], ...]
    key: str | int = ""

    @property
    def slip(self) -> int:
        """Days by which the planned end has moved, positive if later."""
        return (self.points[-1][1] - self.points[0][1]).days if self.points else 0


def dumbbell(
    rows: Sequence[DumbbellRow],
    *,
    before: str = "前回",
    after: str = "今回",
    style: Style = SCREEN,
) -> go.Figure:
    """Progress of each group before (hollow) and after (filled), joined by a line, with customdata `[key]`."""
    palette, scale = style.palette, style.scale
    both = [(y, row) for y, row in enumerate(rows) if row.before is not None and row.after is not None]
    side = round(ems("100.0") * scale.small + 12 * scale.factor)  # room for a value outside the outermost mark
    bridges = go.Scatter(
        name="変化",
        mode="lines",
        x=[value for _, row in both for value in (row.before, row.after, None)],
        y=[value for y, _ in both for value in (y, y, None)],
        line={"color": palette.quiet, "width": 4 * scale.factor},
        hoverinfo="skip",
        showlegend=False,
    )
    return figure(
        [
            bridges,
            _side(rows, before, [row.before for row in rows], palette, scale, filled=False),
            _side(rows, after, [row.after for row in rows], palette, scale, filled=True),
            _row_names([row.label for row in rows], style),
        ],
        style=style,
        height=style.scaled((ROW if style.size == "screen" else LEAST) * max(len(rows), 1) + 66),
        showlegend=bool(rows),
        annotations=[label for y, row in enumerate(rows) for label in _values(y, row, palette, scale)]
        or [note(NOTHING, style)],
        xaxis={"range": [0, 100], "tickvals": [0, 25, 50, 75, 100], "ticktext": ["0", "25", "50", "75", "100%"]},
        yaxis={"range": [max(len(rows), 1) - 0.5, -0.7], "visible": False},
        margin={"l": side, "r": side, "t": 4, "b": style.scaled(26)},
    )


def _row_names(names: Sequence[str], style: Style) -> go.Scatter:
    """Name of each row at the plot's left end above its marks, where a telephone has room for it."""
    return go.Scatter(
        name="名称",
        mode="text",
        x=[0] * len(names),
        y=[row - MARK for row, _ in enumerate(names)],
        text=[cut(name, NAME_EMS) for name in names],
        textposition="top right",
        textfont={"size": style.scale.small, "color": style.palette.ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _side(
    rows: Sequence[DumbbellRow],
    name: str,
    values: Sequence[float | None],
    palette: Palette,
    scale: Scale,
    *,
    filled: bool,
) -> go.Scatter:
    numbered = enumerate(zip(rows, values, strict=True))
    marks = [(y, row, value) for y, (row, value) in numbered if value is not None]
    return go.Scatter(
        name=safe(name),
        mode="markers",
        x=[value for _, _, value in marks],
        y=[y for y, _, _ in marks],
        marker={
            "symbol": "circle" if filled else "circle-open",
            "size": 15 * scale.factor,
            "color": palette.key,
            "line": {"width": 3, "color": palette.key},
        },
        customdata=[[row.key or row.label] for _, row, _ in marks],
        hovertext=[f"{strong(safe(row.label))}<br>{safe(name)} {percent(value)}" for _, row, value in marks],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _values(y: int, row: DumbbellRow, palette: Palette, scale: Scale) -> list[dict[str, Any]]:
    """Both values on the outer sides of their marks, and the difference above the right end."""
    base: dict[str, Any] = {"y": y, "showarrow": False}
    font = {"size": scale.small, "color": palette.ink}
    if row.before is None and row.after is None:
        return [base | {"x": 50, "text": NOT_EVALUABLE, "font": {"size": scale.small, "color": palette.quiet}}]
    labels = []
    rising = (row.after or 0) >= (row.before or 0)
    for value, leftwards in ((row.before, rising), (row.after, not rising)):
        if value is not None:
            outside = {"xanchor": "right", "xshift": -12} if leftwards else {"xanchor": "left", "xshift": 12}
            labels.append(base | outside | {"x": value, "text": bare(value), "font": font})
    gap = None if row.before is None or row.after is None else row.after - row.before
    labels.append(
        base
        | {"x": 1, "xref": "paper", "xanchor": "right", "font": font, "borderpad": 0}
        | {"y": y - MARK, "yanchor": "bottom", "text": format_points(gap, missing=NO_DATA)}
    )
    return labels


def slip_trend(
    lines: Sequence[SlipLine],
    *,
    height: float | None = None,
    width: int = SLIP_WIDTH,
    style: Style = SCREEN,
) -> go.Figure:
    """Planned end (y) as of each 時点 (x), so that a level line keeps its date and a rising one slips.

    Lines that slip are drawn strong, and the NAMED_LINES that slip most are named at their end; customdata is `[key]`
    of the line. `height` and `width` are the least size in px at which the figure is shown; names and years fit it.
    """
    palette, scale = style.palette, style.scale
    height = style.scaled(SLIP_HEIGHT) if height is None else height
    drawn = sorted((line for line in lines if line.points), key=lambda line: (-line.slip, line.label))
    reports = [day for line in drawn for day, _ in line.points]
    ends = [end for line in drawn for _, end in line.points]
    if not drawn:
        return figure([], style=style, height=style.scaled(120), annotations=[note(NOTHING, style)], **_hidden())
    first, last = min(reports) - timedelta(days=30), max(reports) + timedelta(days=30)
    low, high = min(ends) - timedelta(days=60), max(ends) + timedelta(days=60)
    years = year_axis(first, last, width=width - 410, style=style)
    starts = [fiscal_year_start(year) for year in fiscal_years(low, high) if fiscal_year_start(year) > low]
    days_per_pixel = (high - low).days / (height - 60)
    return figure(
        [_slip(line, palette) for line in reversed(drawn)],
        style=style,
        height=height,
        annotations=[
            *_line_names([line for line in drawn if line.slip > 0][:NAMED_LINES], low, days_per_pixel, palette, scale),
            *year_note(years, style=style),
        ],
        xaxis=years,
        yaxis={
            "type": "date",
            "range": [iso(low), iso(high)],
            "tickvals": [iso(day) for day in starts],
            "ticktext": [wareki_month_and_iso(day).replace("(", "<br>(") for day in starts],
        },
        margin={"l": 8, "r": round(20 * scale.small), "t": 8, "b": 8, "pad": 4},
    )


def _hidden() -> dict[str, Any]:
    return {"xaxis": {"visible": False}, "yaxis": {"visible": False}}


def _slip(line: SlipLine, palette: Palette) -> go.Scatter:
    moved = line.slip > 0
    colour = palette.ratings["behind"].fill if moved else palette.quiet
    return go.Scatter(
        name=safe(line.label),
        mode="lines+markers",
        x=[iso(day) for day, _ in line.points],
        y=[iso(end) for _, end in line.points],
        line={"color": colour, "width": 3 if moved else 1, "dash": "solid" if moved else "dot"},
        marker={"symbol": "square" if moved else "circle", "size": 9 if moved else 6, "color": colour},
        customdata=[[line.key or line.label]] * len(line.points),
        hovertext=[
            f"{strong(cut(line.label, 28))}<br>{wareki_and_iso(day)}時点の完了予定は{wareki_and_iso(end)}"
            for day, end in line.points
        ],
        hoverinfo="text",
    )


def _line_names(
    lines: Sequence[SlipLine], low: date, days_per_pixel: float, palette: Palette, scale: Scale
) -> list[dict[str, Any]]:
    """Names beside the ends of the lines, moved apart where ends lie close, none of them below `low`."""
    ordered = sorted(lines, key=lambda line: line.points[-1][1], reverse=True)
    texts = [f"{wrap(shortened(line.label, 3 * NAME_EMS), NAME_EMS)} +{line.slip}日" for line in ordered]
    halves = [scale.small * LINE * (text.count("<br>") + 1) * days_per_pixel / 2 for text in texts]
    middles = _apart([line.points[-1][1].toordinal() for line in ordered], halves, low.toordinal())
    return [
        {
            "x": iso(line.points[-1][0]),
            "y": iso(date.fromordinal(round(middle))),
            "text": text,
            "showarrow": False,
            "align": "left",
            "xanchor": "left",
            "xshift": 10,
            "font": {"size": scale.small, "color": palette.ratings["behind"].text, "shadow": halo(palette)},
        }
        for line, text, middle in zip(ordered, texts, middles, strict=True)
    ]


def _apart(wanted: Sequence[float], halves: Sequence[float], floor: float) -> list[float]:
    """Middles of labels that do not overlap, from the wanted middles in descending order and half of each height.

    Labels are first moved down below the one above, then up so that the lowest stays above `floor`.
    """
    middles: list[float] = []
    ceiling = float("inf")
    for middle, half in zip(wanted, halves, strict=True):
        middles.append(min(middle, ceiling - half))
        ceiling = middles[-1] - half
    for index in reversed(range(len(middles))):
        middles[index] = max(middles[index], floor + halves[index])
        floor = middles[index] + halves[index]
    return middles
