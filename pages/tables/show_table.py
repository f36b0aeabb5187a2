"""Listings on screen: as HTML that wraps and prints; where rows are picked, as a grid that sorts and searches.

Paper and narrow screens show a grid's rows as HTML (style.css), so that there nothing is cut: Streamlit draws a grid
on a canvas of fixed height.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import ceil
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.plan.fiscal_calendar import wareki_lined_up
from kdx_metrics.plan.formats import Rounding, decimals
from kdx_metrics.plan.text import text_width
from kdx_metrics.views.listing import NUMBERS, ROUNDINGS, Column, Listing, Value, plainly
from pages.html import show
from pages.tables.html_table import html_table

PAGE_ROWS = 200
LOCALIZED_DECIMALS = 3
DIGIT, LETTER, AROUND = 8, 14, 18  # px of a digit and a 漢字 in a grid, and of the room around a text
ROW, SHOWN = 35, 11  # Streamlit's height of a grid's row, and the rows that it shows before it scrolls

_FRAMES: WeakKeyDictionary[Listing[Any], pd.DataFrame] = WeakKeyDictionary()
_LOOKS: WeakKeyDictionary[Listing[Any], dict[str, ColumnConfig]] = WeakKeyDictionary()


def show_table(
    listing: Listing[Any],
    alt: str = "",
    *,
    key: str = "",
    below: Collection[str] = (),
    links: Mapping[str, Callable[[Any], str]] | None = None,
    download: str | None = None,
) -> None:
    """Draw a listing, PAGE_ROWS at a time; `alt` says what it holds, unless its caption does.

    Columns named by `below` are sentences, which stand under their row; those named in `links` lead to the address of
    their item. `download` is the name of the CSV file that a
    button offers. `key` tells tables apart that have the same `alt` on one page.
    """
    alt = alt or listing.caption
    show(html_table(listing.part(one_page(len(listing), key or alt)), alt, below, links))
    if download:
        download_button(lambda: listing.frame, download)


def pick_table(
    listing: Listing[Any],
    *,
    key: str,
    on_pick: Callable[[int], None],
    download: str | None = None,
    whole: Callable[[], Listing[Any]] | None = None,
    brief: Listing[Any] | None = None,
) -> None:
    """Draw a grid that sorts and searches; `on_pick` is told the position of the row that is clicked.

    `brief` is what a narrow screen and paper have room for, unless that is all. `whole` makes the listing of the CSV
    file `download` where it is another than that of the grid. Beside a grid a page offers the same choice in a box.
    """

    def picked() -> None:
        if rows := st.session_state[key].selection.rows:
            on_pick(rows[0])

    with st.container(key=f"grid-{key}"):
        st.dataframe(
            _frame(listing),
            hide_index=True,
            placeholder="－",
            alt=listing.caption,
            key=key,
            height=ROW * (min(max(len(listing), 1), SHOWN) + 1) + 2,  # known beforehand, so that nothing below moves
            column_config=_looks(listing),
            on_select=picked,
            selection_mode="single-row",
        )
        if len(listing) > SHOWN:
            st.caption(f"全{len(listing):,}行。表の中を上下に動かすと、続きが見えます。")
    with st.container(key=f"rows-{key}"):
        show(html_table((listing if brief is None else brief).part(slice(PAGE_ROWS)), listing.caption))
        if len(listing) > PAGE_ROWS:
            st.caption(f"はじめの{PAGE_ROWS}行です(全{len(listing):,}行)。")
    if download:
        download_button(lambda: (whole() if whole else listing).frame, download)


def one_page(rows: int, key: str) -> slice:
    """The rows of the chosen page; with few rows there is one, and nothing to choose."""
    pages = -(-rows // PAGE_ROWS)
    if pages <= 1:
        return slice(rows)
    # Another number of rows is another list, which begins at its first page.
    page = st.pagination(pages, key=f"page-{key}-{rows}")
    return slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS)


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


def _frame(listing: Listing[Any]) -> pd.DataFrame:
    """Frame of a grid, with dates as texts in 和暦 that sort by date: a date column of Streamlit knows no 元号."""
    if listing not in _FRAMES:
        dates = [column.header for column in listing.columns if column.kind == "date"]
        lined_up = {header: listing.frame[header].map(wareki_lined_up, na_action="ignore") for header in dates}
        _FRAMES[listing] = listing.frame.assign(**lined_up)
    return _FRAMES[listing]


def _looks(listing: Listing[Any]) -> dict[str, ColumnConfig]:
    """Header → format of a number column, as html_table.py writes it, and width; worked out once per listing."""
    if listing not in _LOOKS:
        _LOOKS[listing] = _worked_out(listing)
    return _LOOKS[listing]


def _worked_out(listing: Listing[Any]) -> dict[str, ColumnConfig]:
    looks: dict[str, ColumnConfig] = {}
    for column, cells in listing.by_column:
        if column.kind in NUMBERS:
            shown = _format(column, listing.frame[column.header])
            width = _width(column, cells)
            looks[column.header] = st.column_config.NumberColumn(_head(column), format=shown, width=width)
        elif column.pixels or column.short:
            width = _text_width(column, cells) if column.pixels else None
            looks[column.header] = st.column_config.TextColumn(_head(column), width=width)
    return looks


def _head(column: Column[Any]) -> str | None:
    """The short header where the whole one is wider than the cells and so costs the texts room.

    Percentages keep their unit; a difference of two stands beside them and needs none of its own.
    """
    return column.short or None if column.kind in {"text", "points"} else None


def _text_width(column: Column[Any], cells: Sequence[tuple[Value, Rounding | None]]) -> int:
    """Width in pixels that the longest text needs, at most that of the column: what is left serves its neighbours."""
    texts = (column.header, *(plainly(column.kind, *cell) for cell in set(cells)))
    return min(column.pixels or 0, ceil(max(map(text_width, texts)) * LETTER) + AROUND)


def _width(column: Column[Any], cells: Sequence[tuple[Value, Rounding | None]]) -> int | None:
    """Width in pixels, never so small that the first digits of a number are cut off."""
    if column.pixels is None:
        return None
    longest = max((len(plainly(column.kind, *cell)) for cell in set(cells)), default=0)
    return max(column.pixels, longest * DIGIT + AROUND)


def _format(column: Column[Any], values: pd.Series) -> str:
    if column.kind == "ordinal":
        return "%d"
    if column.kind == "points":
        return "%+.1f"
    if column.kind in ROUNDINGS and column.kind != "amount":
        return f"%.{ROUNDINGS[column.kind].digits}f"
    # `localized` has thousands separators, but cuts after three decimals.
    return "plain" if max(map(decimals, values.dropna().unique()), default=0) > LOCALIZED_DECIMALS else "localized"
