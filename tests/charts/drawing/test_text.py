"""Text from the data shows in a figure as it was typed."""

from __future__ import annotations

import html

import pytest

from kdx_metrics.charts.drawing.text import cut, ems, safe, strong, wrap


@pytest.mark.parametrize(
    "typed",
    ["<b>太字</b>", "$x^2$ と $y$", 'a & b "c"', "<br>改行", "<a href='javascript:alert(1)'>x</a>", "%{y}"],
)
def test_markup_and_formulas_show_as_typed(typed: str) -> None:
    shown = safe(typed)
    assert "<" not in shown
    assert "$" not in shown
    assert html.unescape(shown) == typed


def test_line_breaks_of_a_cell_become_spaces() -> None:
    assert safe("一行目\n二行目\r\n三行目") == "一行目 二行目 三行目"


def test_a_full_width_letter_counts_as_one_and_a_latin_one_as_about_half() -> None:
    assert ems("鹿島市") == 3.0
    assert ems("DX") == pytest.approx(1.1)


def test_a_long_name_is_cut_with_an_ellipsis_and_a_short_one_is_not() -> None:
    assert cut("窓口の来庁予約", 7) == "窓口の来庁予約"
    assert cut("窓口の来庁予約と混雑状況の配信", 7) == "窓口の来庁予…"


def test_a_cut_never_splits_an_entity() -> None:
    assert cut("<<<<<<<<<<", 3) == "&lt;&lt;&lt;…"


def test_a_name_is_broken_after_a_particle() -> None:
    assert wrap("市民の利便性向上", 5) == "市民の<br>利便性向上"
    assert wrap("ワーキンググループ", 6) == "ワーキング<br>グループ"
    assert wrap("人財育成", 5) == "人財育成"


def test_no_line_begins_with_a_closing_sign() -> None:
    lines = wrap("あいうえお、かきくけこ、さしすせそ。", 5).split("<br>")
    assert not any(line.startswith(("、", "。")) for line in lines)
    assert "".join(lines) == "あいうえお、かきくけこ、さしすせそ。"


def test_a_broken_name_is_escaped() -> None:
    assert wrap("<b>と$<b>と$<b>と$<b>", 3).replace("<br>", "").count("<") == 0


def test_bold_takes_text_already_escaped() -> None:
    assert strong(safe("<x>")) == "<b>&lt;x&gt;</b>"
