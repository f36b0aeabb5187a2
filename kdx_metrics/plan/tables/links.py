"""取組と指標 links.csv: one row per 取組 and the 指標 that it is to move."""

from __future__ import annotations

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.columns import Column
from kdx_metrics.plan.tables.common import ACTION_ID, UNKNOWN_KPI, kpi_id, words
from kdx_metrics.plan.tables.table import Table

OUTCOME, ACTIVITY = "成果", "活動"


def define(_strategy: Strategy) -> Table:
    """Definition of 取組と指標."""
    return Table(
        "links",
        "取組と指標",
        ("action_id", "kpi_id"),
        (
            ACTION_ID,
            kpi_id(UNKNOWN_KPI),
            Column(
                "relation",
                "関係",
                "choice",
                required=True,
                rule=f"{OUTCOME}(取組が目指す変化を測る)・{ACTIVITY}(取組の量を測る)",
                choices=words(OUTCOME, ACTIVITY),
            ),
            Column("note", "説明", "text", rule="どうつながるか", prose=True),
        ),
        "1行が1つの取組と、それが動かす1つの指標です。",
    )
