"""A figure as a picture: its marks stand where its values say."""

from __future__ import annotations

import re
from datetime import date

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.still import still
from kdx_metrics.charts.drawing.style import SCREEN, annotation
from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.charts.kpi import SMALL_WIDTH, kpi_small
from tests.shipped import NOW, strategy, summary

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 300, 200, 50, 10, 20, 40
SCATTER = {"line": {"color": "#123456", "width": 2}, "marker": {"symbol": "circle", "size": 8, "color": "#123456"}}


def drawn(*traces: go.Scatter | go.Bar, shapes: tuple[object, ...] = (), labels: tuple[object, ...] = ()) -> str:
    """A picture of the year 2025 from 0 to 100, whose plot is 240 px wide and 140 px high."""
    layout = go.Layout(
        height=HEIGHT,
        margin={"l": LEFT, "r": RIGHT, "t": TOP, "b": FOOT},
        xaxis={"range": ["2025-01-01", "2026-01-01"], "tickvals": ["2025-07-02"], "ticktext": ["令和7<br>2025"]},
        yaxis={"range": [0, 100], "tickvals": [0, 50], "ticktext": ["0人", "50人"]},
        shapes=shapes,
        annotations=labels,
    )
    return str(still(go.Figure(data=list(traces), layout=layout), WIDTH, "人数の推移", SCREEN))


def numbers(element: str, names: str, picture: str) -> list[tuple[float, ...]]:
    """The attributes with these names of each such element."""
    tags = re.findall(rf"<{element} [^>]*>", picture)
    return [tuple(float(re.findall(rf' {name}="([^"]*)"', tag)[0]) for name in names.split()) for tag in tags]


def lines(picture: str) -> list[str]:
    """Points of the lines, those of the axis left out."""
    return re.findall(r'<polyline points="([^"]*)"[^>]* stroke="#123456"', picture)


def test_a_mark_stands_at_its_day_and_value() -> None:
    trace = go.Scatter(mode="markers", x=["2025-01-01", "2026-01-01"], y=[0, 75], **SCATTER)
    assert numbers("circle", "cx cy r", drawn(trace)) == [(LEFT, 160, 4), (WIDTH - RIGHT, 55, 4)]


def test_a_line_has_a_gap_where_a_value_is_missing() -> None:
    days = ["2025-01-01", "2025-03-15", "2025-05-27", "2025-08-08", "2026-01-01"]
    trace = go.Scatter(mode="lines", x=days, y=[0, 100, None, 50, 50], **SCATTER)
    assert lines(drawn(trace)) == ["50.0,160.0 98.0,20.0", "194.0,90.0 290.0,90.0"]


@given(day=st.dates(date(2025, 1, 1), date(2026, 1, 1)), value=st.floats(0, 100))
def test_wherever_a_value_lies_its_mark_lies_in_the_plot_and_in_proportion(day: date, value: float) -> None:
    trace = go.Scatter(mode="markers", x=[day.isoformat()], y=[value], **SCATTER)
    ((x, y),) = numbers("circle", "cx cy", drawn(trace))
    assert (x - LEFT) / 240 == pytest.approx((day - date(2025, 1, 1)).days / 365, abs=0.001)
    assert (160 - y) / 140 == pytest.approx(value / 100, abs=0.001)


def test_a_column_stands_on_0_around_its_day() -> None:
    width = 146 * 86_400_000  # two fifths of the year
    whole = go.Bar(x=["2025-07-02"], y=[50], width=width, marker={"color": "#123456", "line": {"width": 0}})
    assert numbers("rect", "width y height", drawn(whole)) == [(96, 90, 70)]
    running = go.Bar(whole).update(marker={"color": "#ffffff", "line": {"width": 2, "color": "#123456"}})
    assert 'stroke="#123456" stroke-width="2"' in drawn(running)


def test_a_band_and_an_area_reach_over_their_days_and_values() -> None:
    band = {"type": "rect", "x0": "2025-01-01", "x1": "2026-01-01", "y0": 50, "y1": 75, "fillcolor": "#eeeeee"}
    shown = drawn(shapes=(band | {"line": {"width": 1, "color": "#dddddd"}},))
    assert numbers("rect", "x y width height", shown) == [(50, 55, 240, 35)]
    days = ["2025-01-01", "2026-01-01", "2026-01-01"]
    area = go.Scatter(mode="lines", x=days, y=[50, 75, 25], fill="toself", fillcolor="#eeeeee", line=SCATTER["line"])
    assert '<polygon points="50.0,90.0 290.0,55.0 290.0,125.0" fill="#eeeeee"' in drawn(area)


def test_a_label_stands_beside_its_point_as_it_was_typed() -> None:
    label = annotation("<b>A&amp;B &lt;i&gt;</b>", SCREEN, x="2025-01-01", y=50, anchor=Anchor("left", "middle", 8))
    (text,) = re.findall(r"<text [^>]*>A&amp;B &lt;i&gt;</text>", drawn(labels=(label,)))
    for attribute in ('x="58"', 'text-anchor="start"', 'font-weight="700"'):
        assert attribute in text


def test_the_axes_are_labelled_where_their_ticks_are() -> None:
    shown = drawn()
    assert re.findall(r"<text [^>]*>(.*?)</text>", shown) == ["0人", "50人", "令和7", "2025"]
    assert '<polyline points="50.0,90.0 290.0,90.0"' in shown


def test_it_is_described() -> None:
    assert 'role="img"' in drawn()
    assert 'aria-label="人数の推移"' in drawn()


def test_an_unknown_mark_is_refused_and_not_drawn_as_another() -> None:
    trace = go.Scatter(mode="markers", x=["2025-01-01"], y=[0], marker={"symbol": "star", "size": 8})
    with pytest.raises(KeyError):
        drawn(trace)


def test_each_shipped_kpi_has_every_value_target_and_missing_value_in_its_picture() -> None:
    at, palette = summary(NOW), PALETTES["light"]
    for kpi in at.kpis:
        figure = kpi_small(kpi, at.forecasts[kpi.kpi_id], strategy())
        picture = str(still(figure, SMALL_WIDTH, kpi.name, SCREEN))
        columns = [day for trace in figure.data if isinstance(trace, go.Bar) for day in trace.x]
        dots = re.findall(rf'<circle [^>]*fill="{palette.key}"', picture)
        assert len(dots) == (0 if columns else len(kpi.actuals)), kpi.kpi_id
        assert picture.count("<rect") - len(figure.layout.shapes) == len(columns), kpi.kpi_id
        steps = [trace for trace in figure.data if trace.name == "目標"]
        assert picture.count(f'stroke="{palette.ink}" stroke-width="3"') == len(steps) > 0, kpi.kpi_id
        rings = re.findall(rf'<circle [^>]*stroke="{palette.quiet}" stroke-width="2"', picture)
        assert len(rings) == len(kpi.pending), kpi.kpi_id
