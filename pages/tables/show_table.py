"""How a table is drawn: as HTML that wraps and prints; where rows are picked, as a grid that sorts and searches.

What tables hold is made in `frames.py`, `kpi_tables.py`, `milestones.py` and `attention_full.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from kdx_metrics.exports.csv_export import to_csv_bytes
from pages.tables.html_table import DIGITS, NAMES, POINTS, html_table

PAGE_ROWS = 200
ROW, SHOWN = 35, 11  # Streamlit's height of a grid's row, and the rows that it shows before it scrolls
# Where Streamlit's own width of a grid's column would cut a text, or waste the room for one; in pixels.
WIDTHS = {"取組名": 442, "理由": 300, "ファイル": 170, "期": 36, "版": 48, "重み": 46, "元の行": 58}


def show_table(
    frame: pd.DataFrame,
    alt: str,
    *,
    key: str = "",
    below: Collection[str] = (),
    download: str | None = None,
) -> None:
    """Draw a table without its index, PAGE_ROWS at a time; `alt` says what it holds.

    Columns named by `below` are sentences, which stand under their row. `download` is the name of the CSV file that a
    button offers. `key` tells tables apart that have the same `alt` on one page.
    """
    st.html(html_table(one_page(frame, key or alt), alt, below))
    if download:
        download_button(lambda: frame, download)


def pick_table(
    frame: pd.DataFrame,
    alt: str,
    *,
    key: str,
    on_pick: Callable[[int], None],
    download: str | None = None,
    whole: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """Draw a grid that sorts and searches; `on_pick` is told the place of the row that is clicked.

    `whole` makes the rows of the CSV file `download` where they are others than those of `frame`.

    Paper and narrow screens show the same rows as HTML (style.css), so that there nothing is cut: beside it a page
    offers the same choice in a box.
    """

    def picked() -> None:
        if rows := st.session_state[key].selection.rows:
            on_pick(rows[0])

    with st.container(key=f"grid-{key}"):
        st.dataframe(
            frame,
            hide_index=True,
            placeholder="－",
            alt=alt,
            key=key,
            height=ROW * (min(max(len(frame), 1), SHOWN) + 1) + 2,  # known beforehand, so that nothing below moves
            column_config=_looks(frame),
            on_select=picked,
            selection_mode="single-row",
        )
    with st.container(key=f"rows-{key}"):
        st.html(html_table(frame.head(PAGE_ROWS), alt))
        if len(frame) > PAGE_ROWS:
            st.caption(f"はじめの{PAGE_ROWS}行です(全{len(frame):,}行)。")
    if download:
        download_button(whole or (lambda: frame), download)


def one_page(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """The rows of the chosen page; with few rows there is one, and nothing to choose."""
    pages = -(-len(frame) // PAGE_ROWS)
    if pages <= 1:
        return frame
    # Another number of rows is another list, which begins at its first page.
    page = st.pagination(pages, key=f"page-{key}-{len(frame)}")
    return frame.iloc[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]


def download_button(rows: Callable[[], pd.DataFrame], name: str) -> None:
    """Offer rows as a CSV that Excel opens and runs nothing of."""
    st.download_button(
        "CSVをダウンロード",
        lambda: to_csv_bytes(rows()),
        name,
        "text/csv",
        key=f"csv-{name}",
        on_click="ignore",
        icon=":material/download:",
    )


def _looks(frame: pd.DataFrame) -> dict[str, ColumnConfig]:
    """Header → format of a number column, as html_table.py writes it, and width."""
    looks: dict[str, ColumnConfig] = {}
    for name, kind in frame.dtypes.items():
        header = str(name)
        if pd.api.types.is_numeric_dtype(kind):
            looks[header] = st.column_config.NumberColumn(format=_format(header), width=WIDTHS.get(header))
        elif header in WIDTHS:
            looks[header] = st.column_config.TextColumn(width=WIDTHS[header])
    return looks


def _format(header: str) -> str:
    if header in NAMES:
        return "%d"
    if header.endswith(f"({POINTS})"):
        return "%+.1f"
    return next((f"%.{digits}f" for end, digits in DIGITS.items() if header.endswith(end)), "localized")
