"""One cell of Japanese text: numbers, percentages, missing values, codes, choices and texts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdx_metrics.intake.japanese import (
    departments_in,
    missing_reason,
    read_choice,
    read_code,
    read_number,
    read_percent,
    read_period,
    read_text,
)
from kdx_metrics.plan.formats import plain_number

numbers = st.integers(-(10**12), 10**12).map(float) | st.floats(-1e9, 1e9).map(lambda x: round(x, 4) + 0.0)


def full_width(text: str) -> str:
    """The text as a Japanese keyboard types it."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("総務課、市民課", ["総務課", "市民課"]),
        ("総務課,市民課\n総務課", ["総務課", "市民課"]),
        ("総務課・市民課", ["総務課", "市民課"]),
        ("総務課/DX推進室", ["総務課", "DX推進室"]),
        ("子ども・子育て支援課", ["子ども・子育て支援課"]),
        ("議会事務局", ["議会事務局"]),
        ("秘書広報・市民課", ["秘書広報", "市民課"]),
        (" ", []),
    ],
)
def test_several_departments_are_parted_where_that_is_plain(text: str, names: list[str]) -> None:
    assert departments_in(text, is_known={"秘書広報"}.__contains__) == names


@pytest.mark.parametrize("text", ["12345678901234567", "0.30000000000000004", "1,234,567,890,123,456"])
def test_more_digits_than_can_be_kept_are_refused(text: str) -> None:
    assert read_number(text).problem == "too_many_digits"


@pytest.mark.parametrize(
    "text", ["123456789012345", "0.000000000000000123", "1200000000000000000", "-12345.6789012345"]
)
def test_fifteen_digits_are_kept(text: str) -> None:
    assert read_number(text).value == float(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234),
        ("１，２３４", 1234),
        ("▲5", -5),
        ("△5", -5),
        ("−5", -5),
        ("－5", -5),
        ("-5", -5),
        ("▲ 1,234.5", -1234.5),
        ("０", 0),
        ("-0", 0),
        ("　12　", 12),
        ("007", 7),
    ],
)
def test_numbers_are_read_as_offices_write_them(text: str, value: float) -> None:
    assert read_number(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "(5)",
        "4,5",
        "1,23",
        "12,34",
        "1234,567",
        "1e5",
        "1_000",
        "0x10",
        "NaN",
        "inf",
        "①",
        "10²",
        "½",
        "5.",
        ".5",
        "1 2",
    ],
)
def test_other_writings_of_numbers_are_errors(text: str) -> None:
    assert read_number(text).problem == "not_a_number"


def test_only_the_columns_own_unit_may_follow_a_number() -> None:
    assert read_number("1,234人", "人").value == 1234
    assert read_number("１，２３４ 千円", "千円").value == 1234
    assert read_number("12㎡", "m2").value == 12
    assert read_number("3万人", "人").problem == "unit_in_cell"
    assert read_number("40点").problem == "unit_in_cell"


def test_a_note_after_a_number_is_told_from_a_unit() -> None:
    for text in ("2,211(H26)※調査時点変更により未公表", "12※", "12人(速報)", "12【速報値】"):
        assert read_number(text, "人").problem == "trailing_note"


def test_percentages_lie_on_the_scale_of_a_hundred() -> None:
    assert [read_percent(text).value for text in ("40", "40%", "４０％")] == [40, 40, 40]
    fraction = read_percent("0.4")
    assert (fraction.value, fraction.warning, fraction.why) == (0.4, "percent_fraction", "40%の意味ですか。")
    assert read_percent("0.4%").warning == ""
    assert read_percent("0").warning == ""


def test_missing_keeps_its_reason_and_is_never_zero() -> None:
    reasons = {
        text: missing_reason(text) for text in ("", " 　", "-", "－", "…", "未集計", " 未公表 ", "x", "Ｘ", "秘匿")
    }
    assert reasons == {
        "": "",
        " 　": "",
        "-": "-",
        "－": "－",
        "…": "…",
        "未集計": "未集計",
        " 未公表 ": "未公表",
        "x": "秘匿",
        "Ｘ": "秘匿",
        "秘匿": "秘匿",
    }
    assert missing_reason("0") is None
    assert read_number("0").value == 0
    assert read_number("未集計").value is None


@given(numbers)
def test_a_number_survives_being_written(value: float) -> None:
    for text in (
        plain_number(value),
        f"{value:,.4f}",
        full_width(plain_number(value)),
        plain_number(value).replace("-", "▲"),
    ):
        assert read_number(text).value == pytest.approx(value, abs=1e-4, rel=1e-12)
    assert read_number(plain_number(value)).plain


@given(st.floats(1, 100).map(lambda value: round(value, 1)))
def test_a_percentage_survives_being_written(value: float) -> None:
    assert read_percent(f"{value}%").value == value
    assert read_percent(full_width(f"{value}%")).value == value


@given(numbers)
def test_full_width_does_not_change_a_number(value: float) -> None:
    text = f"{value:,.2f}"
    assert read_number(text).value == read_number(full_width(text)).value


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=40)
    | st.text("0123456789,.-▲%（）(※人年月日令和R０５", max_size=14)
)
@settings(max_examples=300)
def test_no_text_raises_and_every_text_says_one_thing(text: str) -> None:
    for cell in (
        read_number(text),
        read_percent(text),
        read_period(text, {"1": 1}),
        read_choice(text, {"完了": "完了"}),
    ):
        assert [cell.value is not None, cell.missing is not None, bool(cell.problem)].count(True) == 1
    assert read_text(read_text(text)) == read_text(text)
    assert read_code(read_code(text)) == read_code(text)


def test_a_code_is_narrow_and_upper_case() -> None:
    assert read_code(" ａ－０１ ") == "A-01"
    assert read_code("－") == ""


def test_a_choice_is_known_by_its_folded_word() -> None:
    words = {"完了": "完了", "完了済み": "完了", "調査中": "検討中"}
    assert read_choice(" 完 了 ", words).value == "完了"
    assert read_choice("調査中", words).value == "検討中"
    assert read_choice("未集計", words).missing == ""
    assert read_choice("順調", words).problem == "unknown_choice"


@pytest.mark.parametrize("text", ["2", "２", "第2期", "第２期", "②", " 第 2 期 ", "2期", "02"])
def test_a_period_is_a_number_or_its_name(text: str) -> None:
    assert read_period(text, {"1": 1, "2": 2, "第2期": 2}).value == 2


@pytest.mark.parametrize("text", ["5", "第5期", "二期", "-1", "2.0"])
def test_a_period_that_the_strategy_has_not_is_an_error(text: str) -> None:
    assert read_period(text, {"1": 1, "2": 2}).problem == "unknown_period"


def test_a_text_keeps_its_characters() -> None:
    assert read_text(" ①㈱髙橋～﨑－神\u3000") == "①㈱髙橋～﨑－神"
    assert read_text("一\r\n二\r三") == "一\n二\n三"
    assert read_text(unicodedata.normalize("NFD", "ガイドブック")) == "ガイドブック"
