"""Measures over the years: one row per measure, a bar with its mark per 年度 and the number above it, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from pages.html import joined, tag


class YearCell(NamedTuple):
    """One 年度 of a measure: the number, what stands beside it, its bar and the mark that the bar is held against."""

    number: str
    beside: str = ""
    value: float | None = None
    mark: float | None = None


class YearsRow(NamedTuple):
    """One measure with a cell per year, and the last for all of them, which has no bar.

    Bars are to the `scale` of the measures of that name, else to one of their own.
    """

    name: str
    unit: str
    cells: Sequence[YearCell]
    scale: str = ""

    @property
    def scaled_with(self) -> str:
        """Name of the scale of its bars."""
        return self.scale or f"{self.name} {self.unit}"


def years_chart(header: str, heads: Sequence[str], rows: Sequence[YearsRow]) -> Markup:
    """Measures under the years."""
    head = tag("tr", *(tag("th", text, scope="col") for text in [header, *heads]))
    most: dict[str, float] = {}
    for row in rows:
        lengths = [length for cell in row.cells for length in (cell.value, cell.mark) if length is not None]
        most[row.scaled_with] = max([most.get(row.scaled_with, 0.0), *lengths])
    body = [_row(row, heads, most[row.scaled_with]) for row in rows]
    return tag("table", tag("thead", head), tag("tbody", *body), kind="kdx-chart kdx-years")


def _row(row: YearsRow, heads: Sequence[str], most: float) -> Markup:
    name = joined([row.name, tag("small", row.unit)], " ") if row.unit else row.name
    cells = [tag("td", *_cell(cell, most), data_label=head) for cell, head in zip(row.cells, heads, strict=True)]
    return tag("tr", tag("th", name, scope="row"), *cells)


def _cell(cell: YearCell, most: float) -> list[Markup]:
    numbers = [tag("b", cell.number)] if cell.number else []
    words = joined([*numbers, *([tag("span", cell.beside, kind="kdx-quiet")] if cell.beside else [])], " ")
    if most <= 0 or (cell.value is None and cell.mark is None):
        return [words]
    bar, mark = (0.0 if length is None else 100 * max(length, 0.0) / most for length in (cell.value, cell.mark))
    parts = [
        *([tag("i", kind="kdx-solid", style=f"left:0;width:{bar:.2f}%")] if cell.value is not None else []),
        *([tag("i", kind="kdx-plan", style=f"left:{mark:.2f}%")] if cell.mark is not None else []),
    ]
    return [words, tag("div", *parts, kind="kdx-track", aria_hidden="true")]
