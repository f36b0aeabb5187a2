"""Before and after."""

from __future__ import annotations

from kdx_metrics.charts.compare import DumbbellRow, dumbbell
from tests.charts.drawn import everything_written, labels, trace


def test_both_sides_are_marked_and_joined_and_the_difference_written() -> None:
    drawn = dumbbell([DumbbellRow("柱", 50.4, 68.3, "P1")], before="1月", after="10月")
    assert list(trace(drawn, "1月").x) == [50.4]
    assert trace(drawn, "1月").marker.symbol == "circle-open"
    assert trace(drawn, "10月").marker.symbol == "circle"
    assert list(trace(drawn, "変化").x) == [50.4, 68.3, None]
    assert labels(drawn) == ["50.4", "68.3", "+17.9ポイント"]
    assert trace(drawn, "10月").customdata[0][0] == "P1"


def test_a_side_without_a_number_is_left_out_and_never_zero() -> None:
    drawn = dumbbell([DumbbellRow("福祉課", None, 45.0), DumbbellRow("会計課", None, None)])
    assert len(trace(drawn, "前回").x) == 0
    assert list(trace(drawn, "今回").x) == [45.0]
    assert labels(drawn) == ["45.0", "データなし", "評価不能"]


def test_a_fall_is_written_on_the_other_sides() -> None:
    after, before = dumbbell([DumbbellRow("総務課", 60.0, 52.0)]).layout.annotations[1::-1]
    assert (before.xanchor, after.xanchor) == ("left", "right")


def test_nothing_to_compare_is_said() -> None:
    assert labels(dumbbell([])) == ["比べるものがありません"]


def test_labels_show_as_typed() -> None:
    drawn = dumbbell([DumbbellRow("<b>$x$", 1.0, 2.0)], before="<i>", after="$")
    for text in everything_written(drawn):
        assert "$" not in text
        assert "<i>" not in text
        assert "<b>$" not in text
