"""年表 milestones.csv: one row per event."""

from __future__ import annotations

from dataclasses import replace

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.columns import Column
from kdx_metrics.plan.tables.common import SOURCE, words
from kdx_metrics.plan.tables.rules import end_before_start
from kdx_metrics.plan.tables.table import Table

CATEGORIES = ("本部会議", "ワーキンググループ", "意見募集", "計画", "連携")


def define(_strategy: Strategy) -> Table:
    """Definition of 年表."""
    return Table(
        "milestones",
        "年表",
        ("date", "title"),
        (
            Column("date", "日付", "date", required=True),
            Column("end_date", "終了日", "date", rule="空欄は1日の出来事。日付以降"),
            Column("category", "区分", "choice", required=True, rule="・".join(CATEGORIES), choices=words(*CATEGORIES)),
            Column("title", "名称", "text", required=True, wide=True),
            Column("detail", "内容", "text", prose=True),
            replace(SOURCE, rule=""),
        ),
        "1行が1つの出来事です。",
        (end_before_start("date", "end_date"),),
    )
