"""Bars of progress with a plan mark, and stacked counts of ratings."""

from __future__ import annotations

import pytest

from kdx_metrics.charts.drawing.style import Style
from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.charts.progress_bars import BarRow, progress_bars, rating_stack
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.wording.words import RATING_WORDS
from tests.charts.conftest import GroupOf
from tests.charts.drawn import hover, labels, trace


def test_a_bar_runs_from_zero_to_the_actual_with_the_plan_marked(group_of: GroupOf) -> None:
    drawn = progress_bars([BarRow("市民の利便性向上", group_of(61.0, 52.8, behind=2, on_track=5), "P1")])
    bar = trace(drawn, "実績")
    assert (list(bar.x), list(bar.y), bar.base) == ([52.8], [0], None)
    assert list(trace(drawn, "計画").x) == [61.0]
    assert drawn.layout.xaxis.range == (0, 100)
    assert bar.customdata[0][0] == "P1"
    assert {"<b>52.8%</b>", "計画 61.0"} <= set(labels(drawn))
    assert any(text.startswith("計画比 −8.2") and "遅れ 2" in text for text in labels(drawn))


def test_a_group_without_a_number_is_hatched_and_never_zero(group_of: GroupOf) -> None:
    drawn = progress_bars([BarRow("福祉課", group_of(not_reported=3)), BarRow("水道課", group_of())])
    assert len(trace(drawn, "実績").x) == 0
    hatched = trace(drawn, "評価不能")
    assert list(hatched.y) == [0, 1]
    assert hatched.marker.pattern.shape == "/"
    assert {"評価不能(未報告 3件)", "取組なし"} <= set(labels(drawn))
    assert not [text for text in labels(drawn) if "計画比" in text]


def test_an_actual_of_zero_is_a_bar_of_zero_and_not_missing(group_of: GroupOf) -> None:
    drawn = progress_bars([BarRow("税務課", group_of(0.0, 0.0, not_started=3))])
    assert list(trace(drawn, "実績").x) == [0.0]
    assert {"<b>0.0%</b>", "計画 0.0"} <= set(labels(drawn))


def test_without_groups_the_figure_says_so() -> None:
    assert labels(progress_bars([])) == ["取組なし"]
    assert labels(rating_stack([])) == ["取組なし"]


@pytest.mark.parametrize("count", [1, 5, 15, 120])
def test_bars_keep_their_order_and_the_figure_grows_with_them(group_of: GroupOf, count: int) -> None:
    rows = [BarRow(f"第{number}課", group_of(50, 40, on_track=1), number) for number in range(count)]
    drawn = progress_bars(rows)
    assert list(trace(drawn, "実績").y) == list(range(count))
    assert list(trace(drawn, "名称").text) == [f"第{number}課" for number in range(count)]
    assert drawn.layout.yaxis.range[0] > drawn.layout.yaxis.range[1]
    assert drawn.layout.height >= 40 * count


@pytest.mark.parametrize(
    ("planned", "actual"),
    [(52.0, 52.8), (52.8, 52.8), (60.0, 52.8), (97.4, 98.9), (3.0, 2.0), (8.0, 24.0), (19.0, 30.0)],
)
def test_the_value_never_lies_under_the_plan_mark(group_of: GroupOf, planned: float, actual: float) -> None:
    drawn = progress_bars([BarRow("柱", group_of(planned, actual, on_track=1))])
    value = next(label for label in drawn.layout.annotations if label.text.startswith("<b>"))
    if value.xanchor == "right":
        assert not value.x - 17 < planned < value.x
    else:
        assert not value.x < planned < value.x + 17
    assert value.xanchor == "left" or value.x >= 20  # inside the bar there is room for it


def test_a_click_anywhere_in_a_row_says_which_it_is(group_of: GroupOf) -> None:
    rows = [
        BarRow("市民の利便性向上", group_of(61.0, 52.8, behind=2), "P1"),
        BarRow("福祉課", group_of(not_reported=3)),
    ]
    drawn = progress_bars(rows)
    for name in ("全体", "実績", "計画の縁", "計画"):
        part = trace(drawn, name)
        assert ([list(data) for data in part.customdata], part.hoverinfo) == ([["P1"]], "text")  # skip takes no click
        assert part.unselected.marker.opacity == 1
    row = trace(drawn, "行")
    assert [list(data) for data in row.customdata] == [["P1"], ["福祉課"]]
    assert (row.width, row.x, row.hovertext[0]) == (1.0, (100.0, 100.0), trace(drawn, "実績").hovertext[0])


