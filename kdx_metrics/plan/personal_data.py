"""Personal data in a text: mail addresses, telephone numbers, street numbers, マイナンバー."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

MAIL, TELEPHONE, STREET, MY_NUMBER = "メールアドレス", "電話番号", "番地", "マイナンバー"


class PersonalData(NamedTuple):
    """Text that looks like personal data, with its kind."""

    kind: str
    text: str

    @property
    def hint(self) -> str:
        """First characters, by which a clerk finds the text in the cell without its being quoted."""
        return f"{self.text[: min(3, len(self.text) // 2)]}…"


def personal_data(text: str) -> PersonalData | None:
    """First thing in `text` that looks like personal data; None where nothing does.

    Full-width characters and all dashes are read as their plain signs.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return next((PersonalData(kind, match) for kind, matches in _KINDS.items() for match in matches(plain)), None)


def is_my_number(digits: str) -> bool:
    """True for 12 digits of which the last is the check digit (総務省令第85号, 2014, article 5)."""
    if len(digits) != _MY_NUMBER_DIGITS or not digits.isdecimal():
        return False
    body = [int(digit) for digit in reversed(digits[:-1])]
    rest = sum(digit * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


_MY_NUMBER_DIGITS = 12
_WEIGHTS = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)  # of the digits before the check digit, from the right
_DASHES = {ord(sign): "-" for sign in "‐‑‒–—―−"}  # besides ー, which is a letter in words
_DASH = "[-ー]"
_STARTS, _ENDS = r"(?<![\dA-Za-z.+-])", rf"(?![\dA-Za-z]|{_DASH}\d)"

_MAILS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_TWELVE_DIGITS = re.compile(rf"{_STARTS}\d(?:[ -]?\d){{11}}{_ENDS}")

# 0954-63-2111, (0954)63-2111, 0954(63)2111, 0954632111, 09012345678, +81 954 63 2111; after 電話 also 63-2111.
_TELEPHONES = re.compile(
    rf"{_STARTS}(?:"
    r"0\d{1,4}(?P<sign>[-ー. ])\d{1,4}(?P=sign)\d{3,4}"
    r"|\(0\d{1,4}\) ?\d{1,4}[-ー. ]?\d{3,4}"
    r"|0\d{1,4}\(\d{1,4}\)\d{3,4}"
    r"|0\d{9,10}"
    rf"){_ENDS}"
    rf"|\+81[- ]?(?:\(0\))?\d{{1,4}}[- ]?\d{{1,4}}[- ]?\d{{3,4}}{_ENDS}"
    rf"|(?:電話|TEL|Tel|tel|FAX|☎)(?:番号)?[: は.]{{0,2}}\d{{2,4}}{_DASH}\d{{4}}{_ENDS}"
)
_LANDLINE, _MOBILE = re.compile(r"0[1-9]\d{8}"), re.compile(r"0[5789]0\d{8}")

_PLACE = "[一-龥々ヶケノァ-ン]"
_BLOCK = rf"\d{{1,5}}(?:{_DASH}|の)\d{{1,4}}(?:(?:{_DASH}|の)\d{{1,4}})*"
_NO_YEARS = r"(?!(?:19|20)\d\d[-ー](?:\d{1,2}|(?:19|20)\d\d)(?!\d))"
_NO_HEADING = "(?<![第料紙図表例問案号期年月日度式])(?<!令和)(?<!平成)(?<!昭和)"  # 資料2-1, 令和5-12, 様式123-4
_NO_UNIT = rf"{_ENDS}(?!\s?[人名件円千万億%個台回日時分秒年月期割歳校戸世か号])"
_STREETS = re.compile(
    r"\d{1,5}番地"
    r"|\d{1,4}番\d{1,4}号"
    rf"|[\d一二三四五六七八九十]{{1,3}}丁目\s?(?:\d{{1,4}}番|{_BLOCK}|\d{{1,4}}{_NO_UNIT})"
    rf"|(?:[都道府県市区町村郡字]){_PLACE}{{0,10}}{_NO_HEADING}\s?{_NO_YEARS}{_BLOCK}{_NO_UNIT}"
    rf"|[一-龥々ヶ]{{2,}}{_NO_HEADING}\s?{_NO_YEARS}(?:\d{{1,5}}{_DASH}\d{{1,4}}|\d{{3,5}}){_DASH}\d{{1,4}}{_NO_UNIT}"
)


def _mails(text: str) -> Iterator[str]:
    return (match.group() for match in _MAILS.finditer(text))


def _my_numbers(text: str) -> Iterator[str]:
    numbers = (match.group() for match in _TWELVE_DIGITS.finditer(text))
    return (number for number in numbers if is_my_number(re.sub(r"\D", "", number)))


def _telephones(text: str) -> Iterator[str]:
    for match in _TELEPHONES.finditer(text):
        number = match.group()
        digits = re.sub(r"\D", "", number)
        whole = number.startswith(("0", "("))
        if not whole or _LANDLINE.fullmatch(digits) or _MOBILE.fullmatch(digits):
            yield number


def _streets(text: str) -> Iterator[str]:
    return (match.group() for match in _STREETS.finditer(text))


_KINDS: Mapping[str, Callable[[str], Iterator[str]]] = {
    MAIL: _mails,
    MY_NUMBER: _my_numbers,
    TELEPHONE: _telephones,
    STREET: _streets,
}
