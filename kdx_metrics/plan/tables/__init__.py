"""Tables of a plan, one module per table: its columns, choices and row rules."""

from kdx_metrics.plan.tables.columns import Beside, Choice, Column, ColumnKind, Reference
from kdx_metrics.plan.tables.kpis import AGGREGATIONS, DIRECTIONS
from kdx_metrics.plan.tables.registry import leading_tables, tables
from kdx_metrics.plan.tables.table import Table, TableName

__all__ = [
    "AGGREGATIONS",
    "DIRECTIONS",
    "Beside",
    "Choice",
    "Column",
    "ColumnKind",
    "Reference",
    "Table",
    "TableName",
    "leading_tables",
    "tables",
]
