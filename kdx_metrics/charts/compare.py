"""What moved since an earlier 時点: progress before and after, and how planned ends slipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.bar_labels import row_names
from kdx_metrics.charts.drawing.axes import day_text, fiscal_years, iso, month_text, year_axis, year_note
from kdx_metrics.charts.drawing.labels import bare, percent
from kdx_metrics.charts.drawing.text import cut, ems, safe, shortened, strong, wrap
from kdx_metrics.charts.drawing.theme import PALETTES, SCALES, Mode, Palette, Scale, Size, figure, halo, note, scaled
from kdx_metrics.plan.fiscal_calendar import fiscal_year_start
from kdx_metrics.plan.formats import format_points
from kdx_metrics.wording.words import NO_DATA, NOT_EVALUABLE

ROW, LEAST = 62, 54  # px of a row on a page, and in the meeting, whose figures grow into the room that is left
MARK = 0.19  # of a row, from a mark's middle to the line of words above it
SLIP_HEIGHT, SLIP_WIDTH = 380, 1000
NAMED_LINES = 8
NAME_EMS, LINE = 15.0, 1.3  # of the names beside their lines: width, and height of a line in letters
NOTHING = "比べるものがありません"


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """One group on both sides, in percent; None where it could not be evaluated."""

    label: str
    before: float | None
    after: float | None
    key: str | int = ""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One 取組's planned end as each 時点 knew it: (時点, planned end), oldest first."""

    label: str
    points: tuple[tuple[date, date], ...]
    key: str | int = ""

    @property
    def slip(self) -> int:
        """Days by which the end has moved; later is positive."""
        return (self.points[-1][1] - self.points[0][1]).days if self.points else 0


