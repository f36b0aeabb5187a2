"""Explanations that add up: every sum of a 根拠, worked out again from the digits it shows, gives what it shows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kdx_metrics.numbers.changes import compare
from kdx_metrics.numbers.kpi.spc import analyse
from kdx_metrics.plan.formats import INDEX, PERCENT, POINTS, Rounding
from kdx_metrics.wording.explanations import explain_earned, explain_group, explain_many
from kdx_metrics.wording.kpi.amounts import of_expected, of_goal, of_rate, of_ratio
from kdx_metrics.wording.kpi.kpi_explanations import explain_kpi, explain_xmr
from kdx_metrics.wording.meeting import movements
from kdx_metrics.wording.sums import Step, with_digits_needed
from tests.factories import AS_OF, Row, action, actual, kpi, series, strategy, summary
from tests.shipped import reasons
from tests.wording.worked import Sum, number, sums, value

GAPS, PACES = strategy().rating.rounding, strategy().kpi.rounding
EARLIER = date(2026, 1, 7)
LATE_ACTION = re.compile(r"計画(?P<planned>.+)%に対し進捗率(?P<done>.+)%、(?P<behind>.+)ポイントの遅れ")
LATE_KPI = re.compile(
    r"実績(?P<done>.+?)人.*進度は(?P<pace>.+)です.*基準値は(?P<baseline>.+)人、.*期待値は(?P<due>.+)人"
)
LATE_WITHOUT_BASELINE = re.compile(
    r"実績(?P<done>.+?)人.*(?:実績 ÷ 期待値|期待値 ÷ 実績) は(?P<quotient>.+)です.*期待値は(?P<due>.+)人"
)

percentages = st.decimals(0, 100, places=2).map(float) | st.integers(0, 100).map(float) | st.just(None)
weights = st.sampled_from([1.0, 1.0, 2.0, 0.5, 3.0, 0.35])
starts = st.dates(date(2023, 4, 1), date(2026, 12, 31))


@st.composite
def rows(draw: st.DrawFn, most: int = 12) -> list[Row]:
    """Rows of 取組 in any course."""
    spans = draw(st.lists(st.tuples(starts, st.integers(0, 900), percentages, weights), min_size=1, max_size=most))
    return [
        action(
            f"A-{index:02d}",
            planned_start=start,
            planned_end=start + timedelta(days=length),
            progress=progress,
            weight=weight,
        )
        for index, (start, length, progress, weight) in enumerate(spans)
    ]


@st.composite
def kpis(draw: st.DrawFn) -> tuple[Row, float]:
    """A KPI that goes from or is measured by a baseline or by none, and its actual, with up to four decimals."""
    places = draw(st.sampled_from([0, 1, 2, 4]))
    amounts = st.decimals(0, 10 ** draw(st.sampled_from([0, 2, 5])), places=places).map(float)
    baseline, target = draw(amounts), draw(amounts)
    directions = ("増加", "増加抑制") if target >= baseline else ("減少", "減少抑制")
    row = kpi(direction=draw(st.sampled_from(directions)), baseline=baseline, target_4=target)
    if draw(st.booleans()):
        row |= {"direction": directions[0], "baseline": None, "baseline_on": None, "target_1": draw(amounts)}
    return row, draw(amounts)


def test_a_written_sum_is_worked_out_by_the_rules_of_arithmetic() -> None:
    assert value("(3×50.0 + 1.5×70) ÷ 4.5") == Fraction(255) / Fraction("4.5")
    assert value("100 × (1,200 − −400) ÷ (2,000 − 400)") == 100
    assert value("400.0(8件の重み×計画の合計) ÷ 8(重みの合計)") == 50  # 400 ÷ 8
    assert value("PD 400日 ÷ (ES 150.0日 ÷ AT 200日)") == Fraction(1600, 3)
    assert number("−1,234.5ポイント") == Fraction("-1234.5")


def test_inputs_get_more_digits_only_where_the_sum_needs_them() -> None:
    step = Step(Fraction.__sub__, 65.24 - 65.26, POINTS)
    assert with_digits_needed([65.24, 65.26], step) == ["65.24", "65.26"]
    assert with_digits_needed([65.24, 60.2], Step(Fraction.__sub__, 5.04, POINTS)) == ["65.2", "60.2"]


@settings(deadline=None, max_examples=40)
@given(rows())
def test_the_means_and_the_gap_of_a_group_come_out(actions: list[Row]) -> None:
    result = summary(actions)
    worked = sums(explain_group(result.actions, result.overall, strategy()).worked)
    roundings = {"計画": PERCENT, "実績": PERCENT, "差": GAPS, "下限": PERCENT, "順調率": PERCENT}
    low = ["下限"] if result.overall.unreported else []
    of_means = ["計画", "実績", "差", *low] if result.overall.gap is not None else []
    of_share = ["順調率"] if result.overall.judged else []
    assert [line.name for line in worked] == (of_share if result.share_leads else of_means)
    assert [line for line in worked if not line.is_shown_right(roundings[line.name])] == []
    many = sums(explain_many([("全体", result.overall)], strategy()).worked)
    assert [line for line in many if not line.is_shown_right(PERCENT if result.share_leads else GAPS)] == []


@settings(deadline=None, max_examples=40)
@given(rows())
def test_the_index_and_the_days_of_an_earned_schedule_come_out(actions: list[Row]) -> None:
    earned = summary(actions).earned
    planned = earned.planned_days or 0
    for line in sums(explain_earned(earned).worked):
        assert line.is_shown_right(INDEX if line.name == "SPI(t)" else Rounding(1, above=(planned,))), line


@settings(deadline=None, max_examples=40)
@given(rows(), rows())
def test_the_change_since_the_last_meeting_comes_out(before: list[Row], after: list[Row]) -> None:
    both = compare(summary(before, as_of=EARLIER), summary(after)).overall
    for line in sums(movements.worked([("全体", both)], strategy())):
        assert line.is_shown_right(POINTS if line.name == "全体 実績の変化" else GAPS), line


@settings(deadline=None, max_examples=40)
@given(kpis(), st.dates(date(2023, 4, 1), AS_OF))
def test_attainment_pace_and_needed_rate_of_a_kpi_come_out(row: tuple[Row, float], day: date) -> None:
    result = summary((), [row[0]], [actual("K-01", day, row[1])])
    (measured,), ahead = result.kpis, result.forecasts["K-01"]
    roundings = {"達成率(基準値から)": PERCENT, "目標比": of_ratio(measured), "期待値": of_expected(measured)}
    roundings |= dict.fromkeys(("進度", "実績 ÷ 期待値", "期待値 ÷ 実績"), PACES)
    if ahead.needed_rate is not None:
        roundings["月あたりに必要な量"] = of_rate(measured, ahead.needed_rate)
    worked = sums(explain_kpi(measured, ahead, strategy()).worked)
    assert [line for line in worked if not line.is_shown_right(roundings[line.name])] == []


@settings(deadline=None, max_examples=40)
@given(st.lists(st.decimals(0, 1000, places=2).map(float), min_size=12, max_size=20))
def test_the_limits_of_a_behaviour_chart_come_out(values: list[float]) -> None:
    measured = summary((), [kpi()], series("K-01", values)).kpis[0]
    chart = analyse(measured)
    assert chart is not None
    assume(chart.steady is None)
    mean, reach, lower, upper = sums(explain_xmr(measured, chart).worked)
    assert lower.is_shown_right(of_goal(measured))
    assert upper.is_shown_right(of_goal(measured))
    for line in (mean, reach):
        digits = len(line.result.partition(".")[2].removesuffix("人"))
        assert line.is_shown_right(Rounding(digits)), line


@settings(deadline=None, max_examples=40)
@given(rows(most=4))
def test_the_gap_of_a_late_row_comes_out(actions: list[Row]) -> None:
    for sentence in reasons(summary(actions)):
        if said := LATE_ACTION.match(sentence):
            gap = Sum("差", number(said["done"]) - number(said["planned"]), f"−{said['behind']}")
            assert gap.is_shown_right(GAPS), sentence


@settings(deadline=None, max_examples=40)
@given(kpis(), st.dates(date(2023, 4, 1), AS_OF))
def test_the_pace_of_a_late_kpi_comes_out(row: tuple[Row, float], day: date) -> None:
    for sentence in reasons(summary((), [row[0]], [actual("K-01", day, row[1])])):
        if said := LATE_KPI.match(sentence):
            done, baseline, due = (number(said[name]) for name in ("done", "baseline", "due"))
            moved, allowed = done - baseline, due - baseline
            is_curb = row[0]["direction"] in {"減少抑制", "増加抑制"}
            pace = Sum("進度", allowed / moved if is_curb else moved / allowed, said["pace"])
            assert pace.is_shown_right(PACES), sentence
        if said := LATE_WITHOUT_BASELINE.match(sentence):
            done, due = number(said["done"]), number(said["due"])
            quotient = Sum("比", done / due if row[0]["direction"] == "増加" else due / done, said["quotient"])
            assert quotient.is_shown_right(PACES), sentence


def test_late_rows_and_late_kpis_say_the_numbers_of_their_sums() -> None:
    late, low = action(progress=50.02), kpi(baseline=0.0, target_4=1.0)
    of_action, of_kpi = reasons(summary([late], [low], [actual("K-01", date(2026, 3, 31), 0.1)]))
    assert LATE_ACTION.match(of_action)
    assert LATE_KPI.match(of_kpi)
    row = low | {"baseline": None, "baseline_on": None}
    (without,) = reasons(summary([], [row], [actual("K-01", date(2026, 3, 31), 0.1)]))
    assert LATE_WITHOUT_BASELINE.match(without)
