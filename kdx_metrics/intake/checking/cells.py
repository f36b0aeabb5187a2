"""Columns of text → typed columns, one function a kind of column (tables.md, "Reading one cell")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pandas as pd

from kdx_metrics.intake.checking.distinct import Read, Texts, spread
from kdx_metrics.intake.japanese import (
    is_marker,
    read_choice,
    read_code,
    read_number,
    read_percent,
    read_period,
    read_text,
)
from kdx_metrics.intake.japanese_dates import read_date
from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.strategy import STATUSES, Strategy, fold
from kdx_metrics.plan.tables import AGGREGATIONS, CATEGORIES, DIRECTIONS

_is_plain_number = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?").fullmatch
_PLAIN_CODE = re.compile(r"[0-9]|[A-Z0-9][A-Z0-9._-]+")
_NAMING_LENGTH = 4  # digits from which a number names something rather than counts rows

UnitAt = Callable[[int], str]


class Reader:
    """Reads columns of every kind for one strategy."""

    def __init__(self, strategy: Strategy) -> None:
        self._pillar_names = {pillar.id: pillar.name for pillar in strategy.pillars}
        self._period_names = {period.number: period.name for period in strategy.periods}
        self._periods = {str(number): number for number in self._period_names}
        self._periods |= {fold(name): number for number, name in self._period_names.items()}
        self._words: dict[str, Mapping[str, str]] = {
            "pillar": strategy.pillar_words,
            "status": strategy.status_words,
            "direction": {fold(word): word for word in DIRECTIONS},
            "aggregation": {fold(word): word for word in AGGREGATIONS},
            "category": {fold(word): word for word in CATEGORIES},
        }
        self._choices = {
            "pillar": "、".join(f"{key}({name})" for key, name in self._pillar_names.items()),
            "period": "、".join(f"{number}({name})" for number, name in self._period_names.items()),
            "status": "・".join(STATUSES),
            "direction": "・".join(DIRECTIONS),
            "aggregation": "・".join(AGGREGATIONS),
            "category": "・".join(CATEGORIES),
        }

    def read(self, texts: Texts, unit_at: UnitAt | None = None) -> Read:
        """Type one column; `unit_at` gives, by row position, the unit that may stand after a number."""
        texts.choices = self._choices.get(texts.column.kind, "")
        match texts.column.kind:
            case "text":
                return _read_texts(texts)
            case "code":
                return _read_codes(texts)
            case "number" | "percent":
                return _read_numbers(texts, unit_at)
            case "date" | "fiscal_date":
                return _read_dates(texts)
            case "period":
                return self._read_periods(texts)
            case _:
                return self._read_choices(texts)

    def _read_periods(self, texts: Texts) -> Read:
        cells = {number: read_period(text, self._periods) for number, text in enumerate(texts.distinct)}
        values = np.array([cell.value or 0 for cell in cells.values()], dtype="int64")
        return spread(texts, cells, values, self._period_as_written)

    def _read_choices(self, texts: Texts) -> Read:
        kind = texts.column.kind
        words = self._words[kind]
        unknown = f"unknown_{kind}" if kind in {"pillar", "status"} else "unknown_choice"
        cells = {number: read_choice(text, words, unknown) for number, text in enumerate(texts.distinct)}
        values = pd.array([cell.value or "" for cell in cells.values()], dtype="str")
        return spread(texts, cells, values, self._word_as_written)

    def _period_as_written(self, value: int, text: str) -> str:
        name = self._period_names[value]
        return name if fold(text) == fold(name) else str(value)

    def _word_as_written(self, value: str, text: str) -> str:
        return value if fold(text) == fold(value) else self._pillar_names.get(value, value)


def _read_texts(texts: Texts) -> Read:
    kept = [read_text(text) for text in texts.distinct]
    differing = {number: text for number, text in enumerate(kept) if text != texts.distinct[number]}
    # Another line end is no repair that anyone could see.
    after = {number: text for number, text in differing.items() if text != texts.distinct[number].replace("\r", "")}
    if texts.column.required:
        texts.report_blanks(number for number, text in enumerate(kept) if is_marker(text))
    values = pd.array(kept, dtype="str")[texts.codes] if differing else texts.cells.array
    return Read(values, None, tuple(texts.found), texts.changed(after))


def _read_codes(texts: Texts) -> Read:
    kept = [text if _PLAIN_CODE.fullmatch(text) else read_code(text) for text in texts.distinct]
    after = {number: text for number, text in enumerate(kept) if text and text != texts.distinct[number]}
    if texts.column.required:
        texts.report_blanks(number for number, text in enumerate(kept) if not text)
    _warn_of_lost_zeros(texts, kept)
    return Read(pd.array(kept, dtype="str")[texts.codes], None, tuple(texts.found), texts.changed(after))


def _warn_of_lost_zeros(texts: Texts, codes: list[str]) -> None:
    """Excel drops the zeros of 007: an all-digit code that is shorter than its siblings is suspicious.

    Its siblings give it away when one still begins with 0, or when they are too long to be mere counting.
    """
    digits = {number: code for number, code in enumerate(codes) if code.isdecimal() and code.isascii()}
    if not digits:
        return
    padded = [len(code) for code in digits.values() if code[0] == "0"]
    length = max(padded) if padded else Counter(map(len, digits.values())).most_common(1)[0][0]
    if padded or length >= _NAMING_LENGTH:
        short = [number for number, code in digits.items() if len(code) < length]
        texts.report("lost_leading_zeros", short, lambda _: {"length": str(length)})


def _read_numbers(texts: Texts, unit_at: UnitAt | None) -> Read:
    read = read_percent if texts.column.kind == "percent" else read_number
    values = np.array([float(text) if _is_plain_number(text) else np.nan for text in texts.distinct], dtype="float64")
    odd = np.isnan(values)
    if texts.column.kind == "percent":
        odd |= (values > 0) & (values < 1)  # these carry a warning
    cells = {int(number): read(texts.distinct[number]) for number in np.flatnonzero(odd)}
    if unit_at is not None:
        failed = texts.rows_with(number for number, cell in cells.items() if cell.problem)
        for number, position in zip(texts.replace(failed.tolist()), failed.tolist(), strict=True):
            cells[number] = read_number(texts.distinct[number], unit_at(position))
    values = np.append(values, np.full(len(texts.distinct) - len(values), np.nan))
    for number, cell in cells.items():
        values[number] = np.nan if cell.value is None else cell.value
    values[list(texts.spoilt)] = np.nan
    return spread(texts, cells, values, lambda value, _text: plain_number(value))


def _read_dates(texts: Texts) -> Read:
    read = partial(read_date, fiscal_year=texts.column.kind == "fiscal_date")
    cells = {number: read(text) for number, text in enumerate(texts.distinct)}
    values = np.array([cell.value for cell in cells.values()], dtype="datetime64[s]")
    return spread(texts, cells, values, lambda value, _text: value.isoformat())