def dumbbell(
    rows: Sequence[DumbbellRow],
    *,
    before: str = "前回",
    after: str = "今回",
    mode: Mode = "light",
    size: Size = "screen",
) -> go.Figure:
    """Each group's progress on both sides, hollow before and filled after, joined; customdata `[key]`."""
    palette, scale = PALETTES[mode], SCALES[size]
    both = [(place, row) for place, row in enumerate(rows) if row.before is not None and row.after is not None]
    side = round(ems("100.0") * scale.small + 12 * scale.factor)  # a value outwards of its mark
    bridges = go.Scatter(
        name="変化",
        mode="lines",
        x=[value for _, row in both for value in (row.before, row.after, None)],
        y=[value for place, _ in both for value in (place, place, None)],
        line={"color": palette.quiet, "width": 4 * scale.factor},
        hoverinfo="skip",
        showlegend=False,
    )
    return figure(
        [
            bridges,
            _side(rows, before, [row.before for row in rows], palette, scale, filled=False),
            _side(rows, after, [row.after for row in rows], palette, scale, filled=True),
            row_names([row.label for row in rows], MARK, palette, scale),
        ],
        mode=mode,
        size=size,
        height=scaled((ROW if size == "screen" else LEAST) * max(len(rows), 1) + 66, size),
        showlegend=bool(rows),
        annotations=[label for place, row in enumerate(rows) for label in _values(place, row, palette, scale)]
        or [note(NOTHING)],
        xaxis={"range": [0, 100], "tickvals": [0, 25, 50, 75, 100], "ticktext": ["0", "25", "50", "75", "100%"]},
        yaxis={"range": [max(len(rows), 1) - 0.5, -0.7], "visible": False},
        margin={"l": side, "r": side, "t": 4, "b": scaled(26, size)},
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
    places = enumerate(zip(rows, values, strict=True))
    known = [(place, row, value) for place, (row, value) in places if value is not None]
    return go.Scatter(
        name=safe(name),
        mode="markers",
        x=[value for _, _, value in known],
        y=[place for place, _, _ in known],
        marker={
            "symbol": "circle" if filled else "circle-open",
            "size": 15 * scale.factor,
            "color": palette.key,
            "line": {"width": 3, "color": palette.key},
        },
        customdata=[[row.key or row.label] for _, row, _ in known],
        hovertext=[f"{strong(safe(row.label))}<br>{safe(name)} {percent(value)}" for _, row, value in known],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _values(place: int, row: DumbbellRow, palette: Palette, scale: Scale) -> list[dict[str, Any]]:
    """Both values outwards of their marks, and the difference above the right end."""
    base: dict[str, Any] = {"y": place, "showarrow": False}
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
        | {"y": place - MARK, "yanchor": "bottom", "text": format_points(gap, missing=NO_DATA)}
    )
    return labels


def slip_trend(
    lines: Sequence[SlipLine],
    *,
    height: float | None = None,
    width: int = SLIP_WIDTH,
    mode: Mode = "light",
    size: Size = "screen",
) -> go.Figure:
    """Planned end (upwards) against the 時点 that gave it: a level line keeps its date, a rising one slips.

    The most slipped are drawn strong and named beside their line's end; customdata is `[key]` of the line.
    `height` and `width` in px are the least that the figure will be shown in, so that names and years fit there.
    """
    palette, scale = PALETTES[mode], SCALES[size]
    height = scaled(SLIP_HEIGHT, size) if height is None else height
    drawn = sorted((line for line in lines if line.points), key=lambda line: (-line.slip, line.label))
    reports = [day for line in drawn for day, _ in line.points]
    ends = [end for line in drawn for _, end in line.points]
    if not drawn:
        return figure([], mode=mode, size=size, height=scaled(120, size), annotations=[note(NOTHING)], **_hidden())
    first, last = min(reports) - timedelta(days=30), max(reports) + timedelta(days=30)
    low, high = min(ends) - timedelta(days=60), max(ends) + timedelta(days=60)
    years = year_axis(first, last, width=width - 410, mode=mode, size=size)
    starts = [fiscal_year_start(year) for year in fiscal_years(low, high) if fiscal_year_start(year) > low]
    day = (high - low).days / (height - 60)  # that a pixel stands for
    return figure(
        [_slip(line, palette) for line in reversed(drawn)],
        mode=mode,
        size=size,
        height=height,
        annotations=[
            *_line_names([line for line in drawn if line.slip > 0][:NAMED_LINES], low, day, palette, scale),
            *year_note(years, mode=mode, size=size),
        ],
        xaxis=years,
        yaxis={
            "type": "date",
            "range": [iso(low), iso(high)],
            "tickvals": [iso(day) for day in starts],
            "ticktext": [month_text(day).replace("(", "<br>(") for day in starts],
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
            f"{strong(cut(line.label, 28))}<br>{day_text(day)}時点の完了予定は{day_text(end)}"
            for day, end in line.points
        ],
        hoverinfo="text",
    )


def _line_names(
    lines: Sequence[SlipLine], low: date, day: float, palette: Palette, scale: Scale
) -> list[dict[str, Any]]:
    """Beside the lines' ends, moved apart where ends lie close, and none below `low`; a pixel is `day` days."""
    ordered = sorted(lines, key=lambda line: line.points[-1][1], reverse=True)
    texts = [f"{wrap(shortened(line.label, 3 * NAME_EMS), NAME_EMS)} +{line.slip}日" for line in ordered]
    halves = [scale.small * LINE * (text.count("<br>") + 1) * day / 2 for text in texts]
    places = _apart([line.points[-1][1].toordinal() for line in ordered], halves, low.toordinal())
    return [
        {
            "x": iso(line.points[-1][0]),
            "y": iso(date.fromordinal(round(place))),
            "text": text,
            "showarrow": False,
            "align": "left",
            "xanchor": "left",
            "xshift": 10,
            "font": {"size": scale.small, "color": palette.ratings["behind"].text, "shadow": halo(palette)},
        }
        for line, text, place in zip(ordered, texts, places, strict=True)
    ]


def _apart(wanted: Sequence[float], halves: Sequence[float], floor: float) -> list[float]:
    """The middles of labels, given from the highest down: each is pushed down by the one above, then up by `floor`."""
    places: list[float] = []
    ceiling = float("inf")
    for place, half in zip(wanted, halves, strict=True):
        places.append(min(place, ceiling - half))
        ceiling = places[-1] - half
    for at in reversed(range(len(places))):
        places[at] = max(places[at], floor + halves[at])
        floor = places[at] + halves[at]
    return places
