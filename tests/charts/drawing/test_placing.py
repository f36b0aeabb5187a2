"""Labels keep off marks, lines and each other, in constructed cases and in the figures of the shipped KPIs."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest

from kdx_metrics.charts.drawing.placing import Anchor, Box, PlotArea, Point, along, box
from kdx_metrics.charts.kpi import FOOT, SMALL_BESIDE, SMALL_WIDTH, TOP, kpi_small
from kdx_metrics.intake.folder import read_folder, snapshot_of
from kdx_metrics.numbers.kpi import KpiResult, evaluate_kpis
from kdx_metrics.numbers.kpi.forecast import forecast
from kdx_metrics.plan.strategy import Strategy

DATA = Path(__file__).parents[3] / "data"
AS_OF = date(2026, 10, 31)
SMALL_TYPE = 14


@pytest.fixture(scope="module")
def shipped(strategy: Strategy) -> dict[str, KpiResult]:
    snapshot = snapshot_of(read_folder(DATA, strategy, as_at=AS_OF), strategy, AS_OF)
    return {kpi.kpi_id: kpi for kpi in evaluate_kpis(snapshot)}


def position(drawn: go.Figure, day: str, value: float) -> Point:
    """Position of a value in the smallest figure that labels must fit."""
    first, last = (date.fromisoformat(end) for end in drawn.layout.xaxis.range)
    low, high = drawn.layout.yaxis.range
    width, height = SMALL_WIDTH - SMALL_BESIDE, drawn.layout.height - TOP - FOOT - 2.6 * SMALL_TYPE
    return width * ((date.fromisoformat(day) - first) / (last - first)), height * (high - value) / (high - low)


def written(drawn: go.Figure) -> dict[str, Box]:
    """Box of each label that stands at a value, by its text."""
    boxes = {}
    for label in drawn.layout.annotations:
        if label.xref != "paper":
            text = label.text.removeprefix("<b>").removesuffix("</b>")
            anchor = Anchor(label.xanchor, label.yanchor, label.xshift or 0, label.yshift or 0)
            boxes[text] = box(position(drawn, label.x, label.y), text, label.font.size, anchor)
    return boxes


def marks(drawn: go.Figure) -> list[Point]:
    """Positions of all actuals, of the baseline and of the forecast."""
    return [
        position(drawn, day, value)
        for trace in drawn.data
        if trace.name in {"実績", "基準値", "見込み"}
        for day, value in zip(trace.x, trace.y, strict=True)
        if value is not None
    ]


@pytest.mark.parametrize("number", range(1, 16))
def test_no_label_of_a_shipped_kpi_covers_a_mark_or_another_label(
    shipped: dict[str, KpiResult], strategy: Strategy, number: int
) -> None:
    kpi = shipped[f"K{number:02}"]
    drawn = kpi_small(kpi, forecast(kpi, AS_OF), strategy)
    labels = written(drawn)
    assert [text for text in labels if text.startswith("目標")]
    for text, label in labels.items():
        assert not [point for point in marks(drawn) if label.covers(point)], text
        assert not [name for name, other in labels.items() if name != text and label.overlaps(other)], text
        assert label.left >= 0, text
        assert label.right <= SMALL_WIDTH - SMALL_BESIDE, text


def test_a_value_that_a_newer_one_follows_is_not_written_beside_the_newer(
    shipped: dict[str, KpiResult], strategy: Strategy
) -> None:
    kpi = shipped["K08"]
    assert kpi.as_of is not None
    assert kpi.actual is not None
    drawn = kpi_small(kpi, forecast(kpi, AS_OF), strategy)
    label = next(label for text, label in written(drawn).items() if "1,460" in text)
    newer = kpi.actuals[-1]
    own, other = (
        position(drawn, day.isoformat(), value) for day, value in ((kpi.as_of, kpi.actual), (newer.as_of, newer.value))
    )
    middle = (label.top + label.bottom) / 2
    assert newer.as_of > kpi.as_of
    assert abs(own[1] - middle) < abs(other[1] - middle)


def test_a_box_stands_as_plotly_puts_the_text() -> None:
    assert box((100, 50), "目標", 10, Anchor("left", "bottom", 4, 3)) == (104, 34.5, 124, 47)
    assert box((100, 50), "目標", 10, Anchor("right", "top", -4, -3)) == (76, 53, 96, 65.5)
    assert box((100, 50), "目標", 10, Anchor("center", "middle")) == (90, 43.75, 110, 56.25)


def test_a_line_is_represented_by_points_close_enough_for_every_label() -> None:
    points = list(along([(0, 0), (30, 0), (30, 40)]))
    assert [points[0], points[-1]] == [(0, 0), (30, 40)]
    assert max(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points)) <= 6
    assert list(along([])) == []


def test_the_first_free_place_is_taken_else_the_least_covered() -> None:
    area = PlotArea(200, 100, 0, points=[((50, 45), 3.0), ((110, 45), 1.0)])
    above = Anchor("center", "bottom", 0, 2)
    assert area.place("目標", 10, [((50, 50), above), ((110, 50), above)]) == 1
    assert area.place("目標", 10, [((110, 50), above), ((150, 90), above), ((20, 90), above)]) == 1
    assert area.place("目標", 10, [((198, 50), above), ((2, 50), above), ((50, 50), above)]) == 2
