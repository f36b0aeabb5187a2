"""Reading of one cell of Japanese text: number, percent, code, choice, 期 or text.

No function here raises for any text. Dates are in `japanese_dates`; the way back is in `formats`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from kdx_metrics.plan.text import BETWEEN, fold

Value = TypeVar("Value")

WITHHELD = "秘匿"
REASONS = ("未集計", "集計中", "未公表", "調査中", WITHHELD)
# Matched before NFKC, which would turn several of the dashes into a minus sign. The lone U+2212 is what other
# converters than Windows make of cp932's －.
_MARKERS = {mark: mark for mark in ("", *"-－―—–‐ー−…", *REASONS)} | dict.fromkeys(("x", "X", "ｘ", "Ｘ"), WITHHELD)

# White space and invisible characters that copying from a web page or Word leaves around a value.
PADDING = " \t\r\n\v\f\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200C))) + "\u2028\u2029\u2060\ufeff"
# The beginning of a formula as Excel takes it, also in full width and after white space.
FORMULA = re.compile(rf"[{re.escape(PADDING)}]*[=+\-@＝＋－＠]|[{re.escape(PADDING)}]*[\t\r\n]")
MOST_DIGITS = 15  # significant ones, as many as Excel keeps
LONGEST_VALUE = 80  # no number or date is longer; keeps the patterns below off a 1 MiB cell

_SPLIT_VOICE = re.compile("[\u3041-\u30ff][\u3099\u309a]")
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_NUMBER = re.compile(
    r"(?P<sign>[▲△−-]?)\s*(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![,0-9])|[0-9]+(?![0-9]|,[0-9]))"
    r"(?P<fraction>\.[0-9]+)?(?P<rest>.*)",
    re.DOTALL,
)
# Signs that turn the direction of writing: what is seen is not what is stored.
BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DITTO_MARKS = frozenset(("〃", "同上", "々", "仝"))
_EXPONENT = re.compile(r"[eE][+-]?[0-9]+")
_IN_PARENTHESES = re.compile(r"\(\s*([0-9][0-9,.]*)\s*\)")
_BOUND = re.compile(r"(.*?)\s*(以上|以下|以内)\s*", re.DOTALL)
_PARTS = re.compile(r"[、,，､;；\r\n]+")
_PARTS_OF_UNITS = re.compile(r"[・･/／]")
_UNIT_ENDS = ("課", "室", "局", "部", "所")  # last characters of the names of 課
_PERIOD_NUMBER = re.compile(r"第?([0-9]{1,3})期?")


@dataclass(frozen=True, slots=True)
class CellReading(Generic[Value]):
    """Value of one text, or the reason for having none, or a problem.

    `missing` is None for a cell with a value, "" for a blank one, else the reason as typed. `problem` and `warning` are
    issue codes; `why` and `mend` are the Japanese parts of their message. `plain` marks a text that is already in the
    form in which its value would be written.
    """

    value: Value | None = None
    missing: str | None = None
    problem: str = ""
    warning: str = ""
    why: str = ""
    mend: str = ""
    plain: bool = False


def unguarded(text: str) -> str:
    """Text without the ' that exports put before a formula."""
    while text.startswith("'") and FORMULA.match(text, 1):
        text = text[1:]
    return text


def trim(text: str) -> str:
    """Text without the guard of exports, and without white space and invisible characters around it."""
    return unguarded(text).strip(PADDING)


def narrow(text: str) -> str:
    """Trimmed text in NFKC, with digits and signs in ASCII; not for names, since ① would become 1."""
    return unicodedata.normalize("NFKC", unguarded(text)).strip(PADDING)


def missing_reason(text: str) -> str | None:
    """Reason of a missing value, "" for a blank and None for a value; `x` is read as 秘匿."""
    return _MARKERS.get(trim(text))


def is_marker(trimmed: str) -> bool:
    """True for a trimmed text that is blank, or a word or sign for a missing value."""
    return trimmed in _MARKERS


def has_odd_numerals(text: str) -> bool:
    """True for a text with numerals that NFKC would turn into digits without a trace: ①, ², ½."""
    odd = [character for character in text if character.isnumeric() and not character.isdecimal()]
    return any(unicodedata.normalize("NFKC", character) != character for character in odd)


def read_text(text: str) -> str:
    """Name or sentence as typed, but trimmed, with か+゛ composed and line ends as LF."""
    typed = trim(text)
    if "\r" in typed:
        typed = typed.replace("\r\n", "\n").replace("\r", "\n")
    if "\u3099" in typed or "\u309a" in typed:
        # Only kana: NFC over the whole text would replace 神, 福 and other name characters by their variants.
        typed = _SPLIT_VOICE.sub(lambda pair: unicodedata.normalize("NFC", pair.group()), typed)
    return typed


def read_code(text: str) -> str:
    """Code such as `A-01` in NFKC and upper case; "" for a missing one."""
    return "" if missing_reason(text) is not None else narrow(text).upper()


def read_choice(
    text: str, words: Mapping[str, str], unknown: str = "unknown_choice", letter_x: str = ""
) -> CellReading[str]:
    """Choice among `words` (folded word → value). A missing marker counts only where it is no word itself.

    `unknown` is the issue code of any other word, `letter_x` that of a letter x that may stand for ×; without the
    latter an x is a missing marker.
    """
    folded = fold(text).strip(PADDING)
    value = words.get(folded)
    if value is not None:
        return CellReading(value, plain=text == value)
    if letter_x and folded == "X":
        return CellReading(problem=letter_x)
    if missing_reason(text) is not None:
        return CellReading(missing="")
    return CellReading(problem=unknown)


