"""KPI tables as readers see them, and the 根拠 of a process behaviour chart."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.spc import XmR
from kdx_metrics.plan.formats import format_number
from kdx_metrics.wording import kpi_sentences, rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.words import KPI_RATING_WORDS, verdict_label
from pages.view.view import View


def kpis_table(view: View, kpi_ids: tuple[str, ...]) -> pd.DataFrame:
    """One row a KPI: actual, target, attainment, pace, rating and forecast."""
    return pd.DataFrame(
        [
            {
                "指標番号": kpi.kpi_id,
                "柱": view.strategy.pillar(kpi.pillar).name,
                "指標名": kpi.name,
                "評価": KPI_RATING_WORDS[kpi.rating].label,
                "実績値": kpi.actual,
                "単位": kpi.unit,
                "実績の時点": kpi.as_of,
                "目標値": kpi.target,
                "目標の期日": kpi.target_on,
                "達成率(%)": None if kpi.attainment is None else round(kpi.attainment, 1),
                "進度": None if kpi.pace is None else round(kpi.pace, 2),
                "見込み": verdict_label(view.summary.forecasts[kpi.kpi_id].verdict),
                "注記": "・".join(kpi_sentences.marks(kpi)),
                "所管課": kpi.department,
                "見通し": kpi_sentences.outlook(kpi, view.summary.forecasts[kpi.kpi_id]),
            }
            for kpi in map(view.summary.kpi, kpi_ids)
        ]
    )


def actuals_table(kpi: KpiResult) -> pd.DataFrame:
    """One row an observation; a value not yet known stays blank with its reason."""
    known: list[tuple[date, float | None, str]] = [(actual.as_of, actual.value, "") for actual in kpi.actuals]
    rows = sorted(known + [(day, None, reason) for day, reason in kpi.pending], key=lambda row: row[0])
    return pd.DataFrame(rows, columns=["時点", f"実績値({kpi.unit})", "値がない理由"])


def xmr_explanation(kpi: KpiResult, chart: XmR) -> Explanation:
    """Explain the limits of a process behaviour chart."""
    worked = (
        f"n = {chart.n}、平均 {format_number(chart.mean, 2)}{kpi.unit}、"
        f"管理限界 {format_number(chart.lower, 2)} ~ {format_number(chart.upper, 2)}{kpi.unit}"
        f"(除いた移動範囲 {chart.dropped}個)"
    )
    return Explanation(rules.xmr(), worked, actuals_table(kpi))
