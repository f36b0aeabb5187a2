"""Widths of text, by which charts, slides and tables on screen make room."""

from __future__ import annotations

import pytest

from kdx_metrics.plan.text import fold, text_width


def test_a_latin_letter_takes_a_part_of_a_full_width_one() -> None:
    assert text_width("窓口") == 2
    assert text_width("窓口DX") == 3
    assert text_width("DX", half=0.64) == pytest.approx(1.28)


def test_a_mark_whose_width_depends_on_the_font_counts_as_wide() -> None:
    assert text_width("■○") == 2


def test_words_are_alike_whatever_their_width_case_and_spaces() -> None:
    assert fold("Ｄｘ 推進") == fold("DX推進") == "DX推進"
