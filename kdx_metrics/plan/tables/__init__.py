"""Tables of a plan, one module per table: its columns, choices and row rules."""

from kdx_metrics.plan.tables.columns import Beside, Choice, Column, ColumnKind, Reference
from kdx_metrics.plan.tables.kpi.kpis import AGGREGATIONS, DIRECTIONS
from kdx_metrics.plan.tables.registry import leading_tables, publications, tables
from kdx_metrics.plan.tables.strategy_settings import SETTINGS, STRATEGY
from kdx_metrics.plan.tables.table import Table, TableName

__all__ = [
    "AGGREGATIONS",
    "DIRECTIONS",
    "SETTINGS",
    "STRATEGY",
    "Beside",
    "Choice",
    "Column",
    "ColumnKind",
    "Reference",
    "Table",
    "TableName",
    "leading_tables",
    "publications",
    "tables",
]
