"""How a table is drawn: numbers of one kind look alike, long texts get room, a missing value is 「－」.

What tables hold is made in `frames.py`, `kpi_tables.py`, `milestones.py` and `attention.py`.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from kdx_metrics.export import to_csv_bytes

# End of a header → how its numbers are written; other numbers carry thousands separators.
FORMATS = {"(%)": "%.1f", "(ポイント)": "%+.1f", "進度": "%.2f", "SPI(t)": "%.3f"}
# Plain numbers that name or count a row: no separators.
NAMES = ("期", "順", "元の行")
ROW, SHOWN = 35, 10  # Streamlit's height of a row, and the rows that it shows before it scrolls
# Texts that are cut at Streamlit's own width, in pixels.
WIDTHS = {"取組名": 424, "名称": 340, "指標名": 330, "理由": 620, "見通し": 900, "内容": 460}


def show_table(
    frame: pd.DataFrame,
    alt: str,
    *,
    key: str | None = None,
    height: int | None = None,
    on_select: Callable[[], None] | None = None,
    download: str | None = None,
    whole: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """Draw a table without its index; `alt` says what it holds. `on_select` runs when a row is picked.

    `download` is the name of the CSV file that a button below offers; `whole` makes its rows where `frame` is only
    one page of them.
    """
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="－",
        alt=alt,
        key=key,
        height=height or height_of(len(frame)),
        column_config=column_looks(frame),
        on_select=on_select or "ignore",
        selection_mode="single-row",
    )
    if download:
        st.download_button(
            "CSVをダウンロード",
            lambda: to_csv_bytes(whole() if whole else frame),
            download,
            "text/csv",
            key=f"csv-{download}",
            on_click="ignore",
            icon=":material/download:",
        )


def height_of(rows: int) -> int:
    """Pixels of a table with this many rows, ten of them at a time: known beforehand, so that nothing below moves."""
    return ROW * (min(max(rows, 1), SHOWN) + 1) + 2


def column_looks(frame: pd.DataFrame) -> dict[str, ColumnConfig]:
    """Header → format of a number column, or width of a long text column."""
    looks: dict[str, ColumnConfig] = {}
    for name, kind in frame.dtypes.items():
        header = str(name)
        if pd.api.types.is_numeric_dtype(kind):
            fixed = next((form for end, form in FORMATS.items() if header.endswith(end)), "localized")
            looks[header] = st.column_config.NumberColumn(format="%d" if header in NAMES else fixed)
        elif header in WIDTHS:
            looks[header] = st.column_config.TextColumn(width=WIDTHS[header])
    return looks
