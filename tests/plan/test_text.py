"""Widths of text, by which charts, slides and tables on screen make room; words and numbers as read."""

from __future__ import annotations

import pytest

from kdx_metrics.plan.text import fold, text_width, whole_number


def test_a_latin_letter_takes_a_part_of_a_full_width_one() -> None:
    assert text_width("窓口") == 2
    assert text_width("窓口DX") == 3
    assert text_width("DX", half=0.64) == pytest.approx(1.28)


def test_a_mark_whose_width_depends_on_the_font_counts_as_wide() -> None:
    assert text_width("■○") == 2


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("17", 17), ("007", 7), ("9" * 9, 999_999_999)])
def test_a_whole_number_is_read(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", " 1", "1_0", "1.0", "１", "٣", "²", "9" * 10, "9" * 5000])
def test_what_is_no_whole_number_of_nine_digits_is_none(text: str) -> None:
    assert whole_number(text) is None


def test_words_are_alike_whatever_their_width_case_and_spaces() -> None:
    assert fold("Ｄｘ 推進") == fold("DX推進") == "DX推進"


@pytest.mark.parametrize("typed", ["○", "〇", "◯"])
def test_circles_that_look_alike_are_one_sign(typed: str) -> None:
    assert fold(typed) == "○"


@pytest.mark.parametrize("typed", ["×", "✕", "✖"])
def test_crosses_that_look_alike_are_one_sign_and_no_letter(typed: str) -> None:
    assert fold(typed) == "×" != fold("x")


def test_a_double_circle_is_another_sign() -> None:
    assert fold("◎") == "◎"
