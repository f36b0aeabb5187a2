"""Text as it is compared and as it is measured."""

from __future__ import annotations

import unicodedata

MOST_DIGITS = 9
BETWEEN = "、"  # stands between the parts of a cell that lists several


def fold(text: str) -> str:
    """Word as compared, in NFKC and upper case without white space."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def whole_number(text: str) -> int | None:
    """Number in an address or a form, None for any other text. Nine digits are what an SQL integer surely holds."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def listed(text: str) -> tuple[str, ...]:
    """Parts of a cell that lists several."""
    return tuple(text.split(BETWEEN)) if text else ()


def is_wide(letter: str) -> bool:
    """True for a letter as wide as 漢字, also where its width depends on the font."""
    return unicodedata.east_asian_width(letter) in "WFA"


def text_width(text: str, half: float = 0.5) -> float:
    """Width in full-width characters, of which a Latin letter or digit takes `half`."""
    return sum(1.0 if is_wide(letter) else half for letter in text)
