"""Listings as HTML tables: texts wrap, paper shows them whole, a narrow screen lists them row by row (style.css)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from markupsafe import Markup, escape

from kdx_metrics.plan.fiscal_calendar import ERAS
from kdx_metrics.plan.formats import NO_VALUE, Rounding
from kdx_metrics.plan.text import text_width
from kdx_metrics.views.listing import NUMBERS, Column, Listing, Value, plainly
from pages.html import page_link

FEW, FEW_LONG = 4, 2  # columns, and those of longer texts among them, with which a table stays one on a narrow screen
# Widths of the longest text of a column, in full-width characters: up to which it stays on one line in every window, up
# to which it does in a wide one, and from which it gets more room.
TINY, SHORT, LONG = 6.5, 9, 30
# A date in a text, within which no line ends; in a column of dates, where room is short, one ends between its halves.
_DATE = re.compile(rf"(?:{'|'.join(era.name for era in ERAS)})(?:\d+|元)年度?(?:\d+月(?:\d+日)?)?|\d+月\d+日")
_DAY = re.compile(r"\d+月\d+日")


_WRITTEN: WeakKeyDictionary[Listing[Any], dict[tuple[str, ...], Markup]] = WeakKeyDictionary()


class _Drawn(NamedTuple):
    name: str
    header: str
    style: str
    cells: Sequence[str]

    def below(self, span: str) -> list[str]:
        """Each cell as a row of its own, left out where there is nothing to say."""
        start = f"<tr><td class='u'{span} data-label='{escape(self.header)}'>"
        return ["" if cell == NO_VALUE else f"{start}{cell}</td></tr>" for cell in self.cells]

    def beside(self) -> list[str]:
        """Each cell in its row."""
        return [f"<td class='{self.style}' data-label='{escape(self.header)}'>{cell}</td>" for cell in self.cells]


def html_table(
    listing: Listing[Any],
    alt: str,
    below: Collection[str] = (),
    links: Mapping[str, Callable[[Any], str]] | None = None,
) -> Markup:
    """The whole listing as a table, written once for a listing that lives on; a missing value is 「－」.

    Columns named by `below` hold sentences and stand under their row, across the table. Those named in `links` lead to
    the address that an item has there, in a table that is written anew. Each cell carries its header as `data-label`,
    which a narrow screen puts before it. The keyboard moves a table that is wider than the page.
    """
    if links:
        return _table(listing, alt, below, links)
    written, key = _WRITTEN.setdefault(listing, {}), (alt, *below)
    if key not in written:
        written[key] = _table(listing, alt, below, {})
    return written[key]


def _table(
    listing: Listing[Any], alt: str, below: Collection[str], links: Mapping[str, Callable[[Any], str]]
) -> Markup:
    columns = [_linked(_drawn(*column), listing, links) for column in listing.by_column]
    beside = [column for column in columns if column.name not in below]
    head = "".join(f"<th scope='col' class='{column.style}'>{escape(column.header)}</th>" for column in beside)
    rows = ["".join(row) for row in zip(*(column.beside() for column in beside), strict=True)]
    span = f" colspan='{len(beside)}'"
    sentences = (column.below(span) for column in columns if column.name in below)
    under = ["".join(row) for row in zip(*sentences, strict=True)]
    body = "".join(f"<tr>{row}</tr>{more}" for row, more in zip_longest(rows, under, fillvalue=""))
    nothing = f"<tr><td{span}>{escape(listing.none)}</td></tr>"
    long = sum(column.style in {"m", "l"} for column in beside)
    few = " few" if len(beside) <= FEW and long <= FEW_LONG else ""
    return Markup(  # noqa: S704  # headers and cells are escaped above; `tag` would take a call per cell
        f"<div class='kdx-table{few}' role='region' tabindex='0' aria-label='{escape(alt)}'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body or nothing}</tbody></table></div>"
    )


def _linked(column: _Drawn, items: Iterable[Any], links: Mapping[str, Callable[[Any], str]]) -> _Drawn:
    """The column with each cell as a link, where it is one of `links`."""
    if (address := links.get(column.name)) is None:
        return column
    # The cells are escaped already.
    cells = [page_link(address(item), Markup(cell)) for item, cell in zip(items, column.cells, strict=True)]  # noqa: S704
    return column._replace(cells=cells)


def _drawn(column: Column[Any], cells: Sequence[tuple[Value, Rounding | None]]) -> _Drawn:
    written = {cell: plainly(column.kind, *cell) for cell in set(cells)}  # distinct ones first: many are alike
    longest = max(map(text_width, written.values()), default=0)
    style = "n" if column.kind in NUMBERS else "d" if column.kind == "date" else _style(longest)
    kept = {"m": _DATE, "l": _DATE, "d": _DAY}.get(style)
    escaped = {cell: _unbroken(text, kept) if kept else escape(text) for cell, text in written.items()}
    return _Drawn(column.name, column.header, style, [escaped[cell] for cell in cells])


def _unbroken(text: str, kept: re.Pattern[str]) -> str:
    """A text as HTML with what is `kept` whole: one element, whose parts a narrow screen does not space out."""
    written, dates = kept.subn(r"<span class='kdx-date'>\g<0></span>", str(escape(text)))
    return f"<span>{written}</span>" if dates else written


def _style(longest: float) -> str:
    if longest <= SHORT:
        return "t" if longest <= TINY else "s"
    return "l" if longest >= LONG else "m"