def read_period(text: str, names: Mapping[str, int]) -> CellReading[int]:
    """期: `2`, 「２」, 「第2期」 or its name in the strategy (`names`: folded name or number → number)."""
    if missing_reason(text) is not None:
        return CellReading(missing="")
    folded = fold(text).strip(PADDING)
    number = names.get(folded)
    if number is None and (match := _PERIOD_NUMBER.fullmatch(folded)):
        number = names.get(str(int(match[1])))
    return CellReading(problem="unknown_period") if number is None else CellReading(number)


def read_codes(text: str) -> str:
    """Codes of a cell that lists several, each as `read_code` gives it, without repetitions."""
    return BETWEEN.join(dict.fromkeys(filter(None, map(read_code, _PARTS.split(trim(text))))))


def departments_in(text: str, is_known: Callable[[str], bool] = lambda _name: False) -> list[str]:
    """Names of 課 in a cell, separated by 、 or line breaks.

    ・ and / part two only where each part ends as the names of 課 do or is known: 子ども・子育て支援課 is one.
    """
    names: list[str] = []
    for part in filter(None, map(read_text, _PARTS.split(read_text(text)))):
        units = [read_text(unit) for unit in _PARTS_OF_UNITS.split(part)]
        names += units if all(unit.endswith(_UNIT_ENDS) or is_known(unit) for unit in units) else [part]
    return list(dict.fromkeys(names))


def read_target(text: str, unit: str = "", direction: str = "") -> CellReading[float]:
    """Number of a target; `95%以上` and `10分以内` are read where the word agrees with `direction`."""
    match = _BOUND.fullmatch(narrow(text)) if len(text) <= LONGEST_VALUE else None
    if match is None:
        return read_number(text, unit)
    word = "以下" if match[2] == "以内" else match[2]
    cell = read_number(match[1], unit)
    if cell.value is None or word == direction:
        return replace(cell, plain=False)
    return CellReading(
        problem="bound_differs",
        why=f"「{match[2]}」が付いていますが、方向性は「{direction}」です。",
        mend=f"方向性を「{word}」にするか、数値だけを入力してください。",
    )


def read_number(text: str, unit: str = "") -> CellReading[float]:
    """Number as offices write it: `１，２３４`, `▲5`, or with the column's own `unit` after it."""
    if _PLAIN_NUMBER.fullmatch(text) and len(text) <= LONGEST_VALUE:
        return _number_of(text, plain=True)
    reason = missing_reason(text)
    if reason is not None:
        return CellReading(missing=reason, plain=text == reason)
    if len(text) > LONGEST_VALUE:
        return _not_a_number("長すぎます。")
    typed = narrow(text)
    match = None if has_odd_numerals(text) else _NUMBER.fullmatch(typed)
    if match is None:
        return _unreadable(typed)
    rest = match["rest"].strip()
    if rest:
        own = fold(unit)
        if not own or fold(rest) != own:
            return _with_something_after(rest, own)
    return _number_of(("-" if match["sign"] else "") + match["digits"].replace(",", "") + (match["fraction"] or ""))


def _number_of(digits: str, *, plain: bool = False) -> CellReading[float]:
    """Number of ASCII digits, unless there are more of them than can be kept."""
    if len(digits.replace(".", "").lstrip("-0").rstrip("0")) > MOST_DIGITS:
        return CellReading(problem="too_many_digits")
    return CellReading(float(digits) + 0.0, plain=plain)


def read_percent(text: str) -> CellReading[float]:
    """Percentage from 0 to 100: `40`, `40%` and `４０％` are 40; `0.4` is 0.4 with a warning."""
    cell = read_number(text, "%")
    if cell.value is not None and 0 < cell.value < 1 and "%" not in narrow(text):
        return replace(cell, warning="percent_fraction", why=f"{cell.value * 100:g}%の意味ですか。")
    return cell


def _not_a_number(why: str, mend: str = "1234 のように数字だけを入力してください。") -> CellReading[float]:
    return CellReading(problem="not_a_number", why=why, mend=mend)


def _unreadable(typed: str) -> CellReading[float]:
    negative = _IN_PARENTHESES.fullmatch(typed)
    if negative:
        return _not_a_number(
            "かっこ付きの数は負の数か注記か区別できません。", f"負の数なら -{negative[1]} と入力してください。"
        )
    if typed.upper() in {"NAN", "INF", "-INF", "INFINITY", "-INFINITY", "#N/A", "NULL", "NONE"}:
        return _not_a_number("計算の途中の記号です。", "値がないときは空欄か「未集計」にしてください。")
    if re.fullmatch(r"[▲△−-]?\s*[0-9][0-9,]*,[0-9,]*(?:\.[0-9]+)?", typed):
        return _not_a_number(
            "コンマは3けたごとにだけ使えます。", "小数は「4.5」、位取りは「1,234」と入力してください。"
        )
    return _not_a_number("")


def _with_something_after(rest: str, own: str) -> CellReading[float]:
    note = fold(rest).removeprefix(own) if own else rest
    if note[0] in "(※*〔[【注" or "※" in note:
        return CellReading(problem="trailing_note", why=f"数値のあとに注記「{rest}」が付いています。")
    if _EXPONENT.fullmatch(rest):
        return _not_a_number("指数の形です。", "100000 のように、けたをすべて入力してください。")
    if any(character.isdigit() or character in "_.," for character in rest):
        return _not_a_number("")
    return CellReading(problem="unit_in_cell", why=f"数値のあとに「{rest}」が付いています。")
