"""Text as it is compared and as it is measured."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Word as compared, in NFKC and upper case without white space."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def is_wide(letter: str) -> bool:
    """True for a letter as wide as 漢字, also where its width depends on the font."""
    return unicodedata.east_asian_width(letter) in "WFA"


def text_width(text: str, half: float = 0.5) -> float:
    """Width in full-width characters, of which a Latin letter or digit takes `half`."""
    return sum(1.0 if is_wide(letter) else half for letter in text)
