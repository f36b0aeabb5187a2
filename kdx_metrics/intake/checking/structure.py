"""Rows that are no data: totals, headers in the middle, rows wider or narrower than the header."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.intake.checking.codes import FILE_CODES
from kdx_metrics.intake.checking.distinct import DistinctColumn
from kdx_metrics.intake.checking.messages import render_issue
from kdx_metrics.intake.checking.violations import Violation, positions_of
from kdx_metrics.intake.csv_reader import Sheet
from kdx_metrics.intake.issues import Issue
from kdx_metrics.intake.japanese import DITTO_MARKS, read_number, trim
from kdx_metrics.plan.tables import Table
from kdx_metrics.plan.text import fold

_TOTALS = frozenset(("合計", "小計", "総計", "計", "総合計", "平均", "TOTAL"))
_LAST_OF_TOTALS = frozenset("計均LlＬｌ")  # looked at before a text is folded, which costs more
_HEADERS_AT_LEAST = 2
_LONGEST_TOTAL = 12
_TOTAL_KINDS = ("code", "choice", "period", "text", "date")


@dataclass(frozen=True, slots=True)
class NonDataRows:
    """Mask of the rows that are no data, and their violations."""

    mask: NDArray[np.bool_]
    violations: tuple[Violation, ...]


def find_non_data(columns: Mapping[str, DistinctColumn], header: Mapping[str, str], count: int) -> NonDataRows:
    """Find, among `count` rows, copies of the header, and those whose number, date or name says 合計 or 平均.

    `header` gives the header of each column as typed in row 1: a header in the middle is a copy of that row.
    """
    repeats = np.zeros(count, dtype=np.intp)
    mask = np.zeros(count, dtype=bool)
    violations: list[Violation] = []
    for name, column in columns.items():
        headers = {header[name], column.definition.header, name}
        repeats[column.rows_with(number for number, text in enumerate(column.distinct) if text in headers)] += 1
        if column.definition.required and column.definition.kind in _TOTAL_KINDS:
            totals = [number for number, text in enumerate(column.distinct) if _is_total(text)]
            positions = column.rows_with(totals)
            positions = positions[~mask[positions]]
            mask[positions] = True
            violations.append(Violation(FILE_CODES["total_row"], name, positions))
    again = positions_of((repeats >= _HEADERS_AT_LEAST) & ~mask)
    mask[again] = True
    violations.append(Violation(FILE_CODES["repeated_header"], next(iter(columns), None), again))
    return NonDataRows(mask, tuple(violations))


def _is_total(text: str) -> bool:
    return len(text) <= _LONGEST_TOTAL and trim(text)[-1:] in _LAST_OF_TOTALS and fold(text) in _TOTALS


def second_header(cells: pd.DataFrame, columns: Collection[int]) -> int | None:
    """Row position of a second header line: the first row, where it has words under none of the `columns`."""
    if cells.empty:
        return None
    filled = {position for position in cells.columns if trim(cells[position].iloc[0])}
    return 0 if filled and filled.isdisjoint(columns) else None


def beside_the_table(cells: pd.DataFrame, unknown: Collection[int], table: Table) -> list[Issue]:
    """Issues of cells in columns that are not read, which the sheet would bring once its headers are mended."""
    issues = []
    rows = cells.index.tolist()
    for position in unknown:
        for row, text in zip(rows, cells[position], strict=True):
            if trim(text) in DITTO_MARKS:
                code, words = "ditto_mark", dict[str, str]()
            elif (cell := read_number(text)).problem == "trailing_note":
                code, words = cell.problem, {"why": cell.why}
            else:
                continue
            issues.append(
                render_issue(code, table, row=row, position=position, value=text, words={"header": "値", **words})
            )
    return issues


def ragged_rows(sheet: Sheet, table: Table, at_most: int) -> list[Issue]:
    """Issues of rows with values beyond the header, and of rows with fewer cells than it."""
    issues = [
        render_issue("ragged_row", table, row=row, position=position, value=text)
        for row, position, text in islice(sheet.too_long, at_most)
    ]
    width = len(sheet.header)
    issues += [
        render_issue("short_row", table, row=row, words={"count": str(count), "short": str(width - count)})
        for row, count in islice(sheet.too_short, at_most)
    ]
    return issues
