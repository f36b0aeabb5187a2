"""前回会議からの変化 in rows: every 取組 and every 指標 that moved, with before → after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, cast

from kdx_metrics.numbers.changes import ActionChange, Changes, KpiChange, Move
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki, wareki_month
from kdx_metrics.plan.formats import NO_VALUE, format_given
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views import actions, kpis
from kdx_metrics.views.actions import UNREPORTED
from kdx_metrics.views.listing import Column, Columns, Listing, chosen, within
from kdx_metrics.wording.words import RATING_WORDS, kpi_word, rating_label

PROGRESS = "進捗"
ORDER = (
    "遅れに転じた",
    "新たに未報告",
    "後ろ倒し",
    "完了",
    "持ち直した",
    "追加",
    "削除",
    "評価の変化",
    "引継ぎ",
    "名称の変更",
    PROGRESS,
)


def action_columns(strategy: Strategy) -> Columns[ActionChange]:
    """Every column of a 取組 that moved."""
    shared = actions.columns(strategy)
    return (
        Column("kinds", "変化", lambda change: "・".join(_kinds(change)), width=22, share=10),
        *chosen(shared, "action_id", "period"),
        *within(chosen(shared, "title", "department"), lambda change: change.state),
        Column("moves", "前回 → 今回", lambda change: "。".join(_moves(change)), width=44, share=20),
    )


def kpi_columns(summary: Summary) -> Columns[KpiChange]:
    """Every column of a 指標 that moved."""
    return (
        *within(chosen(kpis.columns(summary), "kpi_id", "name"), newest_result),
        Column("values", "実績 前回 → 今回", _values, width=33, share=15),
        Column("moves", "評価・目標・訂正", lambda change: "。".join(_kpi_moves(change)), width=44, share=20),
    )


def action_changes(changes: Changes, strategy: Strategy) -> Listing[ActionChange]:
    """Every 取組 that moved, the gravest kinds first."""
    moved = sorted(changes.actions, key=lambda change: ORDER.index(_kinds(change)[0]))
    return Listing("前回から動いた取組", action_columns(strategy), moved, "動いた取組はありません。")


def kpi_changes(changes: Changes, summary: Summary) -> Listing[KpiChange]:
    """Every 指標 that moved up to `summary`."""
    return Listing("前回から動いた指標", kpi_columns(summary), changes.kpis, "動いた指標はありません。")


def rating_moves(changes: Changes) -> Listing[tuple[Move, int]]:
    """One row per earlier and present rating, with the number of 取組 that have both."""
    columns: Columns[tuple[Move, int]] = (
        Column("before", "前回の評価", lambda row: NO_VALUE if row[0][0] is None else rating_label(row[0][0])),
        Column("after", "今回の評価", lambda row: NO_VALUE if row[0][1] is None else rating_label(row[0][1])),
        Column("actions", "取組数", lambda row: row[1], "count"),
    )
    return Listing("評価の動き", columns, sorted(changes.moves.items(), key=lambda row: -row[1]))


class Slip(NamedTuple):
    """The planned end of a 取組 as one published 時点 had it."""

    action_id: str
    period: int
    title: str
    as_of: date
    planned_end: date


def slips(ends: Iterable[Slip], strategy: Strategy) -> Listing[Slip]:
    """One row per 取組 and published 時点."""
    shared = actions.columns(strategy)
    columns: Columns[Slip] = (
        *chosen(shared, "action_id", "period", "title"),
        Column("as_of", "時点", lambda slip: slip.as_of, "date"),
        *chosen(shared, "planned_end"),
    )
    return Listing("公開された時点ごとの完了予定", columns, list(ends))


def put_off(changes: Changes, summary: Summary) -> Listing[ActionChange]:
    """One row per end put off, furthest first: the end as first published, last time and now."""
    firsts = summary.actions["first_end"]

    def first(change: ActionChange) -> date:
        return cast("date", firsts.loc[change.state.row].date())

    columns: Columns[ActionChange] = (
        Column("title", "取組", lambda row: f"{row.state.title}({row.state.department})", share=18),
        Column("first", "当初", lambda row: wareki_month(first(row)), share=7.5),
        Column("before", "前回", lambda row: wareki_month(row.before.planned_end) if row.before else "", share=7.5),
        Column("now", "今", lambda row: wareki_month(row.state.planned_end), share=7.5),
        Column("since", "前回から", lambda row: f"+{row.delay_days}日", share=5, side="right"),
        Column(
            "in_all", "当初から", lambda row: f"{(row.state.planned_end - first(row)).days:+d}日", share=5, side="right"
        ),
    )
    return Listing("完了予定の後ろ倒し", columns, changes.delayed)


def newest_result(change: KpiChange) -> KpiResult:
    """The result of the later side that has one."""
    newest = change.after or change.before
    if newest is None:
        raise ValueError("a change of a KPI has at least one side")
    return newest


def _kinds(change: ActionChange) -> list[str]:
    """Every way in which a row moved, the gravest first: what the counts in the finding count."""
    tests = (
        (change.movement == "fell_behind", "遅れに転じた"),
        (change.newly_unreported, "新たに未報告"),
        (change.delay_days > 0, "後ろ倒し"),
        (change.movement == "completed", "完了"),
        (change.movement == "recovered", "持ち直した"),
        (change.movement == "postponed", "後ろ倒しによる好転"),
        (change.added, "追加"),
        (change.removed, "削除"),
        (change.movement == "other" and not change.newly_unreported, "評価の変化"),
        (bool(change.continues), "引継ぎ"),
        (change.reworded and not change.continues, "名称の変更"),
    )
    return [word for holds, word in tests if holds] or [PROGRESS]


def _moves(change: ActionChange) -> list[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        return [f"{RATING_WORDS[change.state.rating].label}(完了予定 {wareki_month(change.state.planned_end)})"]
    moves = []
    if before.rating != after.rating:
        moves.append(f"{RATING_WORDS[before.rating].label} → {RATING_WORDS[after.rating].label}")
    if before.progress != after.progress:
        moves.append(f"実績 {_reported(before.progress)} → {_reported(after.progress)}")
    if change.delay_days:
        way = "後ろ倒し" if change.delay_days > 0 else "前倒し"
        moved = f"{wareki_month(before.planned_end)} → {wareki_month(after.planned_end)}"
        moves.append(f"完了予定 {moved}({abs(change.delay_days)}日の{way})")
    if change.status_changed:
        moves.append(f"状況 {before.status} → {after.status}")
    if change.continues:
        moves.append(f"引継元 {'、'.join(change.continues)}")
    if change.reworded:
        moves.append(f"旧名称「{before.title}」")
    return moves


def _values(change: KpiChange) -> str:
    sides = [(NO_VALUE if k is None else format_given(k.actual, k.unit)) for k in (change.before, change.after)]
    return " → ".join(sides)


def _kpi_moves(change: KpiChange) -> list[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        return ["追加" if before is None else "削除"]
    moves = [f"{kpi_word(before).label} → {kpi_word(after).label}" if change.rating_changed else kpi_word(after).label]
    if change.target_changed:
        moves.append(f"目標 {format_given(before.target, before.unit)} → {format_given(after.target, after.unit)}")
    moves += [
        f"{wareki(old.as_of)}の値を訂正({format_given(old.before, after.unit)} → {format_given(old.after, after.unit)})"
        for old in change.restated
    ]
    return moves


def _reported(progress: float | None) -> str:
    return UNREPORTED if progress is None else format_given(progress, "%")
