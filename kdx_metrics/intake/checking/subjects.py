"""Subjects of rows: the code and name by which people know a row, beside its Excel address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd

from kdx_metrics.intake.checking.messages import shown
from kdx_metrics.intake.issues import Issue
from kdx_metrics.intake.japanese import read_code, trim
from kdx_metrics.plan.tables import Table, TableName

TextAt = Callable[[str, int], str]  # a cell by its column and Excel row, "" where there is none


def with_subjects(
    issues: Iterable[Issue],
    table: Table,
    text: TextAt,
    specs: Mapping[TableName, Table],
    beside: Mapping[TableName, pd.DataFrame],
) -> Iterator[Issue]:
    """Issues of a table, each with the subject of its row: `P1-09 名称`, as far as it can be read."""
    code = next((name for name in table.key if table.by_name[name].kind == "code"), None)
    own, referred = table.naming, _names_beside(table, code, specs, beside)
    for issue in issues:
        if issue.row is None:
            yield issue
            continue
        number = trim(text(code, issue.row)) if code else ""
        name = trim(text(own, issue.row)) if own else referred.get(read_code(number), "")
        yield replace(issue, subject=shown(" ".join(filter(None, (number, name)))))


def text_of_cells(cells: pd.DataFrame, positions: Mapping[str, int]) -> TextAt:
    """Cells of a sheet as they were typed."""
    return partial(_typed, cells, positions)


def text_of_frame(frame: pd.DataFrame) -> TextAt:
    """Cells of a typed frame."""
    return partial(_typed, frame, {column: column for column in frame.columns})


def _typed(cells: pd.DataFrame, labels: Mapping[str, int | str], column: str, row: int) -> str:
    if column not in labels or row not in cells.index:
        return ""
    return str(cells.loc[row, labels[column]])


def _names_beside(
    table: Table, code: str | None, specs: Mapping[TableName, Table], beside: Mapping[TableName, pd.DataFrame]
) -> dict[str, str]:
    """Names by code, from the table that the code refers to."""
    references = table.by_name[code].refers_to if code else ()
    for reference in references:
        frame, spec = beside.get(reference.table), specs.get(reference.table)
        if frame is not None and spec is not None and spec.naming in frame:
            return dict(zip(frame[reference.column], frame[spec.naming], strict=True))
    return {}
