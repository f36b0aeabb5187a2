"""指標 in rows: results with targets and outlook, and the observations of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kdx_metrics.numbers.kpi import KpiResult, PeriodResult
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki_month
from kdx_metrics.plan.formats import format_given, format_percent
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import tables
from kdx_metrics.views.listing import Column, Columns, Listing, chosen
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.kpi.amounts import given_text, goal_text, of_expected, of_ratio
from kdx_metrics.wording.words import NO_DATA, STALE, WORSE_THAN_BASELINE, kpi_word, verdict_label

OPTIONAL = {"path": "直線", "related_departments": ""}  # shown where a 指標 has another word than this
DESCRIBED = ("department", "related_departments", "path", "definition", "source", "remarks")
BESIDE = ("direction", "baseline", "expected")  # shown on screen by the chart and its 根拠


def shares(strategy: Strategy) -> tuple[str, str]:
    """Columns of 達成率 and 目標比, the one that leads first."""
    return ("attainment", "ratio") if strategy.kpi.attainment == "gain" else ("ratio", "attainment")


def on_paper(strategy: Strategy) -> tuple[str, ...]:
    """Columns that a paper shows."""
    return ("kpi_id", "name", "actual", "target", *shares(strategy), "pace", "rating", "verdict")


def in_detail(strategy: Strategy) -> tuple[str, ...]:
    """Columns of one 指標 in full."""
    return ("direction", "baseline", "actual", "target", *shares(strategy), "expected", "pace", "rating")


def columns(summary: Summary) -> Columns[KpiResult]:
    """Every column of a 指標."""
    strategy, forecasts, given = summary.snapshot.strategy, summary.forecasts, summary.snapshot.kpis
    both: Columns[KpiResult] = (
        Column(
            "attainment",
            "達成率(基準値から、%)",
            lambda kpi: kpi.attainment,
            "percent",
            9,
            attainment_text,
            "達成率",
            6,
        ),
        Column("ratio", "目標比(%)", lambda kpi: kpi.ratio, "percent", 9, short="目標比", share=6, rounding=of_ratio),
    )
    return (
        Column("kpi_id", "指標番号", lambda kpi: kpi.kpi_id, width=9, short="番号", share=4.6),
        Column("pillar", "柱", lambda kpi: strategy.pillar(kpi.pillar).name, width=16),
        Column("name", "指標名", lambda kpi: kpi.name, width=36, share=18),
        Column("unit", "単位", lambda kpi: kpi.unit, width=8),
        Column("direction", "方向性", lambda kpi: kpi.direction, width=8),
        Column("path", "経路", lambda kpi: given.at[kpi.row, "path"], width=8),
        Column("baseline", "基準値", lambda kpi: kpi.baseline, "number", 10),
        Column("actual", "実績値", lambda kpi: kpi.actual, "number", 10, actual_text, "実績(時点)", 14.5, "left"),
        Column("as_of", "実績の時点", lambda kpi: kpi.as_of, "date", 11),
        Column("target", "目標値", lambda kpi: kpi.target, "number", 10, target_text, "目標(期日)", 14, "left"),
        Column("target_on", "目標の期日", lambda kpi: kpi.target_on, "date", 11),
        *chosen(both, *shares(strategy)),
        Column("expected", "期待値", lambda kpi: kpi.expected, "amount", 10, rounding=of_expected),
        Column("pace", "進度", lambda kpi: kpi.pace, "pace", 8, share=5.2, rounding=strategy.kpi.rounding),
        Column("rating", "評価", rating_label, width=11, share=8.5),
        Column("verdict", "見込み", lambda kpi: verdict_label(forecasts[kpi.kpi_id].verdict), width=12, share=9.5),
        Column("marks", "注記", lambda kpi: "・".join(kpi_sentences.marks(kpi)), width=10),
        Column("department", "所管課", lambda kpi: kpi.department, width=14),
        Column("related_departments", "関係課", lambda kpi: given.at[kpi.row, "related_departments"], width=20),
        Column("outlook", "見通し", lambda kpi: kpi_sentences.outlook(kpi, forecasts[kpi.kpi_id]), width=60),
        Column("cause", "要因", lambda kpi: kpi.statement.cause, width=36),
        Column("next_step", "今後の対応", lambda kpi: kpi.statement.next_step, width=36),
    )


def kpis(results: Sequence[KpiResult], summary: Summary, caption: str = "指標の一覧") -> Listing[KpiResult]:
    """These 指標 of a summary in the order given, under every column but those of OPTIONAL that say nothing."""
    rows = summary.snapshot.kpis.loc[[kpi.row for kpi in results]]
    unused = [name for name, usual in OPTIONAL.items() if (rows[name] == usual).all()]
    return Listing(caption, columns(summary), results, "指標がありません。").without(*unused)


def on_screen(results: Sequence[KpiResult], summary: Summary) -> Listing[KpiResult]:
    """These 指標 as a page lists them."""
    return kpis(results, summary).without(*BESIDE)


def described(kpi: KpiResult, summary: Summary) -> list[tuple[str, str]]:
    """Terms that say who answers for a 指標 and how it is counted, each with its text."""
    headers, row = tables(summary.snapshot.strategy)["kpis"].headers, summary.snapshot.kpis.loc[kpi.row]
    return [(headers[name], str(row[name])) for name in DESCRIBED if row[name]]


def rating_label(kpi: KpiResult) -> str:
    """`■ 遅れ`."""
    return kpi_word(kpi).label


def actual_text(kpi: KpiResult) -> str:
    """`1,234人(令和8年9月・途中)`, or why there is no value."""
    pending = kpi.pending[-1][1] if kpi.pending and kpi.actual is None else ""
    actual = format_given(kpi.actual, kpi.unit, missing=pending or NO_DATA)
    when = "・".join([*([wareki_month(kpi.as_of)] if kpi.as_of else []), *kpi_sentences.marks(kpi)])
    return actual + (f"({when})" if when else "")


def attainment_text(kpi: KpiResult) -> str:
    """`60.0%`, or that the value is on the wrong side of 基準値."""
    if kpi.attainment is not None and kpi.attainment < 0:
        return WORSE_THAN_BASELINE
    return format_percent(kpi.attainment)


def target_text(kpi: KpiResult) -> str:
    """`90±5%(令和9年3月)`."""
    return goal_text(kpi) + (f"({wareki_month(kpi.target_on)})" if kpi.target_on else "")


def beside_target(kpi: KpiResult) -> tuple[str, str, str]:
    """`13.6分`, `令和8年9月` and `目標 13分`: a value, its time and its target; "" of what is not known."""
    actual = "" if kpi.actual is None else given_text(kpi.actual, kpi)
    goal = "" if kpi.target is None else f"目標 {goal_text(kpi)}"
    return actual, kpi_sentences.dated(kpi), goal


def period_results(kpi: KpiResult, strategy: Strategy) -> Listing[PeriodResult]:
    """One row per 期 that has ended with a target of a 指標."""
    columns: Columns[PeriodResult] = (
        Column("period", "期", lambda result: strategy.period(result.period).name),
        Column("actual", kpi_sentences.with_unit("実績値", kpi), lambda result: result.actual, "number"),
        Column("as_of", "実績の時点", lambda result: result.as_of, "date"),
        Column("target", kpi_sentences.with_unit("目標値", kpi), lambda result: result.target, "number"),
        Column("reached", "期の結果", lambda result: kpi_sentences.reached_word(is_reached=result.reached)),
        Column("marks", "注記", lambda result: STALE if result.stale else ""),
    )
    return Listing(f"{kpi.name}の期の結果", columns, kpi.results)


class Observation(NamedTuple):
    """One observed value, or the reason for which it is not known yet."""

    as_of: date
    value: float | None
    reason: str


def observations(kpi: KpiResult) -> Listing[Observation]:
    """One row per date of a 指標; a value not yet known stays blank with its reason."""
    columns: Columns[Observation] = (
        Column("as_of", "時点", lambda each: each.as_of, "date"),
        Column("value", kpi_sentences.with_unit("実績値", kpi), lambda each: each.value, "number"),
        Column("reason", "値がない理由", lambda each: each.reason),
    )
    observed = [Observation(actual.as_of, actual.value, "") for actual in kpi.actuals]
    pending = [Observation(day, None, reason) for day, reason in kpi.pending]
    return Listing(f"{kpi.name}の実績", columns, sorted([*observed, *pending], key=lambda each: each.as_of))
