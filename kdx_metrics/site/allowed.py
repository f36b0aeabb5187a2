"""Rows and columns that citizens may see: an allow-list, so that a new column is private until it is named.

All that the site writes is drawn from a snapshot and rated rows in which everything private is blank: nothing that
draws has to know what is private. The numbers were worked out before, of the whole data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.kpi.observed import NOTHING_SAID
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Column, Table, TableName, tables
from kdx_metrics.plan.tables.voices import PUBLIC

# Columns per table where strategy.toml names none; 第n期目標 stands for the target of each 期.
DEFAULT: Mapping[TableName, tuple[str, ...]] = {
    "action_plan": (
        *("取組番号", "柱", "施策", "期", "取組名", "所管課", "到達目標", "開始予定", "完了予定", "状況", "進捗率"),
        "出典",
    ),
    "action_years": (
        *("取組番号", "年度", "実施予定", "実績", "自己評価", "本部評価", "今後の方向性"),
        *("予算額", "決算額", "うち交付金等", "交付金等の名称", "出典"),
    ),
    "kpis": (
        *("指標番号", "柱", "指標名", "単位", "方向性", "集計", "経路", "基準日", "基準値", "第n期目標", "許容幅"),
        *("所管課", "算出方法", "出典"),
    ),
    "kpi_targets": ("指標番号", "年度", "目標値"),
    "kpi_actuals": ("指標番号", "時点", "実績値", "出典"),
    "milestones": ("日付", "終了日", "区分", "名称", "内容", "出典", "関係"),
    "effects": ("取組番号", "年度", "種類", "見込", "実績", "単位", "算出方法", "出典"),
    "links": ("取組番号", "指標番号", "関係", "説明"),
    "voices": (
        *("番号", "種類", "受付日", "意見", "件名", "市の考え方", "対応", "柱", "取組番号", "指標番号", "出典"),
    ),
}
EACH_TARGET = "第n期目標"
# What pages say of a table beside its key columns.
NEEDED: Mapping[TableName, tuple[str, ...]] = {
    "action_plan": ("柱", "取組名"),
    "kpis": ("柱", "指標名", "単位", "方向性", "基準値", EACH_TARGET),
    "kpi_actuals": ("実績値",),
    "milestones": ("区分",),
    "voices": ("受付日", "意見", "対応"),
}
# Columns of the rated rows that tell a column of 取組, or of 年度評価.
_TELLS: Mapping[str, tuple[TableName, str]] = {
    "planned": ("action_plan", "planned_end"),
    "first_end": ("action_plan", "planned_end"),
    "actual": ("action_plan", "progress"),
    "gap": ("action_plan", "progress"),
    "assessment": ("action_years", "board_rating"),
    "assessment_reason": ("action_years", "rating_reason"),
    "direction": ("action_years", "direction"),
}


class NotPublishable(Exception):
    """Error of a [public] by which no site can be made; the message is one Japanese line."""


def public_tables(strategy: Strategy) -> dict[TableName, Table]:
    """Definitions with the columns that may be seen alone; a table without any is left out.

    Raises NotPublishable where [public] names a table or column that there is not, or leaves out one that pages need.
    """
    whole = tables(strategy)
    if unknown := next((name for name in strategy.public.tables if name not in whole), None):
        raise NotPublishable(
            f"strategy.toml の [public] にある表「{unknown}」はありません。表の英語名を書いてください。"
        )
    named = {name: _columns(table, strategy) for name, table in whole.items()}
    return {name: replace(whole[name], columns=columns, rules=()) for name, columns in named.items() if columns}


def public_snapshot(snapshot: Snapshot) -> Snapshot:
    """The snapshot with private cells blank, private tables absent, and of 意見 those with 公開 可 alone."""
    allowed = public_tables(snapshot.strategy)
    frames = {name: blanked(frame, allowed[name]) for name, frame in snapshot.frames.items() if name in allowed}
    return replace(snapshot, frames=frames)


def public_summary(summary: Summary) -> Summary:
    """The summary with its numbers as they are, over rows in which everything private is blank."""
    snapshot = public_snapshot(summary.snapshot)
    rated = _rated(summary.actions, snapshot)
    return replace(summary, snapshot=snapshot, actions=rated, kpis=_kpis(summary.kpis, snapshot), attention=[])


def _rated(actions: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    """Rated rows with private cells blank, and what tells them; none where 取組 are private."""
    allowed = public_tables(snapshot.strategy)
    if (plan := allowed.get("action_plan")) is None:
        return actions.iloc[:0]
    rows = blanked(actions, plan, tables(snapshot.strategy)["action_plan"])
    private = [name for name in _TELLS if not may_be_told(name, allowed)]
    return rows.assign(**{name: _blank(rows[name]) for name in private})


def may_be_told(name: str, allowed: Mapping[TableName, Table]) -> bool:
    """True for a column of the rated rows that tells of no private one."""
    if name not in _TELLS:
        return True
    table, column = _TELLS[name]
    return table in allowed and column in allowed[table].by_name


def _kpis(results: list[KpiResult], snapshot: Snapshot) -> list[KpiResult]:
    """Results without what the 所管課 say of them, under the 所管課 that may be seen; none where 指標 are private."""
    if not {"kpis", "kpi_actuals"} <= public_tables(snapshot.strategy).keys():
        return []
    departments = dict(zip(snapshot.kpis["kpi_id"], snapshot.kpis["department"], strict=True))
    return [replace(kpi, statement=NOTHING_SAID, department=departments.get(kpi.kpi_id, "")) for kpi in results]


def blanked(frame: pd.DataFrame, allowed: Table, whole: Table | None = None) -> pd.DataFrame:
    """The frame with the columns of a table that are not allowed blank; what was worked out beside them stays."""
    rows = frame[frame["public"] == PUBLIC] if allowed.name == "voices" else frame
    private = [name for name in (whole.dtypes if whole else frame.columns) if name not in allowed.dtypes]
    return rows.assign(**{name: _blank(rows[name]) for name in private if name in rows})


def _blank(column: pd.Series) -> pd.Series:
    if pd.api.types.is_string_dtype(column):
        return pd.Series("", index=column.index, dtype=column.dtype)
    if pd.api.types.is_integer_dtype(column):
        return pd.Series(0, index=column.index, dtype=column.dtype)
    return column.reindex([]).reindex(column.index)


def _columns(table: Table, strategy: Strategy) -> tuple[Column, ...]:
    names = strategy.public.tables.get(table.name, DEFAULT.get(table.name, ()))
    by_word = {word: column for column in table.columns for word in (column.header, column.name)}
    targets = [column for column in table.columns if column.name.startswith("target_")]
    allowed: list[Column] = []
    for name in names:
        if name == EACH_TARGET:
            allowed += targets
        elif name in by_word:
            allowed.append(by_word[name])
        else:
            raise NotPublishable(f"strategy.toml の [public] にある列「{name}」は{table.label}の表にありません。")
    needed = (*NEEDED.get(table.name, ()), *(table.headers[key] for key in table.key))
    shown = {column.header for column in allowed} | {EACH_TARGET for target in targets if target in allowed}
    if allowed and (missing := next((header for header in needed if header not in shown), None)):
        raise NotPublishable(f"strategy.toml の [public] の {table.name} に「{missing}」が必要です。")
    return tuple(column for column in table.columns if column in allowed)
