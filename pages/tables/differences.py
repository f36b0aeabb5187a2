"""Two versions of a table on screen: whole rows that come or go, and every cell that differs.

A screen has dates in 和暦, the list to download has them as a file does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.tables import Column as TableColumn
from kdx_metrics.plan.tables import Table
from kdx_metrics.publications.proposal.rehearsal import CellDifference, TableDifference
from kdx_metrics.views.listing import Column, Columns, Listing, plain
from pages.tables.show_table import show_table

ROWS_SHOWN = 30  # whole rows; a new table of hundreds is no place to look for one
ADDED, REMOVED = "追加の行", "削除の行"


Line = tuple[str, str, str, str, str]  # kind of change, key, header, text before, text after


def difference_listing(difference: TableDifference, table: Table) -> Listing[Line]:
    """One row per cell: of rows added and removed each that holds something, then each that differs."""
    lines = [("追加", key, header, "", text) for key, header, text in _filled(difference.added, table)]
    lines += [("削除", key, header, text, "") for key, header, text in _filled(difference.removed, table)]
    return _listing([*lines, *_changed(difference.cells)], table)


def show_difference(difference: TableDifference, table: Table, alt: str) -> None:
    """Draw at most ROWS_SHOWN rows that come, as many that go, and every cell that differs."""
    _whole_rows(difference.added, ADDED, alt, table)
    _whole_rows(difference.removed, REMOVED, alt, table)
    if difference.cells:
        show_table(_listing(_changed([_on_screen(cell, table) for cell in difference.cells]), table), alt)


def _listing(lines: list[Line], table: Table) -> Listing[Line]:
    columns: Columns[Line] = (
        Column("change", "変化", lambda line: line[0]),
        Column("key", "・".join(table.headers[name] for name in table.key), lambda line: line[1]),
        Column("column", "項目", lambda line: line[2]),
        Column("before", "前", lambda line: line[3]),
        Column("after", "後", lambda line: line[4]),
    )
    return Listing(f"{table.label}の変化", columns, lines)


def _whole_rows(rows: pd.DataFrame, what: str, alt: str, table: Table) -> None:
    """Rows as their file has them: the columns that hold anything, sentences below their row."""
    if not len(rows):
        return
    shown = rows.head(ROWS_SHOWN)
    rest = f"(はじめの{ROWS_SHOWN}行を表示、ほか{len(rows) - ROWS_SHOWN:,}行)" if len(rows) > ROWS_SHOWN else ""
    st.caption(f"{what}: {len(rows):,}行{rest}")
    filled = shown.loc[:, (shown != "").any()]
    columns = [column for column in table.columns if column.header in filled]
    texts = [[_worded(column, text) for text in filled[column.header]] for column in columns]
    show_table(
        plain(f"{alt}({what})", filled.columns, list(zip(*texts, strict=True))),
        below=tuple(column.header for column in columns if column.prose),
    )


def _filled(rows: pd.DataFrame, table: Table) -> list[tuple[str, str, str]]:
    """Key, header and text of every cell that holds something, row by row."""
    keys = rows[[table.headers[name] for name in table.key]].agg(" ".join, axis=1) if len(rows) else ()
    return [
        (key, header, text)
        for key, texts in zip(keys, rows.to_numpy().tolist(), strict=True)
        for header, text in zip(rows.columns, texts, strict=True)
        if text
    ]


def _changed(cells: Iterable[CellDifference]) -> list[Line]:
    return [("変更", " ".join(cell.key), cell.column, cell.before, cell.after) for cell in cells]


def _on_screen(cell: CellDifference, table: Table) -> CellDifference:
    (column,) = (column for column in table.columns if column.header == cell.column)
    key = tuple(_worded(table.by_name[name], text) for name, text in zip(table.key, cell.key, strict=True))
    return replace(cell, key=key, before=_worded(column, cell.before), after=_worded(column, cell.after))


def _worded(column: TableColumn, text: str) -> str:
    """A text as a file has it, a date in 和暦."""
    return wareki(date.fromisoformat(text)) if column.is_date and text else text
