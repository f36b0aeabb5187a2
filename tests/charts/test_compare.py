"""Gaps before and after."""

from __future__ import annotations

from kdx_metrics.charts.compare import DumbbellRow, dumbbell
from kdx_metrics.charts.drawing.theme import PALETTES
from tests.charts.drawn import everything_written, labels, trace


def test_both_gaps_are_marked_and_joined_and_the_difference_written() -> None:
    drawn = dumbbell([DumbbellRow("柱", -6.4, -8.3, "P1")], before="1月", after="10月")
    assert list(trace(drawn, "1月").x) == [-6.4]
    assert trace(drawn, "1月").marker.symbol == "circle-open"
    assert trace(drawn, "10月").marker.symbol == "circle"
    assert labels(drawn) == ["柱", "−6.4", "−8.3", "−1.9ポイント"]
    assert trace(drawn, "10月").customdata[0][0] == "P1"


def test_a_gap_that_widens_below_the_plan_is_red_and_the_plan_stands_at_zero() -> None:
    drawn = dumbbell([DumbbellRow("P1", -6.4, -8.3), DumbbellRow("P2", -9.7, -4.2), DumbbellRow("P3", 8.0, 2.0)])
    widened, narrowed = trace(drawn, "広がった差"), trace(drawn, "縮まった差")
    assert list(widened.y) == [0, 0, None]
    assert list(narrowed.y) == [1, 1, None, 2, 2, None]
    assert widened.line.color == PALETTES["light"].ratings["behind"].fill
    (plan,) = drawn.layout.shapes
    assert (plan.x0, plan.x1) == (0, 0)


def test_a_side_without_a_number_is_left_out_and_never_zero() -> None:
    drawn = dumbbell([DumbbellRow("福祉課", None, -5.0), DumbbellRow("会計課", None, None)])
    assert len(trace(drawn, "前回").x) == 0
    assert list(trace(drawn, "今回").x) == [-5.0]
    assert labels(drawn) == ["福祉課", "−5.0", "データなし", "会計課", "評価不能"]


def test_values_stand_on_the_outer_sides() -> None:
    _, before, after, _ = dumbbell([DumbbellRow("総務課", 6.0, -5.0)]).layout.annotations
    assert (before.xanchor, after.xanchor) == ("left", "right")


def test_nothing_to_compare_is_said() -> None:
    assert labels(dumbbell([])) == ["比べるものがありません"]


def test_labels_show_as_typed() -> None:
    drawn = dumbbell([DumbbellRow("<b>$x$", 1.0, 2.0)], before="<i>", after="$")
    for text in everything_written(drawn):
        assert "$" not in text
        assert "<i>" not in text
        assert "<b>$" not in text
