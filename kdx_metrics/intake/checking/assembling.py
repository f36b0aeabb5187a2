"""Columns of text → the typed frame of a table: every column there, in template order, with its companions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.intake.checking.cells import Reader, UnitAt
from kdx_metrics.intake.checking.codes import CODES
from kdx_metrics.intake.checking.distinct import Texts, Values
from kdx_metrics.intake.checking.found import Changed, Found
from kdx_metrics.intake.checking.schema import COMPANIONS, dtype_of
from kdx_metrics.intake.japanese import read_code, trim
from kdx_metrics.plan.tables import Column, Table


@dataclass(frozen=True, eq=False)
class Typed:
    """A typed frame, what was found and changed while reading its cells, and which cells could not be read.

    Where a cell could not be read the frame holds a missing value ("" or 0 for 期), so that rules pass over it.
    """

    frame: pd.DataFrame
    found: tuple[Found, ...]
    changed: tuple[Changed, ...]
    unread: Mapping[str, NDArray[np.bool_]]


def type_cells(
    texts: Mapping[str, Texts], index: pd.Index, table: Table, reader: Reader, kpis: pd.DataFrame | None
) -> Typed:
    """Type the columns that the file has; the others are filled with missing values."""
    columns: dict[str, Any] = {}
    companions: dict[str, Any] = {}
    found: list[Found] = []
    changed: list[Changed] = []
    for column in table.columns:
        own = texts.get(column.name)
        if own is None:
            values, reasons = _nothing(column, len(index)), None
        else:
            read = reader.read(own, _unit_at(column, texts, table, kpis))
            values, reasons = read.values, read.reasons  # noqa: PD011  # a field of ours, no Series
            found += read.found
            changed += read.changed
        if column.default is not None:
            given = np.asarray(values, dtype="float64")
            values = np.where(np.isnan(given), column.default, given)
        columns[column.name] = values
        if column.name in COMPANIONS:
            blank = pd.array([""] * len(index), dtype="str") if reasons is None else reasons
            companions[COMPANIONS[column.name]] = blank
    frame = pd.DataFrame(columns | companions, index=index)
    return Typed(frame, tuple(found), tuple(changed), _unread(found, len(index)))


def _nothing(column: Column, count: int) -> Values:
    match dtype_of(column):
        case "str":
            return pd.array([""] * count, dtype="str")
        case "float64":
            return np.full(count, np.nan)
        case "int64":
            return np.zeros(count, dtype="int64")
        case dtype:
            return np.full(count, np.datetime64("NaT"), dtype=dtype)


def _unread(found: list[Found], count: int) -> dict[str, NDArray[np.bool_]]:
    unread: dict[str, NDArray[np.bool_]] = {}
    for finding in found:
        if finding.column and CODES[finding.code].severity == "error":
            unread.setdefault(finding.column, np.zeros(count, dtype=bool))[finding.at] = True
    return unread


def _unit_at(column: Column, texts: Mapping[str, Texts], table: Table, kpis: pd.DataFrame | None) -> UnitAt | None:
    """The unit that may stand after a number of this column: its KPI's. None where there is none to know."""
    if column.kind != "number":
        return None
    if table.name == "kpis" and "unit" in texts:
        units = texts["unit"].cells.array
        return lambda at: trim(str(units[at]))
    if table.name == "kpi_actuals" and kpis is not None and "kpi_id" in texts:
        of_kpi = dict(zip(kpis["kpi_id"], kpis["unit"], strict=True))
        codes = texts["kpi_id"].cells.array
        return lambda at: of_kpi.get(read_code(str(codes[at])), "")
    return None
