"""A cell of a hundred thousand signs costs every reader no more than a moment, whatever the signs are."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from kdx_metrics.exports.csv_export import csv_safe
from kdx_metrics.intake import japanese, japanese_dates

LENGTH = 100_000
MOMENT = 3.0  # seconds; one that looks back over the text for each sign takes hours
READERS: tuple[Callable[[str], object], ...] = (
    japanese.read_text,
    japanese.read_code,
    japanese.read_codes,
    japanese.departments_in,
    japanese.read_number,
    japanese.read_percent,
    japanese.read_target,
    japanese.missing_reason,
    japanese_dates.read_date,
    japanese_dates.read_fiscal_year,
    japanese_dates.date_in_codes,
    csv_safe,
)
PATTERNS = (
    *("1", "1,", "１．", "-", "- ", "(1", "( ", "（１）", "1 ", " ", "\u3000", "\t=", "\n", "0:00 ", "1-", "1/1"),
    *("令和", "R1.", "年", "年度", "第1期", "以上", "以上 ", "％", "、", "か\u3099", "月曜", "(月", "e1", "元年", "🎌"),
)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@pytest.mark.parametrize("pattern", PATTERNS, ids=ascii)
def test_a_very_long_cell_is_read_in_a_moment(reader: Callable[[str], object], pattern: str) -> None:
    text = (pattern * LENGTH)[:LENGTH]
    start = process_time()
    for ending in ("", "x", "以上", "\n"):
        reader(text + ending)
    assert process_time() - start < MOMENT
