"""Two versions of a table on screen: whole rows that come or go, and every cell that differs."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kdx_metrics.plan.tables import Table
from kdx_metrics.publications.rehearsal import TableDifference
from pages.tables.show_table import show_table

ROWS_SHOWN = 30  # whole rows; a new table of hundreds is no place to look for one
ADDED, REMOVED = "追加する行", "削除する行"


def counts(found: TableDifference) -> str:
    """「追加1行、変更2行(3セル)、削除0行」."""
    cells = f"({len(found.cells)}セル)" if found.cells else ""
    return f"追加{len(found.added)}行、変更{found.changed_rows}行{cells}、削除{len(found.removed)}行"


def difference_table(found: TableDifference, table: Table) -> pd.DataFrame:
    """Everything, one line a cell: of rows added and removed each cell that holds something, then what differs."""
    lines = [("追加", key, header, "", text) for key, header, text in _filled(found.added, table)]
    lines += [("削除", key, header, text, "") for key, header, text in _filled(found.removed, table)]
    return pd.DataFrame([*lines, *_changed(found)], columns=_columns(table))


def show_difference(found: TableDifference, table: Table, alt: str) -> None:
    """Draw at most ROWS_SHOWN rows that come, as many that go, and every cell that differs."""
    sentences = tuple(column.header for column in table.columns if column.prose)  # below their row
    _whole_rows(found.added, ADDED, alt, sentences)
    _whole_rows(found.removed, REMOVED, alt, sentences)
    if not found.cells:
        return
    show_table(pd.DataFrame(_changed(found), columns=_columns(table)), alt)


def _whole_rows(rows: pd.DataFrame, what: str, alt: str, sentences: tuple[str, ...]) -> None:
    """Rows as their file has them: the columns that hold anything."""
    if not len(rows):
        return
    shown = rows.head(ROWS_SHOWN)
    rest = f"(はじめの{ROWS_SHOWN}行を表示、ほか{len(rows) - ROWS_SHOWN:,}行)" if len(rows) > ROWS_SHOWN else ""
    st.caption(f"{what}: {len(rows):,}行{rest}")
    show_table(shown.loc[:, (shown != "").any()], f"{alt}({what})", below=sentences)


def _filled(rows: pd.DataFrame, table: Table) -> list[tuple[str, str, str]]:
    """Key, header and text of every cell that holds something, row by row."""
    keys = rows[[table.headers[name] for name in table.key]].agg(" ".join, axis=1) if len(rows) else ()
    return [
        (key, header, text)
        for key, texts in zip(keys, rows.to_numpy().tolist(), strict=True)
        for header, text in zip(rows.columns, texts, strict=True)
        if text
    ]


def _changed(found: TableDifference) -> list[tuple[str, str, str, str, str]]:
    return [("変更", " ".join(one.key), one.column, one.before, one.after) for one in found.cells]


def _columns(table: Table) -> list[str]:
    return ["変化", "・".join(table.headers[name] for name in table.key), "項目", "前", "後"]
