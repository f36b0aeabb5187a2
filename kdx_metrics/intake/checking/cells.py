"""Typing of columns of text, one function per kind of column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from kdx_metrics.intake.checking.distinct import DistinctColumn, TypedColumn, broadcast
from kdx_metrics.intake.japanese import (
    is_marker,
    read_choice,
    read_code,
    read_codes,
    read_number,
    read_percent,
    read_period,
    read_target,
    read_text,
    trim,
)
from kdx_metrics.intake.japanese_dates import Spans, date_in_codes, read_date, read_fiscal_year
from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.tables import ColumnKind
from kdx_metrics.plan.text import fold

_is_plain_number = re.compile(r"(?=.{1,16}$)-?(?:0|[1-9][0-9]{0,13})(?:\.[0-9]{1,12})?").fullmatch
_PLAIN_CODE = re.compile(r"[0-9]|[A-Z0-9][A-Z0-9._-]+")
_NAMING_LENGTH = 4  # digits from which a number names something rather than counts rows

_SPANS: Mapping[ColumnKind, Spans] = {"fiscal_date": "year", "start_date": "first", "end_date": "last"}

BesideAt = Callable[[int], str]


def read_column(
    column: DistinctColumn, unit_at: BesideAt | None = None, direction_at: BesideAt | None = None
) -> TypedColumn:
    """Type one column; unit and direction, by row position, say what may stand after a number."""
    if column.definition.is_number:
        return _read_numbers(column, unit_at, direction_at)
    return _READERS[column.definition.kind](column)


def _read_periods(column: DistinctColumn) -> TypedColumn:
    numbers = {word: int(value) for word, value in column.definition.words.items()}
    names = column.definition.names
    cells = {number: read_period(text, numbers) for number, text in enumerate(column.distinct)}
    values = np.array([cell.value or 0 for cell in cells.values()], dtype="int64")

    def written(value: int, text: str) -> str:
        name = names[str(value)]
        return name if fold(text) == fold(name) else str(value)

    return broadcast(column, cells, values, written)


def _read_fiscal_years(column: DistinctColumn) -> TypedColumn:
    cells = {number: read_fiscal_year(text) for number, text in enumerate(column.distinct)}
    values = np.array([cell.value or 0 for cell in cells.values()], dtype="int64")
    return broadcast(column, cells, values, lambda value, _text: str(value))


def _read_lists(column: DistinctColumn) -> TypedColumn:
    lists = ["" if is_marker(trim(text)) else read_codes(text) for text in column.distinct]
    _refuse_dates(column, {number: date_in_codes(text) for number, text in enumerate(lists)})
    after = {number: text for number, text in enumerate(lists) if text and text != column.distinct[number]}
    cells = pd.array(lists, dtype="str")[column.codes]
    return TypedColumn(cells, None, tuple(column.violations), column.changed(after))


def _refuse_dates(column: DistinctColumn, days: Mapping[int, str]) -> None:
    """Note codes that Excel has turned into dates; `days` are month and day by distinct number, "" for a sound code."""
    column.report(
        "code_became_date", (number for number, day in days.items() if day), lambda number: {"day": days[number]}
    )


def _read_choices(column: DistinctColumn) -> TypedColumn:
    definition = column.definition
    words, names, codes = definition.words, definition.names, (definition.unknown, definition.letter_x)
    cells = {number: read_choice(text, words, *codes) for number, text in enumerate(column.distinct)}
    values = pd.array([cell.value or "" for cell in cells.values()], dtype="str")

    def written(value: str, text: str) -> str:
        return value if fold(text) == fold(value) else names.get(value, value)

    return broadcast(column, cells, values, written)


def _read_texts(column: DistinctColumn) -> TypedColumn:
    texts = [read_text(text) for text in column.distinct]
    differing = {number: text for number, text in enumerate(texts) if text != column.distinct[number]}
    # Another line end is no repair that anyone could see.
    after = {number: text for number, text in differing.items() if text != column.distinct[number].replace("\r", "")}
    if column.definition.required:
        column.report_blanks(number for number, text in enumerate(texts) if is_marker(text))
    cells = pd.array(texts, dtype="str")[column.codes] if differing else column.texts.array
    return TypedColumn(cells, None, tuple(column.violations), column.changed(after))


def _read_codes(column: DistinctColumn) -> TypedColumn:
    codes = [text if _PLAIN_CODE.fullmatch(text) else read_code(text) for text in column.distinct]
    after = {number: code for number, code in enumerate(codes) if code and code != column.distinct[number]}
    if column.definition.required:
        column.report_blanks(number for number, code in enumerate(codes) if not code)
    _refuse_dates(column, {number: date_in_codes(text) for number, text in enumerate(codes)})
    _warn_of_lost_zeros(column, codes)
    cells = pd.array(codes, dtype="str")[column.codes]
    return TypedColumn(cells, None, tuple(column.violations), column.changed(after))


def _warn_of_lost_zeros(column: DistinctColumn, codes: list[str]) -> None:
    """Warn of codes that may have lost leading zeros: Excel makes 7 of 007.

    A code of digits is suspicious if it is shorter than its siblings, and one of them still begins with 0 or they are
    too long to be mere counting.
    """
    digits = {number: code for number, code in enumerate(codes) if code.isdecimal() and code.isascii()}
    if not digits:
        return
    padded = [len(code) for code in digits.values() if code[0] == "0"]
    length = max(padded) if padded else Counter(map(len, digits.values())).most_common(1)[0][0]
    if padded or length >= _NAMING_LENGTH:
        short = [number for number, code in digits.items() if len(code) < length]
        column.report("lost_leading_zeros", short, lambda _: {"length": str(length)})


def _read_numbers(column: DistinctColumn, unit_at: BesideAt | None, direction_at: BesideAt | None) -> TypedColumn:
    is_percent = column.definition.kind == "percent"
    read = read_percent if is_percent else read_number
    values = np.array([float(text) if _is_plain_number(text) else np.nan for text in column.distinct], dtype="float64")
    odd = np.isnan(values)
    if is_percent:
        odd |= (values > 0) & (values < 1)  # these carry a warning
    cells = {int(number): read(column.distinct[number]) for number in np.flatnonzero(odd)}
    if unit_at is not None or direction_at is not None:
        failed = column.rows_with(number for number, cell in cells.items() if cell.problem).tolist()
        for number, position in zip(column.replace(failed), failed, strict=True):
            text, unit = column.distinct[number], unit_at(position) if unit_at else ""
            cells[number] = read_target(text, unit, direction_at(position)) if direction_at else read_number(text, unit)
    values = np.append(values, np.full(len(column.distinct) - len(values), np.nan))
    for number, cell in cells.items():
        values[number] = np.nan if cell.value is None else cell.value
    values[list(column.spoilt)] = np.nan
    return broadcast(column, cells, values, lambda value, _text: plain_number(value))


def _read_dates(column: DistinctColumn) -> TypedColumn:
    read = partial(read_date, spans=_SPANS.get(column.definition.kind, "none"))
    cells = {number: read(text) for number, text in enumerate(column.distinct)}
    values = np.array([cell.value for cell in cells.values()], dtype="datetime64[s]")
    return broadcast(column, cells, values, lambda value, _text: date.isoformat(value))


_READERS: Mapping[ColumnKind, Callable[[DistinctColumn], TypedColumn]] = {
    "text": _read_texts,
    "code": _read_codes,
    "codes": _read_lists,
    "choice": _read_choices,
    "period": _read_periods,
    "fiscal_year": _read_fiscal_years,
    "date": _read_dates,
    "start_date": _read_dates,
    "end_date": _read_dates,
    "fiscal_date": _read_dates,
}
