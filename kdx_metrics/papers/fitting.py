"""Room that text takes on a slide: reckoned wide, so that it fits whatever font stands in for ours."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kdx_metrics.plan.text import is_wide, text_width
from kdx_metrics.views.listing import Listing

POINTS = 72  # to an inch
LEADING = 1.3  # line spacing, set exactly in every paragraph
SLACK = 1.06  # lines break before they are full, since 禁則 moves letters down
BOLD = 1.06  # how much wider bold text is
HALF = 0.64  # a Latin letter or digit against a full-width one: the widest that stands in where our font is missing
CHANGE = 0.2  # the gap that programs put between Japanese and Latin text
PADDING = 0.06  # inches between a cell's edge and its text, left and right
CELL_GAP = 0.09  # inches above and below a cell's text together
WORD = 10.0  # full-width characters: what is shorter is read at a glance and is not broken
MOST_LINES = 4  # of one cell; what is longer ends with … and is in the workbook in full


def clean(text: str) -> str:
    """One line of text that XML can hold: no control characters, single spaces."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def ems(text: str) -> float:
    """The width of `text` in full-width characters, in the widest font likely."""
    changes = sum(before != after for before, after in itertools.pairwise(map(is_wide, text)))
    return text_width(text, HALF) + CHANGE * changes


def lines(text: str, size: float, width: float) -> int:
    """Lines that `text` takes at `size` points in a box `width` inches wide, at least one."""
    room = max(width * POINTS / size, 1.0)
    return sum(max(1, math.ceil(ems(part) * SLACK / room)) for part in text.split("\n"))


def height(text: str, size: float, width: float) -> float:
    """Inches that `text` takes downwards."""
    return lines(text, size, width) * size * LEADING / POINTS


def largest(text: str, box: tuple[float, float], sizes: Sequence[float]) -> float:
    """The first of `sizes` (largest first) at which `text` fits into width × height inches, else the last."""
    width, room = box
    return next((size for size in sizes if height(text, size, width) <= room), sizes[-1])


def shortened(text: str, size: float, width: float, most: int) -> str:
    """`text`, ended with … where it would take more than `most` lines."""
    if lines(text, size, width) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if lines(text[:middle] + "…", size, width) <= most:
            low = middle
        else:
            high = middle - 1
    return text[:low] + "…"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The rows of a listing that fit a slide: cleaned and shortened rows, row heights and column widths in inches."""

    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]

    @property
    def height(self) -> float:
        """Inches with the header row."""
        return sum(self.heights)


def keeps_whole(listing: Listing[Any], width: float, size: float) -> bool:
    """True if every number, date, 期 and rating stays on one line: only names and sentences may be broken."""
    total = sum(column.room for column in listing.columns)
    inner = [width * column.room / total - 2 * PADDING for column in listing.columns]
    cells = ((clean(text), wide) for row in listing.texts for text, wide in zip(row, inner, strict=True))
    return all(lines(text, size, wide) == 1 for text, wide in cells if ems(text) <= WORD)


def first_rows(listing: Listing[Any], box: tuple[float, float], size: float, most: int) -> Fitted:
    """The first rows, at most so many, that fit width × height inches; `heights` begins with the header's."""
    width, room = box
    total = sum(column.room for column in listing.columns)
    widths = tuple(width * column.room / total for column in listing.columns)
    inner = [each - 2 * PADDING for each in widths]
    head = max(height(column.title, size, wide) for column, wide in zip(listing.columns, inner, strict=True)) + CELL_GAP
    rows: list[tuple[str, ...]] = []
    heights = [head]
    for row in itertools.islice(listing.texts, most):
        texts = tuple(shortened(clean(text), size, wide, MOST_LINES) for text, wide in zip(row, inner, strict=True))
        tall = max(height(text, size, wide) for text, wide in zip(texts, inner, strict=True)) + CELL_GAP
        if rows and sum(heights) + tall > room:
            break
        rows.append(texts)
        heights.append(tall)
    return Fitted(tuple(rows), tuple(heights), widths)
