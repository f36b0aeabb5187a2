"""Settings of strategy.toml as a table of their own, which is published, compared and rolled back like any other."""

from __future__ import annotations

from kdx_metrics.plan.tables.columns import Column
from kdx_metrics.plan.tables.table import Table, TableName

STRATEGY: TableName = "strategy"

SETTINGS = Table(
    STRATEGY,
    "戦略の設定",
    ("item",),
    (
        Column("item", "設定の項目", "text", required=True, wide=True, naming=True),
        Column("value", "値", "text", wide=True),
    ),
    "1行が1つの設定です。",
    suffix="toml",
)
