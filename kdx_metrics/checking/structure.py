"""Rows that are no data: totals, headers in the middle, rows wider or narrower than the header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.checking.found import Found, positions_of
from kdx_metrics.checking.headers import fold_header, words_of
from kdx_metrics.checking.messages import say
from kdx_metrics.issues import Issue
from kdx_metrics.reading import Sheet
from kdx_metrics.strategy import fold
from kdx_metrics.tables import Table

_TOTALS = frozenset(("合計", "小計", "総計", "計", "総合計", "平均", "TOTAL"))
_HEADERS_AT_LEAST = 2
_LONGEST_TOTAL = 12
_TOTAL_KINDS = ("code", "pillar", "period", "text", "date")


@dataclass(frozen=True, slots=True)
class Strays:
    """Rows that are no data, by position (`mask`), and the issues they are."""

    mask: NDArray[np.bool_]
    found: tuple[Found, ...]


def find_strays(cells: pd.DataFrame, positions: Mapping[str, int], table: Table) -> Strays:
    """Rows that repeat the header, and rows whose number, date or name says 合計, 平均 or the like."""
    known = words_of(table)
    repeats = np.zeros(len(cells), dtype=np.intp)
    mask = np.zeros(len(cells), dtype=bool)
    totals: list[Found] = []
    for name, place in positions.items():
        column = table.by_name[name]
        codes, distinct = pd.factorize(cells[place])
        texts: list[str] = distinct.tolist()
        own = [
            number
            for number, text in enumerate(texts)
            if len(text) <= len(column.header) * 3 and fold_header(text) in known
        ]
        repeats += np.isin(codes, own)
        if column.required and column.kind in _TOTAL_KINDS and name != "department":
            sums = [
                number for number, text in enumerate(texts) if len(text) <= _LONGEST_TOTAL and fold(text) in _TOTALS
            ]
            here = np.isin(codes, sums) & ~mask if sums else mask & False
            if here.any():
                totals.append(Found("total_row", name, positions_of(here)))
                mask |= here
    again = (repeats >= _HEADERS_AT_LEAST) & ~mask
    first = next(iter(positions), None)
    found = [*totals, *([Found("repeated_header", first, positions_of(again))] if again.any() else [])]
    return Strays(mask | again, tuple(found))


def ragged_rows(sheet: Sheet, table: Table, at_most: int) -> list[Issue]:
    """Rows with values beyond the header (errors), and rows with fewer cells than it (warnings)."""
    issues = [say("ragged_row", table, row=row, position=place) for row, place in islice(sheet.too_long, at_most)]
    width = len(sheet.header)
    issues += [
        say("short_row", table, row=row, words={"count": str(count), "short": str(width - count)})
        for row, count in islice(sheet.too_short, at_most)
    ]
    return issues
