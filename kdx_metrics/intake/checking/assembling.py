"""Typed frame of a table from its columns of text, complete, in template order and with companions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.intake.checking.cells import BesideAt, read_column
from kdx_metrics.intake.checking.departments import Departments
from kdx_metrics.intake.checking.distinct import DistinctColumn, Values
from kdx_metrics.intake.checking.violations import ChangedCells, Violation
from kdx_metrics.intake.japanese import read_code, trim
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Beside, Column, Table, TableName
from kdx_metrics.plan.tables.columns import DefaultOf
from kdx_metrics.plan.tables.rules import is_filled
from kdx_metrics.plan.text import fold


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
    columns: Mapping[str, DistinctColumn],
    index: pd.Index,
    table: Table,
    beside: Mapping[TableName, pd.DataFrame],
    strategy: Strategy,
) -> TypedCells:
    """Type the columns that the file has; the others are filled with missing values."""
    typed: dict[str, Any] = {}
    companions: dict[str, Any] = {}
    violations: list[Violation] = []
    changed: list[ChangedCells] = []
    departments = Departments(strategy, (own for own in columns.values() if own.definition.kind == "department"))
    neighbours = _Neighbours(columns, table, beside)
    for column in table.columns:
        own = columns.get(column.name)
        if own is None:
            values, reasons = _nothing(column, len(index)), None
        else:
            if column.is_departments:
                read = departments.read(own)
            else:
                read = read_column(own, neighbours.at(column.unit), neighbours.at(column.direction))
            values, reasons = read.cells, read.reasons
            violations += read.violations
            changed += read.changed
        if column.default is not None:
            cells = pd.Series(values)
            values = cells.where(is_filled(cells), _default(column.default, typed)).array
        typed[column.name] = values
        if column.companion:
            companions[column.companion] = pd.array([""] * len(index), dtype="str") if reasons is None else reasons
    unread = _unread(violations, len(index))
    frame = pd.DataFrame(typed | companions, index=index)
    for name, mask in unread.items():
        if frame[name].dtype == "str":
            frame.loc[mask, name] = ""
    return TypedCells(frame, tuple(violations), tuple(changed), unread)


def _default(default: float | str | DefaultOf, typed: Mapping[str, Any]) -> float | str | pd.Series[str]:
    """Filling of missing cells: the same for all rows, or by the word of a column typed before."""
    if isinstance(default, DefaultOf):
        return pd.Series(typed[default.column]).map(default.by_word).fillna("").astype("str")
    return default


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


class _Neighbours:
    """Cells beside a number, in its row and in the rows of other tables that its row refers to."""

    def __init__(
        self, columns: Mapping[str, DistinctColumn], table: Table, beside: Mapping[TableName, pd.DataFrame]
    ) -> None:
        self._columns, self._table, self._beside = columns, table, beside

    def at(self, source: str | Beside | None) -> BesideAt | None:
        """Word of `source`, itself or of a cell, by row position; None where there is none."""
        if source is None or isinstance(source, str):
            return (lambda _position: source) if source else None
        return self._referred(source) if source.through else self._own(source.column)

    def _own(self, name: str) -> BesideAt | None:
        text, words = self._text(name), self._table.by_name[name].words
        return None if text is None else lambda position: words.get(fold(text(position)), trim(text(position)))

    def _referred(self, source: Beside) -> BesideAt | None:
        (reference, *_) = self._table.by_name[source.through].refers_to
        referred, key = self._beside.get(reference.table), self._text(source.through)
        if referred is None or key is None:
            return None
        words = dict(zip(referred[reference.column], referred[source.column], strict=True))
        return lambda position: words.get(read_code(key(position)), "")

    def _text(self, name: str) -> BesideAt | None:
        if name not in self._columns:
            return None
        cells = self._columns[name].texts.array
        return lambda position: str(cells[position])
