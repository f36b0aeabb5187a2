"""Small multiples of KPIs and process behaviour charts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.charts.drawing.ticks import LINE
from kdx_metrics.charts.kpi import kpi_small
from kdx_metrics.charts.xmr import xmr_chart
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.kpi.forecast import forecast
from kdx_metrics.numbers.kpi.spc import Signal, XmR, analyse
from kdx_metrics.plan.strategy import Strategy
from tests.charts.drawn import everything_written, hover, labels, names, trace
from tests.factories import AS_OF, Cell, Row, actual, judged, kpi, series, yearly_target


def result(strategy: Strategy, actuals: list[Row], **values: Cell) -> KpiResult:
    return judged(kpi("K-01", **values), *actuals, of=strategy)


STEPS: dict[str, Cell] = {"target_1": 800.0, "target_2": 1200.0, "target_3": 1600.0}


def test_targets_are_one_step_per_period(strategy: Strategy) -> None:
    evaluated = result(strategy, series("K-01", [700, 900]), **STEPS)
    drawn = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)
    steps = [(trace.x[0], trace.x[1], trace.y[0]) for trace in drawn.data if trace.name == "目標"]
    assert steps == [
        ("2023-04-01", "2025-03-31", 800.0),
        ("2025-04-01", "2027-03-31", 1200.0),
        ("2027-04-01", "2029-03-31", 1600.0),
    ]
    assert "目標 1,200" in labels(drawn)
    path = trace(drawn, "期待値")
    assert (list(path.y), path.line.dash) == ([400.0, 800.0, 1200.0, 1600.0, 1600.0], "dot")


def test_actuals_are_joined_and_the_assessed_one_carries_its_rating(strategy: Strategy) -> None:
    evaluated = result(strategy, series("K-01", [700, 500]), **STEPS)
    drawn = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)
    assert list(trace(drawn, "実績").y) == [700.0, 500.0]
    assert list(trace(drawn, "実績").customdata[1]) == ["2025-05-31"]
    assert "<b>500人(遅れ)</b>" in labels(drawn)
    assert trace(drawn, "基準値").y[0] == 400.0


def test_a_value_not_yet_counted_is_a_gap_and_a_hollow_mark_never_zero(strategy: Strategy) -> None:
    actuals = [*series("K-01", [700, 800]), actual("K-01", date(2025, 6, 30), None, value_missing="未集計")]
    actuals.append(actual("K-01", date(2025, 7, 31), 900.0))
    evaluated = result(strategy, actuals, **STEPS)
    drawn = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)
    line = trace(drawn, "実績")
    assert list(line.y) == [700.0, 800.0, None, 900.0]
    assert line.connectgaps is False
    hollow = trace(drawn, "未集計")
    assert (hollow.x[0], hollow.marker.symbol) == ("2025-06-30", "circle-open")
    assert hollow.y[0] == drawn.layout.yaxis.range[1]
    assert "未集計" in labels(drawn)


def test_a_kpi_without_actuals_says_so_and_keeps_its_targets(strategy: Strategy) -> None:
    evaluated = result(strategy, [], **STEPS)
    drawn = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)
    assert "データなし" in labels(drawn)
    assert names(drawn).count("目標") == 3
    assert "見込み" not in names(drawn)


def test_the_band_of_a_forecast_is_on_each_day_as_wide_as_it_is(strategy: Strategy) -> None:
    evaluated = result(strategy, series("K-01", [500, 560, 600, 690, 700, 780, 800]), **STEPS)
    outlook = forecast(evaluated, AS_OF)
    assert outlook.low is not None
    assert outlook.high is not None
    drawn = kpi_small(evaluated, outlook, strategy)
    band = trace(drawn, "見込みの幅(80%)")
    middle = len(band.x) // 2
    assert (band.x[middle - 1], band.x[middle]) == ("2027-03-31", "2027-03-31")
    assert (band.y[middle - 1], band.y[middle]) == (outlook.high, outlook.low)
    assert 0 < band.y[0] - band.y[-1] < outlook.high - outlook.low
    assert trace(drawn, "見込み").y[-1] == outlook.value
    low, high = drawn.layout.yaxis.range
    assert low < outlook.low
    assert outlook.high < high


def test_a_percentage_is_not_forecast_beyond_100(strategy: Strategy) -> None:
    values = [70.0, 76.0, 79.0, 88.0, 90.0, 97.0]
    evaluated = result(strategy, series("K-01", values), unit="%", baseline=50.0, target_2=100.0)
    outlook = forecast(evaluated, AS_OF)
    assert outlook.high is not None
    assert outlook.high > 100
    assert max(trace(kpi_small(evaluated, outlook, strategy), "見込みの幅(80%)").y) == 100.0


def yearly(strategy: Strategy, *values: tuple[date, float]) -> KpiResult:
    return result(strategy, [actual("K-01", *value) for value in values], aggregation="単年度", **STEPS)


def test_yearly_values_are_columns_from_zero_and_a_running_year_is_hollow(strategy: Strategy) -> None:
    evaluated = yearly(strategy, (date(2024, 3, 31), 860.0), (date(2025, 3, 31), 1460.0), (date(2025, 9, 30), 880.0))
    drawn = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)
    whole, running = trace(drawn, "実績"), trace(drawn, "途中の年度")
    assert (whole.type, list(whole.x), list(whole.y)) == ("bar", ["2023-10-01", "2024-10-01"], [860.0, 1460.0])
    assert (list(running.x), list(running.y)) == (["2025-10-01"], [880.0])
    assert (whole.marker.color, running.marker.color) == (PALETTES["light"].key, PALETTES["light"].page)
    assert drawn.layout.yaxis.range[0] == 0
    assert "途中(4~9月)" in labels(drawn)
    large = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy, large=True)
    assert "途中(4~9月) 880人" in labels(large)
    assert any("令和7年度の実績は880人" in text and "途中(4~9月)" in text for text in hover(drawn))


def test_a_year_has_one_column_that_of_its_newest_value(strategy: Strategy) -> None:
    evaluated = yearly(strategy, (date(2024, 9, 30), 500.0), (date(2025, 3, 31), 1460.0))
    drawn = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)
    assert list(trace(drawn, "実績").y) == [1460.0]
    assert "途中の年度" not in names(drawn)


def test_only_a_large_figure_has_a_key_and_it_names_what_is_drawn(strategy: Strategy) -> None:
    evaluated = result(strategy, series("K-01", [700]), **STEPS)
    small, large = (kpi_small(evaluated, forecast(evaluated, AS_OF), strategy, large=large) for large in (False, True))
    assert not [text for text in labels(small) if "道すじ" in text]
    (key,) = [text for text in labels(large) if "道すじ" in text]
    assert "基準値" in key
    assert "見込み" not in key


def test_the_range_of_a_kept_value_is_a_band_around_the_target(strategy: Strategy) -> None:
    evaluated = result(
        strategy,
        series("K-01", [99.8]),
        direction="維持",
        unit="%",
        baseline=99.9,
        target_2=99.9,
        tolerance=0.1,
        target_1=None,
    )
    drawn = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)
    (band,) = drawn.layout.shapes
    assert (band.y0, band.y1) == (pytest.approx(99.8), pytest.approx(100.0))
    assert "目標 99.9±0.1" in labels(drawn)


WITHOUT_BASELINE: dict[str, Cell] = {"baseline": None, "baseline_on": None}


def test_without_a_baseline_none_is_drawn_and_the_path_begins_with_the_plan(strategy: Strategy) -> None:
    evaluated = result(strategy, series("K-01", [700, 900]), **STEPS | WITHOUT_BASELINE)
    drawn = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)
    assert "基準値" not in names(drawn)
    path = trace(drawn, "期待値")
    assert (path.x[0], list(path.y)) == ("2023-04-01", [800.0, 800.0, 1200.0, 1600.0, 1600.0])


def test_a_stepped_path_is_drawn_as_steps(strategy: Strategy) -> None:
    evaluated = result(strategy, series("K-01", [700, 900]), path="段階", **STEPS)
    path = trace(kpi_small(evaluated, forecast(evaluated, AS_OF), strategy), "期待値")
    assert list(zip(path.x, path.y, strict=True)) == [
        ("2023-04-01", 800.0),
        ("2025-03-31", 800.0),
        ("2025-03-31", 1200.0),
        ("2027-03-31", 1200.0),
        ("2027-03-31", 1600.0),
        ("2029-03-31", 1600.0),
        ("2029-03-31", 1600.0),
        ("2031-03-31", 1600.0),
    ]


def test_a_threshold_is_drawn_as_its_targets_and_not_as_a_way_to_them(strategy: Strategy) -> None:
    evaluated = result(strategy, series("K-01", [96.0]), direction="以上", baseline=99.0, target_1=None, target_2=95.0)
    drawn = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)
    assert set(trace(drawn, "期待値").y) == {95.0}
    assert "目標 95以上" in labels(drawn)


def test_a_target_of_a_year_is_a_step_of_its_own_year(strategy: Strategy) -> None:
    years = [yearly_target(2025, 1000.0), yearly_target(2026, 1200.0), yearly_target(2028, 1500.0)]
    evaluated = judged(kpi(target_1=800.0), *series("K-01", [700]), targets=years, of=strategy)
    drawn = kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)
    assert [(trace.x[0], trace.x[1], trace.y[0]) for trace in drawn.data if trace.name == "目標"] == [
        ("2023-04-01", "2025-03-31", 800.0),
        ("2025-04-01", "2026-03-31", 1000.0),
        ("2026-04-01", "2027-03-31", 1200.0),
        ("2027-04-01", "2029-03-31", 1500.0),
    ]


def test_a_kpi_without_a_unit_has_plain_numbers(strategy: Strategy) -> None:
    evaluated = result(strategy, series("K-01", [700, 900]), unit="", **STEPS)
    assert "<b>900(順調)</b>" in labels(kpi_small(evaluated, forecast(evaluated, AS_OF), strategy))


def test_small_multiples_stay_small_and_label_one_year_per_period(strategy: Strategy) -> None:
    evaluated = result(strategy, series("K-01", [700]), **STEPS)
    outlook = forecast(evaluated, AS_OF)
    small, large = (kpi_small(evaluated, outlook, strategy, large=large) for large in (False, True))
    assert small.layout.height == 195
    assert large.layout.height > small.layout.height
    assert len(small.layout.xaxis.ticktext) == 4
    assert len(large.layout.xaxis.ticktext) == 8


def test_the_word_beside_the_years_keeps_clear_of_the_lowest_value(strategy: Strategy) -> None:
    drawn = kpi_small(yearly(strategy, (date(2024, 3, 31), 500.0)), forecast(result(strategy, []), AS_OF), strategy)
    (note,) = [label for label in drawn.layout.annotations if label.text == "年度"]
    assert drawn.layout.yaxis.range[0] == drawn.layout.yaxis.tickvals[0] == 0
    assert -note.yshift > LINE * note.font.size / 2


def test_units_and_reasons_show_as_typed(strategy: Strategy) -> None:
    actuals = [*series("K-01", [700]), actual("K-01", date(2025, 6, 30), None, value_missing="<i>$秘匿$")]
    evaluated = result(strategy, actuals, unit="<b>人", **STEPS)
    for text in everything_written(kpi_small(evaluated, forecast(evaluated, AS_OF), strategy)):
        assert "<i>" not in text
        assert "<b>人" not in text
        assert "$" not in text


def monthly(strategy: Strategy) -> KpiResult:
    return result(strategy, series("K-01", [1, 2, 1, 2, 10, *(1, 2) * 6, 1]), **(STEPS | {"target_2": 8.0}))


def test_the_behaviour_chart_shows_mean_limits_and_target(strategy: Strategy) -> None:
    evaluated = monthly(strategy)
    chart = analyse(evaluated)
    assert chart is not None
    drawn = xmr_chart(evaluated, chart)
    lines = [shape for shape in drawn.layout.shapes if shape.yref != "paper"]
    assert {line.layer for line in lines} == {"between"}  # a line of the grid would split the target beneath it
    levels = sorted(line.y0 for line in lines)
    assert levels == [pytest.approx(-0.72, abs=0.01), chart.mean, pytest.approx(4.60, abs=0.01), 8.0]
    assert {"目標 8人", "上限 4.6人", "下限 −0.7人"} <= set(labels(drawn))


def test_a_signal_is_told_by_its_shape(strategy: Strategy) -> None:
    evaluated = monthly(strategy)
    chart = analyse(evaluated)
    assert chart is not None
    outside = trace(xmr_chart(evaluated, chart), "限界の外(よい方向)")
    assert (list(outside.y), outside.marker.symbol) == ([10.0], "diamond")
    assert outside.marker.color == PALETTES["light"].better
    fewer = replace(evaluated, direction="減少")
    assert trace(xmr_chart(fewer, chart), "限界の外(悪い方向)").marker.color == PALETTES["light"].worse
    assert trace(xmr_chart(evaluated, chart), "実績").marker.color == PALETTES["light"].quiet


def test_while_a_trend_goes_on_no_limits_are_drawn(strategy: Strategy) -> None:
    evaluated = result(strategy, series("K-01", [float(value) for value in range(14)]), **STEPS)
    chart = analyse(evaluated)
    assert chart is not None
    assert chart.steady == "rising"
    drawn = xmr_chart(evaluated, chart)
    assert [text for text in labels(drawn) if "限" in text or "平均" in text] == []
    assert "目標 1,200人" in labels(drawn)
    assert trace(drawn, "7点以上の上昇・下降(よい方向)").marker.symbol == "triangle-up"


def test_each_kind_of_signal_has_a_shape_of_its_own_and_a_point_only_one(strategy: Strategy) -> None:
    evaluated = monthly(strategy)
    kinds = (Signal(0, "run"), Signal(0, "outside"), Signal(1, "trend"), Signal(2, "two_of_three"), Signal(3, "run"))
    drawn = xmr_chart(evaluated, XmR(18, 2.0, -1.0, 5.0, 0, kinds, None))
    shapes = {trace.marker.symbol: len(trace.x) for trace in drawn.data[1:]}
    assert shapes == {"diamond": 1, "square": 1, "triangle-up": 1, "pentagon": 1}
    assert all(text for text in hover(drawn))