def test_the_legend_of_a_page_is_as_narrow_as_a_telephone(group_of: GroupOf) -> None:
    drawn = rating_stack([BarRow("P1", group_of(50, 40, **dict.fromkeys(RATINGS, 1)))])
    legend = next(text for text in labels(drawn) if "順調" in text)
    assert [line.count("span style") for line in legend.split("<br>")] == [4, 4]


def test_a_name_with_markup_shows_as_typed(group_of: GroupOf) -> None:
    rows = [BarRow("<b>$x$</b>", group_of(50, 40, on_track=1))]
    for drawn in (progress_bars(rows), rating_stack(rows)):
        assert trace(drawn, "名称").text == ("&lt;b&gt;&#36;x&#36;&lt;/b&gt;",)
        assert hover(drawn)
        assert not any("$" in text for text in hover(drawn))


def test_the_label_is_the_key_of_a_click_where_none_is_given(group_of: GroupOf) -> None:
    rows = [BarRow("総務課", group_of(50, 40, on_track=1))]
    assert trace(progress_bars(rows), "実績").customdata[0][0] == "総務課"
    assert list(rating_stack(rows).data[0].customdata[0]) == ["総務課", "on_track"]


def test_counts_stack_in_the_fixed_order_and_none_is_dropped(group_of: GroupOf) -> None:
    counts = {"behind": 2, "completed": 3, "not_reported": 1, "excluded": 1, "on_track": 5}
    drawn = rating_stack([BarRow("P1", group_of(50, 40, **counts))])
    segments = drawn.data[:-1]
    assert [trace.name for trace in segments] == ["■ 遅れ", "？ 未報告", "● 順調", "✓ 完了", "／ 対象外"]
    assert [(trace.base[0], trace.x[0]) for trace in segments] == [(0, 2), (2, 1), (3, 5), (8, 3), (11, 1)]
    assert {trace.name: trace.marker.pattern.shape for trace in segments if trace.marker.pattern.shape} == {
        "？ 未報告": "/",
        "／ 対象外": "-",
    }
    assert "全12件" in labels(drawn)


def test_a_legend_names_the_mark_and_the_word_of_every_rating_shown(group_of: GroupOf) -> None:
    drawn = rating_stack([BarRow("P1", group_of(50, 40, behind=1, on_track=2))])
    legend = next(text for text in labels(drawn) if "順調" in text and "span" in text)
    assert "遅れ" in legend
    assert "完了" not in legend


def test_a_segment_of_nothing_is_not_drawn(group_of: GroupOf) -> None:
    rows = [
        BarRow("P1", group_of(50, 40, behind=1)),
        BarRow("P2", group_of(50, 40, on_track=2)),
        BarRow("P3", group_of()),
    ]
    drawn = rating_stack(rows)
    assert [(trace.name, list(trace.y)) for trace in drawn.data[:-1]] == [("■ 遅れ", [0]), ("● 順調", [1])]
    assert "取組なし" in labels(drawn)


def test_a_count_stands_behind_its_word_and_never_behind_a_mark(group_of: GroupOf) -> None:
    drawn = rating_stack([BarRow("P1", group_of(50, 40, not_reported=2, on_track=2))])
    assert {"未報告 2", "順調 2"} <= set(labels(drawn))


def test_dark_figures_use_the_dark_ratings(group_of: GroupOf) -> None:
    drawn = rating_stack([BarRow("P1", group_of(50, 40, behind=2))], style=Style("dark"))
    assert drawn.data[0].marker.color == PALETTES["dark"].ratings["behind"].fill
    assert drawn.data[0].name == RATING_WORDS["behind"].label


def test_bars_and_counts_of_the_same_groups_are_equally_high(group_of: GroupOf) -> None:
    rows = [BarRow("P1", group_of(50, 40, behind=1))] * 3
    assert progress_bars(rows).layout.height == rating_stack(rows).layout.height
