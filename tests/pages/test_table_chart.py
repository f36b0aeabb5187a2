"""The table-chart: bar, gap, counts and change of each group."""

from __future__ import annotations

from dataclasses import replace

from kdx_metrics.plan.strategy import RatingBands
from pages.tables.moves_table import moves_table
from pages.tables.table_chart import ChartRow, short_chart, table_chart, worst_first
from tests.factories import group_of

BANDS = RatingBands()


def test_the_gap_is_filled_in_the_colour_of_its_state_and_said_in_words() -> None:
    html = table_chart([ChartRow("市民の利便性向上", group_of(78.7, 68.2, behind=2, on_track=5))], "柱", BANDS)
    assert "<i class='kdx-short kdx-fill-slightly-behind' style='left:68.20%;width:10.50%'></i>" in html
    assert "<span class='kdx-slightly-behind'>注意</span> <b>−10.5</b>" in html
    assert "<li><span class='kdx-behind'>遅れ 2</span></li><li><span class='kdx-on-track'>順調 5</span></li>" in html


def test_what_is_ahead_of_its_plan_has_no_gap_to_fill() -> None:
    html = table_chart([ChartRow("人財育成", group_of(59.7, 60.8, slightly_behind=1))], "柱", BANDS)
    assert "kdx-short" not in html
    assert "<span class='kdx-on-track'>順調</span> <b>+1.1</b>" in html


def test_a_group_without_a_number_or_not_yet_begun_says_so_and_is_never_zero() -> None:
    rows = [
        ChartRow("福祉課", group_of(not_reported=3)),
        ChartRow("水道課", group_of()),
        ChartRow("第4期", group_of(0.0, 0.0, not_started=3)),
    ]
    html = table_chart(rows, "区分", BANDS)
    for word in ("評価不能", "取組なし", "開始前"):
        assert f"<td class='kdx-bullet'><span class='kdx-quiet'>{word}</span></td>" in html
    assert "計画" not in html.partition("<tbody>")[2]


def test_silence_is_drawn_open_and_leaves_state_and_gap_open() -> None:
    group = group_of(100.0, 100.0, 66.7, completed=2, not_reported=1)
    html = table_chart([ChartRow("福祉課", group)], "所管課", BANDS)
    assert "<i class='kdx-open' style='left:66.70%;width:33.30%'></i>" in html
    assert "<span class='kdx-behind'>遅れ</span>~<span class='kdx-on-track'>順調</span>" in html
    assert "<b>−33.3<small> ~ ±0.0</small></b>" in html


def test_a_late_row_without_a_report_is_said_beside_the_late_so_that_all_unreported_add_up() -> None:
    group = replace(group_of(50.0, 60.0, behind=4, not_reported=1), reported=3)
    html = table_chart([ChartRow("福祉課", group)], "所管課", BANDS)
    assert "・未報告2件" in html
    assert "遅れ 4(うち未報告1)</span>" in html
    assert "未報告 1</span>" in html


def test_a_short_chart_counts_in_units_and_says_why_a_gap_below_the_plan_is_on_track() -> None:
    late = ChartRow("P1", group_of(80.0, 50.0, behind=2))
    html = short_chart([late, ChartRow("P2", group_of(80.0, 75.8, on_track=1))], "柱", BANDS)
    assert "<b>−30.0</b><small>ポイント</small>" in html
    assert "<span class='kdx-behind'>遅れ 2件</span>" in html
    assert "順調</span> <b>−4.2</b><small>ポイント</small>" in html
    assert "<span class='kdx-quiet'>−10まで順調</span>" in html
    assert html.count("まで順調") == 1


def test_the_change_is_that_of_the_gap() -> None:
    worse = ChartRow("P1", group_of(80.0, 70.0, on_track=1), group_of(50.0, 44.0, on_track=1))
    better = ChartRow("P2", group_of(80.0, 79.0, on_track=1), group_of(50.0, 44.0, on_track=1))
    silent = ChartRow("P4", group_of(80.0, 70.0, 66.0, on_track=1, not_reported=1), group_of(50.0, 44.0, on_track=1))
    html = table_chart([worse, better, silent, ChartRow("P3", group_of(50.0, 44.0, on_track=1))], "柱", BANDS)
    assert "−6.0<b class='kdx-behind'>(4.0悪化)</b>" in html
    assert "−6.0<b class='kdx-behind'>(4.0~8.0悪化)</b>" in html
    assert "−6.0<span>(5.0改善)</span>" in html
    assert html.endswith("<td class='kdx-change' data-label='前回会議での差'>－</td></tr></tbody></table>")
    assert "前回会議での差" not in table_chart([ChartRow("P3", group_of(50.0, 44.0, on_track=1))], "柱", BANDS)


def test_before_where_the_share_leads_stands_the_share_under_its_own_name() -> None:
    before = group_of(share_leads=True, on_track=1, behind=1)
    html = table_chart([ChartRow("P1", group_of(share_leads=True, on_track=1), before)], "柱", BANDS)
    assert "<td class='kdx-change' data-label='前回会議での順調率'>50.0%</td>" in html


def test_worst_first_and_what_has_no_number_last() -> None:
    rows = [ChartRow("A", group_of()), ChartRow("B", group_of(50, 45)), ChartRow("C", group_of(50, 30))]
    assert [row.name for row in worst_first(rows)] == ["C", "B", "A"]


def test_a_name_shows_as_typed() -> None:
    html = table_chart([ChartRow("<b>課</b>", group_of(50, 40, on_track=1), None, "actions?dept=<b>")], "所管課", BANDS)
    assert "&lt;b&gt;課&lt;/b&gt;" in html
    assert "<b>課" not in html


def test_moves_of_ratings_are_counted_from_row_to_column_and_what_stayed_is_quiet() -> None:
    html = moves_table({("on_track", "behind"): 2, ("on_track", "on_track"): 4, (None, "on_track"): 1})
    head, _, body = html.partition("<tbody>")
    assert head.index("■ 遅れ") < head.index("● 順調")
    assert "<th scope='row'>● 順調</th><td class='kdx-behind'><b>2件</b></td><td class='kdx-quiet'>4</td>" in body
    assert "<th scope='row'>(なし)</th><td></td><td class='kdx-on-track'><b>1件</b></td>" in body
