"""A frame as an HTML table: texts wrap, paper shows it whole, and a narrow screen lists it row by row (style.css)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from itertools import zip_longest
from typing import NamedTuple
from unicodedata import east_asian_width

import numpy as np
import pandas as pd

from kdx_metrics.plan.formats import NO_VALUE, format_number, format_points, format_value

# End of a header → decimals of its numbers; other numbers have those they need.
DIGITS = {"(%)": 1, "進度": 2, "SPI(t)": 3}
POINTS = "ポイント"
# Plain numbers that name a row: no thousands separators.
NAMES = ("番号", "期", "順", "版", "元の行")
FEW = 4  # columns, with which a table stays one on a narrow screen
# Widths of the longest text of a column, in Latin letters: up to which it stays on one line, and from which it gets
# more room.
SHORT, LONG = 18, 60


class _Column(NamedTuple):
    header: str
    kind: str
    cells: Sequence[str]

    def drawn(self, span: str = "") -> list[str]:
        """The column's cells; with `span` each is a row of its own, left out where there is nothing to say."""
        label = f"data-label='{escape(self.header)}'"
        if span:
            start = f"<tr><td class='u'{span} {label}>"
            return ["" if cell == NO_VALUE else f"{start}{cell}</td></tr>" for cell in self.cells]
        return [f"<td class='{self.kind}' {label}>{cell}</td>" for cell in self.cells]


def html_table(frame: pd.DataFrame, alt: str, below: Collection[str] = ()) -> str:
    """The whole frame, escaped; a missing value is 「－」. The frame's index is not shown.

    Columns named by `below` hold sentences and stand under their row, across the table. Each cell carries its header
    as `data-label`, which a narrow screen puts before it. Whoever uses a keyboard can move a table that is wider than
    its place.
    """
    columns = [_column(str(name), values) for name, values in frame.items()]
    beside = [one for one in columns if one.header not in below]
    head = "".join(f"<th scope='col' class='{one.kind}'>{escape(one.header)}</th>" for one in beside)
    rows = ["".join(row) for row in zip(*(one.drawn() for one in beside), strict=True)]
    span = f" colspan='{len(beside)}'"
    under = ["".join(row) for row in zip(*(one.drawn(span) for one in columns if one.header in below), strict=True)]
    body = "".join(f"<tr>{row}</tr>{more}" for row, more in zip_longest(rows, under, fillvalue=""))
    nothing = f"<tr><td{span}>該当する行はありません。</td></tr>"
    few = " few" if len(beside) <= FEW else ""
    return (
        f"<div class='kdx-table{few}' role='region' tabindex='0' aria-label='{escape(alt)}'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body or nothing}</tbody></table></div>"
    )


def _column(header: str, values: pd.Series) -> _Column:
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        numbers = values.to_numpy(dtype=float, na_value=np.nan).tolist()
        written = {value: _number(header, value) for value in set(numbers)}  # distinct values first: many are alike
        return _Column(header, "n", [written[value] for value in numbers])
    texts = ["" if pd.isna(value) else str(value) for value in values.tolist()]
    longest = max(map(_width, set(texts)), default=0)
    kind = "s" if longest <= SHORT else "l" if longest >= LONG else "m"
    return _Column(header, kind, [escape(text) or NO_VALUE for text in texts])


def _width(text: str) -> int:
    return len(text) + sum(east_asian_width(sign) in "FWA" for sign in text)


def _number(header: str, value: float) -> str:
    if header in NAMES:
        return format_number(value).replace(",", "")
    if header.endswith(f"({POINTS})"):
        return format_points(value).removesuffix(POINTS)
    digits = next((digits for end, digits in DIGITS.items() if header.endswith(end)), None)
    return format_value(value) if digits is None else format_number(value, digits)
