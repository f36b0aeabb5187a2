"""What lies ahead and behind as tables: 次期への引継ぎ, これからの予定 and the 年表."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.tables import Column, Table, reported, table
from kdx_metrics.numbers.carry_over import Candidate
from kdx_metrics.numbers.ratings import CLOSED
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.wording.outlooks import candidate_reason
from kdx_metrics.wording.words import SUGGESTION_WORDS


def candidates_table(candidates: Sequence[Candidate], material: Material) -> Table:
    """次期への引継ぎ: the open rows with what is suggested and why."""
    columns = (
        Column("目安", 4.6),
        Column("番号", 5.6),
        Column("期", 4.8),
        Column("取組名", 18),
        Column("所管課", 7),
        Column("実績", 5, "right"),
        Column("なぜ", 25),
    )
    rows = [
        (
            SUGGESTION_WORDS[each.suggestion],
            each.outlook.action_id,
            material.strategy.period(each.outlook.period).name,
            each.outlook.title,
            each.outlook.department,
            reported(each.outlook.actual),
            candidate_reason(each, material.outlook, material.strategy),
        )
        for each in candidates
    ]
    return table("次期への引継ぎの候補", columns, rows, "引継ぎの候補はありません。")


def coming_table(material: Material, today: date) -> Table:
    """What lies ahead: dated events of the 年表 and planned ends of open 取組 until the running 期 ends."""
    events, actions = material.summary.snapshot.milestones, material.summary.actions
    end = pd.Timestamp(material.outlook.period.last_day)
    ahead = [
        (row["date"].date(), row["category"], row["title"], "")
        for row in events[events["date"] > pd.Timestamp(today)].to_dict("records")
    ]
    open_rows = actions[~actions["rating"].isin(CLOSED)]
    due = open_rows[(open_rows["planned_end"] > pd.Timestamp(today)) & (open_rows["planned_end"] <= end)]
    ahead += [
        (row["planned_end"].date(), "完了予定", f"{row['action_id']} {row['title']}", row["department"])
        for row in due.to_dict("records")
    ]
    columns = (Column("日付", 9), Column("区分", 7), Column("内容", 30), Column("所管課", 8))
    rows = [(wareki(day), *rest) for day, *rest in sorted(ahead)]
    return table("これからの予定", columns, rows, "日付の決まっている予定はありません。")


def history_table(material: Material) -> Table:
    """The 年表, newest first, with sources as text."""
    events = material.summary.snapshot.milestones.sort_values("date", ascending=False, kind="stable")
    columns = (Column("日付", 11), Column("区分", 10), Column("名称", 17), Column("内容", 20), Column("出典", 16))
    rows = [
        (
            wareki(row["date"].date())
            + (f"~{wareki(row['end_date'].date())}" if row["end_date"] is not pd.NaT else ""),
            *(str(row[name]) for name in ("category", "title", "detail", "source")),
        )
        for row in events.to_dict("records")
    ]
    return table("年表", columns, rows, "年表の行がありません。")
