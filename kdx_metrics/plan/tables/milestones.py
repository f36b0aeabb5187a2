"""年表 milestones.csv: one row per event."""

from __future__ import annotations

from dataclasses import replace

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import UNKNOWN_REFERENCE
from kdx_metrics.plan.tables.columns import Column, Reference
from kdx_metrics.plan.tables.common import SOURCE, words
from kdx_metrics.plan.tables.rules import end_before_start
from kdx_metrics.plan.tables.table import Table

UNKNOWN_RELATED = replace(UNKNOWN_REFERENCE, name="unknown_related", meaning="取組にも指標にもない番号")


def define(strategy: Strategy) -> Table:
    """Definition of 年表."""
    categories = strategy.milestones.categories
    return Table(
        "milestones",
        "年表",
        ("date", "title"),
        (
            Column("date", "日付", "date", required=True),
            Column("end_date", "終了日", "date", rule="空欄は1日の出来事。日付以降"),
            Column("category", "区分", "choice", required=True, rule="・".join(categories), choices=words(*categories)),
            Column("title", "名称", "text", required=True, wide=True, naming=True),
            Column("detail", "内容", "text", prose=True),
            replace(SOURCE, rule=""),
            Column(
                "related",
                "関係",
                "codes",
                rule="関係する取組番号と指標番号。「、」で区切ります",
                refers_to=(
                    Reference("action_plan", "action_id", UNKNOWN_RELATED),
                    Reference("kpis", "kpi_id", UNKNOWN_RELATED),
                ),
            ),
        ),
        "1行が1つの出来事です。",
        (end_before_start("date", "end_date"),),
    )
