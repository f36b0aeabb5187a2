"""実績 kpi_actuals.csv: one row per KPI and date."""

from __future__ import annotations

from dataclasses import replace

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import UNKNOWN_REFERENCE, error
from kdx_metrics.plan.tables.columns import Column, Reference, UnitColumn
from kdx_metrics.plan.tables.common import REMARKS, SOURCE
from kdx_metrics.plan.tables.rules import Context, Frame, Words, after_as_at, day_at
from kdx_metrics.plan.tables.table import Table

ORPHAN_KPI = replace(UNKNOWN_REFERENCE, name="orphan_kpi", meaning="指標の表にない実績")
FUTURE_ACTUAL = error(
    "future_actual",
    "時点より後の実績",
    "時点「{value}」がデータの時点({as_at})より後です。",
    "{hint}日付か、データの時点を直してください。",
)


def define(_strategy: Strategy) -> Table:
    """Definition of 実績."""
    return Table(
        "kpi_actuals",
        "実績",
        ("kpi_id", "as_of"),
        (
            Column(
                "kpi_id",
                "指標番号",
                "code",
                required=True,
                rule="指標の表にある番号",
                refers_to=Reference("kpis", "kpi_id", ORPHAN_KPI),
            ),
            Column(
                "as_of",
                "時点",
                "fiscal_date",
                required=True,
                rule="日付または年度(その年度の3月31日)。途中の年度は日付で",
            ),
            Column(
                "value",
                "実績値",
                "number",
                required=True,
                rule="未集計・未公表・調査中・秘匿 は値なしとして理由を残します",
                unit=UnitColumn("unit", through="kpi_id"),
                keeps_reason=True,
            ),
            SOURCE,
            REMARKS,
        ),
        "1行が1指標・1時点です。",
        (after_as_at(FUTURE_ACTUAL, "as_of", _future_words),),
    )


def _future_words(frame: Frame, context: Context) -> Words:
    day = day_at(frame, "as_of")

    def words(position: int) -> dict[str, str]:
        ends_year = day(position).endswith("-03-31")
        hint = "年度の途中の値には、年度ではなくその値の日付を入力します。" if ends_year else ""
        return {"as_at": str(context.as_at), "hint": hint}

    return words
