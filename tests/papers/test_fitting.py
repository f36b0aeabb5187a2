"""Room for text on slides: reckoned wide, shortened only where nothing else helps, tables begun and never too tall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdx_metrics.papers.fitting import (
    MOST_LINES,
    clean,
    ems,
    first_rows,
    height,
    keeps_whole,
    largest,
    lines,
    shortened,
)
from kdx_metrics.views.listing import Column, Columns, Listing

COLUMNS: Columns[tuple[str, str]] = (
    Column("id", "番号", lambda row: row[0], share=1),
    Column("title", "取組名", lambda row: row[1], share=3),
)


def test_a_latin_letter_takes_less_than_a_full_width_one_and_a_change_takes_room() -> None:
    assert ems("窓口") == 2.0
    assert ems("DX") == pytest.approx(1.28)
    assert ems("窓口DX") == pytest.approx(2 + 1.28 + 0.2)


def test_ten_characters_of_twelve_points_fill_an_inch_and_two_thirds() -> None:
    assert lines("窓" * 9, 12, 120 / 72) == 1
    assert lines("窓" * 10, 12, 120 / 72) == 2  # the slack for 禁則


def test_the_largest_size_that_fits_is_taken_and_the_smallest_where_none_does() -> None:
    assert largest("窓口", (2, 1), (28, 20, 12)) == 28
    assert largest("窓" * 500, (2, 1), (28, 20, 12)) == 12


def test_a_text_is_cleaned_of_what_xml_cannot_hold() -> None:
    assert clean("窓\x0b口\r\n DX\x00") == "窓 口 DX"


@given(st.text(max_size=300), st.integers(1, 5))
def test_a_shortened_text_takes_no_more_lines_than_allowed(text: str, most: int) -> None:
    short = shortened(clean(text), 12, 2.0, most)
    assert lines(short, 12, 2.0) <= most
    assert short == clean(text) or short.endswith("…")


def grid(*titles: str) -> Listing[tuple[str, str]]:
    return Listing("表", COLUMNS, [(str(number), title) for number, title in enumerate(titles)])


def test_a_table_that_fits_stays_whole() -> None:
    part = first_rows(grid("窓口", "電算"), (8, 4), 12, 10)
    assert part.rows == (("0", "窓口"), ("1", "電算"))
    assert part.widths == pytest.approx((2, 6))
    assert part.height <= 4


def test_of_a_long_table_the_first_rows_are_taken() -> None:
    part = first_rows(grid(*(f"取組{n}" for n in range(21))), (8, 4), 12, 10)
    assert part.rows == tuple((str(n), f"取組{n}") for n in range(10))
    assert part.height <= 4


@given(st.lists(st.text(min_size=1, max_size=600), min_size=1, max_size=30))
def test_no_part_is_ever_taller_than_its_room(titles: list[str]) -> None:
    part = first_rows(grid(*titles), (6, 4), 12, 10)
    assert 1 <= len(part.rows) <= 10
    assert part.height <= 4 + 1e-9
    assert [number for number, _ in part.rows] == [str(n) for n in range(len(part.rows))]


def test_a_cell_never_takes_more_lines_than_a_reader_follows() -> None:
    part = first_rows(grid("窓" * 2000), (8, 4), 12, 10)
    assert part.rows[0][1].endswith("…")
    assert part.heights[1] == pytest.approx(height("\n" * (MOST_LINES - 1), 12, 6) + 0.09)


def test_numbers_and_dates_are_not_broken_for_larger_type() -> None:
    narrow = Listing("表", COLUMNS, [("令和9年3月", "窓口" * 40)])
    assert keeps_whole(narrow, 6, 12)
    assert not keeps_whole(narrow, 6, 18)
    assert keeps_whole(grid("窓口" * 40), 6, 40)


def test_an_empty_table_has_its_header_alone() -> None:
    part = first_rows(grid(), (8, 4), 12, 10)
    assert (part.rows, len(part.heights)) == ((), 1)
