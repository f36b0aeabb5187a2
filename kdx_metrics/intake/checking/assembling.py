"""Typed frame of a table from its columns of text, complete, in template order and with companions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.intake.checking.cells import UnitAt, read_column
from kdx_metrics.intake.checking.distinct import DistinctColumn, Values
from kdx_metrics.intake.checking.violations import ChangedCells, Violation
from kdx_metrics.intake.japanese import read_code, trim
from kdx_metrics.plan.tables import Column, Table, TableName, UnitColumn


@dataclass(frozen=True, eq=False)
class TypedCells:
    """Typed frame with the violations and changes of its cells, and the cells that could not be read.

    For a cell that could not be read the frame holds a missing value ("", or 0 for 期), so that rules pass over it.
    """

    frame: pd.DataFrame
    violations: tuple[Violation, ...]
    changed: tuple[ChangedCells, ...]
    unread: Mapping[str, NDArray[np.bool_]]


def type_cells(
    columns: Mapping[str, DistinctColumn], index: pd.Index, table: Table, beside: Mapping[TableName, pd.DataFrame]
) -> TypedCells:
    """Type the columns that the file has; the others are filled with missing values."""
    typed: dict[str, Any] = {}
    companions: dict[str, Any] = {}
    violations: list[Violation] = []
    changed: list[ChangedCells] = []
    for column in table.columns:
        own = columns.get(column.name)
        if own is None:
            values, reasons = _nothing(column, len(index)), None
        else:
            read = read_column(own, _unit_at(column, columns, table, beside))
            values, reasons = read.cells, read.reasons
            violations += read.violations
            changed += read.changed
        if column.default is not None:
            given = np.asarray(values, dtype="float64")
            values = np.where(np.isnan(given), column.default, given)
        typed[column.name] = values
        if column.companion:
            companions[column.companion] = pd.array([""] * len(index), dtype="str") if reasons is None else reasons
    frame = pd.DataFrame(typed | companions, index=index)
    return TypedCells(frame, tuple(violations), tuple(changed), _unread(violations, len(index)))


def _nothing(column: Column, count: int) -> Values:
    match column.dtype:
        case "str":
            return pd.array([""] * count, dtype="str")
        case "float64":
            return np.full(count, np.nan)
        case "int64":
            return np.zeros(count, dtype="int64")
        case dtype:
            return np.full(count, np.datetime64("NaT"), dtype=dtype)


def _unread(violations: list[Violation], count: int) -> dict[str, NDArray[np.bool_]]:
    unread: dict[str, NDArray[np.bool_]] = {}
    for violation in violations:
        if violation.column and violation.code.severity == "error":
            unread.setdefault(violation.column, np.zeros(count, dtype=bool))[violation.positions] = True
    return unread


def _unit_at(
    column: Column,
    columns: Mapping[str, DistinctColumn],
    table: Table,
    beside: Mapping[TableName, pd.DataFrame],
) -> UnitAt | None:
    """Unit that may stand after a number of the column, by row position; None for a column without one."""
    unit = column.unit
    if isinstance(unit, str):
        return (lambda _position: unit) if unit else None
    if not unit.through:
        own = _text_at(columns, unit.column)
        return None if own is None else lambda position: trim(own(position))
    return _unit_of_referred(unit, columns, table, beside)


def _unit_of_referred(
    unit: UnitColumn,
    columns: Mapping[str, DistinctColumn],
    table: Table,
    beside: Mapping[TableName, pd.DataFrame],
) -> UnitAt | None:
    reference = table.by_name[unit.through].refers_to
    referred = beside.get(reference.table) if reference else None
    key = _text_at(columns, unit.through)
    if reference is None or referred is None or key is None:
        return None
    unit_of = dict(zip(referred[reference.column], referred[unit.column], strict=True))
    return lambda position: unit_of.get(read_code(key(position)), "")


def _text_at(columns: Mapping[str, DistinctColumn], name: str) -> Callable[[int], str] | None:
    if name not in columns:
        return None
    cells = columns[name].texts.array
    return lambda position: str(cells[position])
