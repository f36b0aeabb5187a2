"""Two versions of a table on screen: whole rows that come or go, and every cell that differs."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from kdx_metrics.rehearsal import TableDifference
from kdx_metrics.tables import Table
from pages.parts.upload_reading import WRAPPED

CELLS_SHOWN = 1_000
ROWS_SHOWN = 30  # whole rows; a new table of hundreds is no place to look for one
LINE = 28  # signs of Japanese that fit on one line of the columns 前 and 後
WIDTHS = {"変化": 60, "項目": 120, "前": 430, "後": 430}
# Of whole rows: from this many signs on a column gets its width from its longest text, in pixels up to WIDEST.
SHORT, SIGN, WIDEST = 12, 14, 320
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
    """Draw at most ROWS_SHOWN rows that come, as many that go, and CELLS_SHOWN cells that differ."""
    _whole_rows(found.added, table, ADDED, alt)
    _whole_rows(found.removed, table, REMOVED, alt)
    if not found.cells:
        return
    cells = pd.DataFrame(_changed(found), columns=_columns(table))
    st.dataframe(
        cells.head(CELLS_SHOWN),
        hide_index=True,
        placeholder="－",
        alt=alt,
        row_height=WRAPPED if max(cells["前"].str.len().max(), cells["後"].str.len().max()) > LINE else None,
        column_config={name: st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()},
    )
    if len(cells) > CELLS_SHOWN:
        st.caption(f"はじめの{CELLS_SHOWN:,}件を表示しています(全{len(cells):,}件)。")


def _whole_rows(rows: pd.DataFrame, table: Table, what: str, alt: str) -> None:
    """Rows as their file has them: the columns that hold anything, the number or date that names a row in view."""
    if not len(rows):
        return
    shown = rows.head(ROWS_SHOWN)
    shown = shown.loc[:, (shown != "").any()]
    rest = f"(はじめの{ROWS_SHOWN}行を表示、ほか{len(rows) - ROWS_SHOWN:,}行)" if len(rows) > ROWS_SHOWN else ""
    st.caption(f"{what}: {len(rows):,}行{rest}")
    longest = {str(name): int(texts.str.len().max()) for name, texts in shown.items()}
    looks: dict[str, ColumnConfig] = {
        name: st.column_config.TextColumn(
            width=min(WIDEST, SIGN * (most + 1)) if most > SHORT else None, pinned=name == table.columns[0].header
        )
        for name, most in longest.items()
    }
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="－",
        alt=f"{alt}({what})",
        row_height=WRAPPED if SIGN * max(longest.values()) > WIDEST else None,
        column_config=looks,
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


def _changed(found: TableDifference) -> list[tuple[str, str, str, str, str]]:
    return [("変更", " ".join(one.key), one.column, one.before, one.after) for one in found.cells]


def _columns(table: Table) -> list[str]:
    return ["変化", "・".join(table.headers[name] for name in table.key), "項目", "前", "後"]
