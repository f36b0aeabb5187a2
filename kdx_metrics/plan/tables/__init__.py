"""Tables of a plan, one module per table: its columns, choices and row rules."""

from kdx_metrics.plan.tables.columns import Choice, Column, ColumnKind, Reference, UnitColumn
from kdx_metrics.plan.tables.kpis import AGGREGATIONS, DIRECTIONS
from kdx_metrics.plan.tables.milestones import CATEGORIES
from kdx_metrics.plan.tables.registry import tables
from kdx_metrics.plan.tables.table import Table, TableName

__all__ = [
    "AGGREGATIONS",
    "CATEGORIES",
    "DIRECTIONS",
    "Choice",
    "Column",
    "ColumnKind",
    "Reference",
    "Table",
    "TableName",
    "UnitColumn",
    "tables",
]
