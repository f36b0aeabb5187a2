"""前回会議からの変化 as tables: every 取組 and every KPI that moved, with before → after."""

from __future__ import annotations

from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.tables import Column, Table, reported, table
from kdx_metrics.numbers.changes import ActionChange, Changes, KpiChange
from kdx_metrics.plan.fiscal_calendar import wareki, wareki_month
from kdx_metrics.plan.formats import NO_VALUE, format_value
from kdx_metrics.wording.words import KPI_RATING_WORDS, RATING_WORDS

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
    "名称の変更",
    PROGRESS,
)


def changes_table(changes: Changes, material: Material) -> Table:
    """Every 取組 that moved, with before → after; the gravest kinds first."""
    columns = (
        Column("変化", 10),
        Column("番号", 5.6),
        Column("期", 4.8),
        Column("取組名", 19),
        Column("所管課", 7),
        Column("前回 → 今回", 20),
    )
    lines = [(_kinds(change), change) for change in changes.actions]
    lines.sort(key=lambda line: ORDER.index(line[0][0]))
    rows = [
        (
            "・".join(kinds),
            change.action_id,
            material.strategy.period(change.period).name,
            change.state.title,
            change.state.department,
            "。".join(_moves(change)),
        )
        for kinds, change in lines
    ]
    return table("前回から動いた取組", columns, rows, "動いた取組はありません。")


def _kinds(change: ActionChange) -> list[str]:
    """Every way in which a row moved, the gravest first: what the counts in the finding count."""
    tests = (
        (change.movement == "fell_behind", "遅れに転じた"),
        (change.newly_unreported, "新たに未報告"),
        (change.delay_days > 0, "後ろ倒し"),
        (change.movement == "completed", "完了"),
        (change.movement == "recovered", "持ち直した"),
        (change.added, "追加"),
        (change.removed, "削除"),
        (change.movement == "other" and not change.newly_unreported, "評価の変化"),
        (change.reworded, "名称の変更"),
    )
    return [word for holds, word in tests if holds] or [PROGRESS]


def _moves(change: ActionChange) -> list[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        return [f"{RATING_WORDS[change.state.rating].label}(完了予定 {wareki_month(change.state.planned_end)})"]
    said = []
    if before.rating != after.rating:
        said.append(f"{RATING_WORDS[before.rating].label} → {RATING_WORDS[after.rating].label}")
    if before.progress != after.progress:
        said.append(f"実績 {reported(before.progress)} → {reported(after.progress)}")
    if change.delay_days:
        way = "後ろ倒し" if change.delay_days > 0 else "前倒し"
        moved = f"{wareki_month(before.planned_end)} → {wareki_month(after.planned_end)}"
        said.append(f"完了予定 {moved}({abs(change.delay_days)}日の{way})")
    if change.status_changed:
        said.append(f"状況 {before.status} → {after.status}")
    if change.reworded:
        said.append(f"旧名称「{before.title}」")
    return said


def kpi_changes_table(changes: Changes) -> Table:
    """Every KPI that moved: value and rating before → after, targets changed and past values restated."""
    columns = (Column("番号", 4.6), Column("指標", 18), Column("実績 前回 → 今回", 15), Column("評価・目標・訂正", 20))
    rows = [
        (each.kpi_id, newest.name, _values(each), "。".join(_kpi_moves(each)))
        for each in changes.kpis
        if (newest := each.after or each.before) is not None
    ]
    return table("前回から動いた指標", columns, rows, "動いた指標はありません。")


def _values(change: KpiChange) -> str:
    sides = [(NO_VALUE if k is None else format_value(k.actual, k.unit)) for k in (change.before, change.after)]
    return " → ".join(sides)


def _kpi_moves(change: KpiChange) -> list[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        return ["追加" if before is None else "削除"]
    said = [
        f"{KPI_RATING_WORDS[before.rating].label} → {KPI_RATING_WORDS[after.rating].label}"
        if change.rating_changed
        else KPI_RATING_WORDS[after.rating].label
    ]
    if change.target_changed:
        said.append(f"目標 {format_value(before.target, before.unit)} → {format_value(after.target, after.unit)}")
    said += [
        f"{wareki(old.as_of)}の値を訂正({format_value(old.before, after.unit)} → {format_value(old.after, after.unit)})"
        for old in change.restated
    ]
    return said
