"""The pillar by period matrix."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from kdx_metrics.charts.matrix import pillar_period_matrix
from kdx_metrics.plan.strategy import Strategy
from tests.charts.conftest import GroupOf
from tests.charts.drawn import labels, trace


def written(drawn: go.Figure) -> list[str]:
    return [text for trace in drawn.data for text in (trace.text or ())]


def test_a_cell_shows_actual_gap_and_worst_and_leads_to_its_actions(strategy: Strategy, group_of: GroupOf) -> None:
    cells = {("P1", 2): group_of(61.0, 52.8, behind=2, on_track=6)}
    drawn = pillar_period_matrix(cells, strategy, 2)
    boxes = trace(drawn, "進捗")
    assert [list(data) for data in boxes.customdata] == [["P1", 2]]
    assert (boxes.base[0] + boxes.x[0] / 2, boxes.y[0]) == (1.0, 0)
    assert written(drawn) == ["<b>52.8%</b>", "順調 −8.2", "うち遅れ 2/8件"]
    assert "市民の利便性向上 第2期" in boxes.hovertext[0]


def test_a_cell_with_missing_reports_says_its_actual_from_the_low_end(strategy: Strategy, group_of: GroupOf) -> None:
    cells = {("P1", 2): group_of(80.0, 70.0, 66.0, on_track=1, not_reported=1)}
    assert written(pillar_period_matrix(cells, strategy, 2))[:2] == ["<b>66.0~70.0%</b>", "注意~順調 −14.0 ~ −10.0"]


def test_every_cell_can_be_clicked_even_an_empty_one(strategy: Strategy) -> None:
    drawn = pillar_period_matrix({}, strategy, 2)
    blank = trace(drawn, "データなし")
    expected = [[pillar.id, period.number] for pillar in strategy.pillars for period in strategy.periods]
    assert [list(data) for data in blank.customdata] == expected
    assert blank.marker.pattern.shape == "/"
    assert labels(drawn).count("取組なし") == len(expected)


def test_a_cell_of_unreported_actions_is_hatched_and_named(strategy: Strategy, group_of: GroupOf) -> None:
    drawn = pillar_period_matrix({("P3", 2): group_of(not_reported=4)}, strategy, 2)
    assert "評価不能<br>4件" in labels(drawn)
    assert len(trace(drawn, "進捗").x) == 0


def test_the_current_period_is_framed_and_named(strategy: Strategy) -> None:
    drawn = pillar_period_matrix({}, strategy, 2)
    (frame,) = drawn.layout.shapes
    assert frame.x0 < 1 < frame.x1
    assert "<b>第2期(現在)</b><br>令和7・8年度" in labels(drawn)


def test_a_period_that_is_hardly_planned_yet_says_so_beside_its_name(strategy: Strategy) -> None:
    said = labels(pillar_period_matrix({}, strategy, 2, unplanned=(3, 4)))
    assert "<b>第3期(計画策定前)</b><br>令和9・10年度" in said
    assert [text.count("計画策定前") for text in said if text.startswith("<b>第")] == [0, 0, 1, 1]


def test_the_small_bars_begin_at_the_same_place_and_are_in_proportion(strategy: Strategy, group_of: GroupOf) -> None:
    cells = {("P1", 1): group_of(100, 50, on_track=1), ("P1", 2): group_of(100, 100, completed=1)}
    drawn = pillar_period_matrix(cells, strategy, 2)
    full, done, plan = trace(drawn, "全体"), trace(drawn, "実績"), trace(drawn, "計画")
    assert list(done.base) == list(full.base)
    assert done.x[0] == pytest.approx(full.x[0] / 2)
    assert done.x[1] == pytest.approx(full.x[1])
    assert plan.x[0] == pytest.approx(full.base[0] + full.x[0])


def test_another_city_with_one_pillar_and_one_period_of_five_years(strategy: Strategy, group_of: GroupOf) -> None:
    period = strategy.periods[0].model_copy(update={"last_fiscal_year": 2027})
    other = strategy.model_copy(update={"periods": (period,), "pillars": strategy.pillars[:1]})
    drawn = pillar_period_matrix({("P1", 1): group_of(50, 50, on_track=1)}, other, 1)
    assert "<b>第1期(現在)</b><br>令和5年度~令和9年度" in labels(drawn)
    assert drawn.layout.xaxis.range == (-0.5, 0.5)


def test_pillar_names_are_escaped(strategy: Strategy) -> None:
    pillar = strategy.pillars[0].model_copy(update={"name": "<i>$柱$"})
    drawn = pillar_period_matrix({}, strategy.model_copy(update={"pillars": (pillar,)}), 1)
    assert drawn.layout.yaxis.ticktext == ("&lt;i&gt;&#36;柱&#36;",)
    assert all("<i>" not in text for text in drawn.data[1].hovertext)
