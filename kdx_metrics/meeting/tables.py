"""The papers' tables as texts, in order: what PowerPoint, the handout and the minutes all show alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from kdx_metrics.meeting.briefing import Material
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.progress import Group
from kdx_metrics.plan.fiscal_calendar import wareki_month
from kdx_metrics.plan.formats import format_number, format_percent, format_points, format_value, is_missing
from kdx_metrics.wording import kpi_sentences
from kdx_metrics.wording.reasons import reason
from kdx_metrics.wording.words import ATTENTION_WORDS, KPI_RATING_WORDS, RATING_WORDS, rating_and_review, verdict_label

UNREPORTED = RATING_WORDS["not_reported"].word


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, its share of the width and whether it holds numbers (set to the right)."""

    header: str
    share: float
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: texts only. `none` is said where there is no row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = "該当する項目はありません。"

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.caption}: a row of {len(row)} cells for {len(self.columns)} columns")


def table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], none: str = "") -> Table:
    """A Table of any rows."""
    return Table(caption, tuple(columns), tuple(tuple(row) for row in rows), none or "該当する項目はありません。")


ACTION_COLUMNS = (
    Column("番号", 5.6),
    Column("期", 4.8),
    Column("取組名", 18),
    Column("所管課", 7),
    Column("完了予定", 8),
    Column("計画", 5, "right"),
    Column("実績", 5, "right"),
    Column("評価", 6.6),
)


def reported(value: float | None) -> str:
    """An actual in percent, or 未報告."""
    return UNREPORTED if value is None else format_percent(value, 0)


def actions_table(material: Material, rated: pd.DataFrame, caption: str) -> Table:
    """Action rows with plan, actual and rating, in the order given."""
    rows = [
        (
            row["action_id"],
            material.strategy.period(int(row["period"])).name,
            row["title"],
            row["department"],
            wareki_month(row["planned_end"].date()),
            format_percent(row["planned"], 0),
            UNREPORTED if is_missing(row["actual"]) else format_percent(row["actual"], 0),
            rating_and_review(row["rating"], row["status"]),
        )
        for row in rated.to_dict("records")
    ]
    return table(caption, ACTION_COLUMNS, rows, "取組がありません。")


def kpi_table(material: Material, kpis: Sequence[KpiResult], caption: str) -> Table:
    """KPIs with actual, target, attainment, pace, rating and outlook."""
    columns = (
        Column("番号", 4.6),
        Column("指標", 18),
        Column("実績(時点)", 14.5),
        Column("目標(期日)", 14),
        Column("達成率", 6, "right"),
        Column("進度", 5.2, "right"),
        Column("評価", 8.5),
        Column("見込み", 9.5),
    )
    return table(caption, columns, (_kpi_row(material, kpi) for kpi in kpis), "指標がありません。")


def _kpi_row(material: Material, kpi: KpiResult) -> tuple[str, ...]:
    pending = kpi.pending[-1][1] if kpi.pending and kpi.actual is None else ""
    actual = format_value(kpi.actual, kpi.unit, missing=pending or "データなし")
    when = "・".join([*([wareki_month(kpi.as_of)] if kpi.as_of else []), *kpi_sentences.marks(kpi)])
    target = format_value(kpi.target, kpi.unit) + ("" if kpi.tolerance is None else f"±{format_value(kpi.tolerance)}")
    return (
        kpi.kpi_id,
        kpi.name,
        actual + (f"({when})" if when else ""),
        target + (f"({wareki_month(kpi.target_on)})" if kpi.target_on else ""),
        format_percent(kpi.attainment),
        format_number(kpi.pace, 2),
        KPI_RATING_WORDS[kpi.rating].label,
        verdict_label(material.summary.forecasts[kpi.kpi_id].verdict),
    )


def attention_table(material: Material) -> Table:
    """今日ご判断いただきたいこと: what, why, what the department will do; the last column is for the pen."""
    actions = material.summary.actions
    rows = []
    for item in material.summary.attention:
        period = "" if item.period is None else f"{material.strategy.period(item.period).name}・"
        where = f"{period}{item.department}"
        why, issue, next_step = reason(item, material.summary), "", ""
        if item.kpi is None:
            issue, next_step = (str(actions.at[item.row, name]) for name in ("issue", "next_step"))  # noqa: PD008
        elif item.kind != "kpi_forecast_short":  # whose reason is the forecast already
            issue = kpi_sentences.outlook(item.kpi, material.summary.forecasts[item.id])
        rows.append(
            (
                ATTENTION_WORDS[item.kind].label,
                f"{item.id} {item.title}({where})",
                why,
                issue,
                next_step,
                "",
            )
        )
    columns = (
        Column("種類", 7),
        Column("取組・指標", 14),
        Column("理由", 17),
        Column("課題・見通し", 13),
        Column("今後の対応", 12),
        Column("ご判断", 9),
    )
    return table("ご判断いただきたいこと", columns, rows, "ご判断いただきたいことはありません。")


def groups_table(groups: Iterable[tuple[str, Group]], caption: str, label: str) -> Table:
    """Groups with means, gap, reporting rate and the count of each rating."""
    columns = (
        Column(label, 10),
        Column("取組", 4, "right"),
        Column("計画", 5, "right"),
        Column("実績", 5, "right"),
        Column("差", 8, "right"),
        Column("報告率", 5, "right"),
        *(Column(word.word, 4.6, "right") for word in RATING_WORDS.values()),
    )
    rows = [
        (
            name,
            str(group.actions),
            format_percent(group.planned),
            format_percent(group.actual),
            format_points(group.gap),
            format_percent(None if group.reporting_rate is None else 100 * group.reporting_rate, 0),
            *(str(group.ratings[rating]) for rating in RATING_WORDS),
        )
        for name, group in groups
    ]
    return table(caption, columns, rows)
