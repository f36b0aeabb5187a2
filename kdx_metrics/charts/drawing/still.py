"""A finished figure over time as an SVG picture, for a page that shows many: a plotly figure each costs far more.

Bands, lines, columns, marks and labels stand where plotly puts them; nothing shows on hover.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

import plotly.graph_objects as go
from markupsafe import Markup

from kdx_metrics.charts.drawing import svg
from kdx_metrics.charts.drawing.style import Style
from kdx_metrics.charts.drawing.text import lines_of
from kdx_metrics.charts.drawing.theme import FONT
from kdx_metrics.charts.drawing.ticks import LINE

DASHES = {None: "", "dot": "2 3", "dash": svg.DASHED}
ENDS = {"left": "start", "center": "middle", "right": "end"}
BELOW = {"top": 0.5, "middle": 0.0, "bottom": -0.5}  # heights of a label between its anchor and its middle
HEIGHT = 1.45  # of a label as plotly measures it, in font sizes
BASELINE = 0.35  # font sizes between the middle of a letter and its baseline
BESIDE = 4  # px between the plot and the labels of its axes


def still(figure: go.Figure, width: int, said: str, style: Style) -> Markup:
    """The figure at `width` px, whose type grows and shrinks with the picture; `said` is its description."""
    layout = figure.layout
    plot = _Plot(
        (layout.margin.l, width - layout.margin.r),
        (layout.height - layout.margin.b, layout.margin.t),
        (date.fromisoformat(layout.xaxis.range[0]), date.fromisoformat(layout.xaxis.range[1])),
        layout.yaxis.range,
    )
    parts = [*_bands(layout.shapes, plot), *_axes(layout, plot, style)]
    for trace in figure.data:
        parts += _columns(trace, plot) if isinstance(trace, go.Bar) else [*_lines(trace, plot), *_marks(trace, plot)]
    parts += [_label(label, plot, style) for label in layout.annotations]
    return svg.picture(width, layout.height, [svg.tag("g", parts, font_family=FONT)], said, "still")


class _Plot(NamedTuple):
    """The plot's left and right, foot and top in px, and the days and values at them."""

    across: tuple[float, float]
    up: tuple[float, float]
    days: tuple[date, date]
    values: tuple[float, float]

    def x(self, day: date | str) -> float:
        """Position of a day."""
        first, last = self.days
        return self.x_of(((date.fromisoformat(day) if isinstance(day, str) else day) - first) / (last - first))

    def y(self, value: float) -> float:
        """Position of a value."""
        low, high = self.values
        return self.y_of((value - low) / (high - low))

    def x_of(self, share: float) -> float:
        """Position of a share of the plot's width."""
        left, right = self.across
        return left + (right - left) * share

    def y_of(self, share: float) -> float:
        """Position of a share of the plot's height."""
        foot, top = self.up
        return foot - (foot - top) * share

    def rect(
        self, days: tuple[date | str, date | str], values: tuple[float, float], paint: str, stroke: str, edge: float
    ) -> Markup:
        """Rectangle between two days and two values."""
        left, right = map(self.x, days)
        foot, top = self.y(min(values)), self.y(max(values))
        return svg.rect(left, top, right - left, foot - top, paint, stroke=stroke if edge else "", edge=edge)


def _bands(shapes: Any, plot: _Plot) -> list[Markup]:  # noqa: ANN401  # plotly ships no types
    return [
        plot.rect((band.x0, band.x1), (band.y0, band.y1), band.fillcolor, band.line.color, band.line.width)
        for band in shapes
    ]


def _axes(layout: Any, plot: _Plot, style: Style) -> Iterator[Markup]:  # noqa: ANN401  # plotly ships no types
    """Line and label of each tick of the values, label of each 年度."""
    (left, right), px, palette = plot.across, style.scale.small, style.palette
    for value, label in zip(layout.yaxis.tickvals, layout.yaxis.ticktext, strict=True):
        y = plot.y(value)
        yield svg.line([(left, y), (right, y)], palette.grid, 1)
        yield _text(left - BESIDE, y, label, palette.ink, px, style, "right")
    for day, label in zip(layout.xaxis.tickvals, layout.xaxis.ticktext, strict=True):
        yield _text(plot.x(day), plot.y_of(0) + BESIDE + HEIGHT * px / 2, label, palette.ink, px, style)


def _columns(trace: go.Bar, plot: _Plot) -> list[Markup]:
    half, marker = timedelta(milliseconds=trace.width / 2), trace.marker
    return [
        plot.rect((day - half, day + half), (0.0, value), marker.color, marker.line.color, marker.line.width)
        for day, value in zip(map(date.fromisoformat, trace.x), trace.y, strict=True)
    ]


def _points(trace: go.Scatter, plot: _Plot) -> list[svg.Point | None]:
    """Positions of a trace, None where it has a gap."""
    return [
        None if day is None or value is None else (plot.x(day), plot.y(value))
        for day, value in zip(trace.x, trace.y, strict=True)
    ]


def _lines(trace: go.Scatter, plot: _Plot) -> list[Markup]:
    """The line of a trace between its gaps, or the area within it."""
    if "lines" not in trace.mode:
        return []
    runs = [[point for point in run if point] for _, run in groupby(_points(trace, plot), bool)]
    colour, width, dash = trace.line.color, trace.line.width, DASHES[trace.line.dash]
    if trace.fill:
        return [svg.area(run, trace.fillcolor, colour, width) for run in runs if run]
    return [svg.line(run, colour, width, dash=dash) for run in runs if run]


def _marks(trace: go.Scatter, plot: _Plot) -> list[Markup]:
    """Marks of a trace; a mark of size 0 is none."""
    if "markers" not in trace.mode:
        return []
    marker, points = trace.marker, _points(trace, plot)
    sizes = [marker.size] * len(points) if isinstance(marker.size, int) else marker.size
    return [
        _mark(marker.symbol, point, size / 2, marker.color or trace.line.color)
        for point, size in zip(points, sizes, strict=True)
        if point is not None and size
    ]


def _mark(symbol: str, centre: svg.Point, radius: float, colour: str) -> Markup:
    """A mark in one of plotly's shapes."""
    x, y = centre
    if symbol == "diamond-open":
        reach = 1.3 * radius
        return svg.area([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], "none", colour, 2)
    hollow = {"circle": False, "circle-open": True}[symbol]
    return svg.dot(x, y, radius, "none", stroke=colour, edge=2) if hollow else svg.dot(x, y, radius, colour)


def _label(label: Any, plot: _Plot, style: Style) -> Markup:  # noqa: ANN401  # plotly ships no types
    """A label beside its anchor."""
    px = label.font.size
    x = plot.x_of(label.x) if label.xref == "paper" else plot.x(label.x)
    y = plot.y_of(label.y) if label.yref == "paper" else plot.y(label.y)
    middle = y - (label.yshift or 0) + BELOW[label.yanchor] * HEIGHT * px
    return _text(x + (label.xshift or 0), middle, label.text, label.font.color, px, style, label.xanchor)


def _text(  # callers name every option
    x: float, middle: float, label: str, colour: str, px: int, style: Style, anchor: str = "center"
) -> Markup:
    """Lines of a label, the first around the height `middle`, with a halo so that they stay legible over a line."""
    bold, anchor = label.startswith("<b>"), ENDS[anchor]
    lines = [
        svg.text(x, middle + (BASELINE + LINE * number) * px, line, colour, anchor=anchor, bold=bold, size=px)
        for number, line in enumerate(lines_of(label))
    ]
    return svg.tag("g", lines, stroke=style.palette.page, stroke_width=3, paint_order="stroke")
