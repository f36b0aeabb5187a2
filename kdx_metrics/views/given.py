"""Rows of a published table as they were given, under its own columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from kdx_metrics.plan import tables as plan
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year
from kdx_metrics.plan.formats import NO_VALUE, format_given
from kdx_metrics.plan.tables.columns import Beside
from kdx_metrics.plan.tables.rules import is_filled
from kdx_metrics.views.listing import Column, Listing, absent


def given(rows: pd.DataFrame, columns: Sequence[plan.Column], caption: str) -> Listing[Any]:
    """Rows of a typed frame under those of the columns that any of them fills."""
    filled = [column for column in columns if is_filled(rows[column.name]).any() or _has_reason(rows, column)]
    return Listing(caption, tuple(_column(column) for column in filled), rows)


def _has_reason(rows: pd.DataFrame, column: plan.Column) -> bool:
    return column.companion is not None and bool((rows[column.companion] != "").any())


def _column(column: plan.Column) -> Column[Any]:
    header = f"{column.header}({column.unit})" if isinstance(column.unit, str) and column.unit else column.header

    def value(row: Any) -> Any:  # noqa: ANN401  # a cell of a typed frame
        return getattr(row, column.name)

    if column.is_number:
        return Column(column.name, header, value, "number", text=_number(column))
    if column.kind == "fiscal_year":
        return Column(column.name, header, lambda row: era_fiscal_year(value(row)))
    if column.is_date:
        return Column(column.name, header, lambda row: None if absent(value(row)) else value(row).date(), "date")
    return Column(column.name, header, lambda row: column.shown.get(value(row), value(row)))


def _number(column: plan.Column) -> Callable[[Any], str]:
    """Text of a number with the unit of its row, or the reason for which it is missing."""

    def text(row: Any) -> str:  # noqa: ANN401  # a row of a typed frame
        reason = getattr(row, column.companion) if column.companion else ""
        unit = getattr(row, column.unit.column) if isinstance(column.unit, Beside) and not column.unit.through else ""
        return format_given(getattr(row, column.name), unit, missing=reason or NO_VALUE)

    return text
