"""Before and after, and planned ends that slip."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from kdx_metrics.charts.compare import DumbbellRow, SlipLine, dumbbell, slip_trend
from tests.charts.drawn import everything_written, labels, names, trace

BEFORE, AFTER = date(2026, 1, 7), date(2026, 10, 31)


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
    assert labels(slip_trend([])) == ["比べるものがありません"]
    assert labels(slip_trend([SlipLine("取組", ())])) == ["比べるものがありません"]


def test_a_slipped_end_is_strong_and_named_with_its_days() -> None:
    slipped = SlipLine("P1-05 申込み", ((BEFORE, date(2026, 9, 30)), (AFTER, date(2027, 3, 31))), "P1-05")
    unchanged = SlipLine("P1-06 通知", ((BEFORE, date(2026, 3, 31)), (AFTER, date(2026, 3, 31))))
    drawn = slip_trend([unchanged, slipped])
    assert names(drawn) == ["P1-06 通知", "P1-05 申込み"]
    assert list(trace(drawn, "P1-05 申込み").y) == ["2026-09-30", "2027-03-31"]
    assert trace(drawn, "P1-06 通知").line.dash == "dot"
    assert "P1-05 申込み +182日" in labels(drawn)
    assert trace(drawn, "P1-05 申込み").customdata[0][0] == "P1-05"


def test_an_end_brought_forward_is_no_slip() -> None:
    line = SlipLine("取組", ((BEFORE, date(2027, 3, 31)), (AFTER, date(2026, 12, 31))))
    assert line.slip == -90
    assert labels(slip_trend([line])) == []


def test_names_of_lines_that_end_together_do_not_overlap() -> None:
    lines = [
        SlipLine(f"取組{number}", ((BEFORE, date(2026, 3, 31)), (AFTER, date(2027, 3, 31)))) for number in range(5)
    ]
    heights = [date.fromisoformat(label.y) for label in slip_trend(lines).layout.annotations if "取組" in label.text]
    assert len(set(heights)) == 5
    gaps = [(later - earlier).days for earlier, later in pairwise(sorted(heights))]
    assert min(gaps) > 15


def test_long_names_stand_whole_on_two_lines_and_within_the_figure() -> None:
    name = "働き方改革DX(テレワークと庁内コミュニケーション環境の整備)"
    ends = [date(2026, 6, 30), date(2026, 6, 30), date(2026, 7, 31), date(2027, 3, 31)]
    drawn = slip_trend(
        [SlipLine(f"{number}{name}", ((BEFORE, date(2026, 3, 31)), (AFTER, end))) for number, end in enumerate(ends)]
    )
    named = [label for label in drawn.layout.annotations if "整備" in label.text]
    assert [label.text.replace("<br>", "")[1:] for label in named] == [
        f"{name} +{days}日" for days in (365, 122, 91, 91)
    ]
    low, high = (date.fromisoformat(str(end)) for end in drawn.layout.yaxis.range)
    assert all(low < date.fromisoformat(label.y) < high for label in named)


def test_labels_show_as_typed() -> None:
    line = SlipLine("<b>$x$", ((BEFORE, date(2026, 3, 31)), (AFTER, date(2027, 3, 31))))
    figures = (slip_trend([line]), dumbbell([DumbbellRow("<b>$x$", 1.0, 2.0)], before="<i>", after="$"))
    for drawn in figures:
        for text in everything_written(drawn):
            assert "$" not in text
            assert "<i>" not in text
            assert "<b>$" not in text
