"""Text as it is compared and as it is measured."""

from __future__ import annotations

import unicodedata

MOST_DIGITS = 9
BETWEEN = "、"  # stands between the parts of a cell that lists several


# Radicals of CJK Radicals Supplement, which NFKC leaves alone, by the characters that they are typed for; and
# variation selectors, which only choose a drawing.
_RADICALS, _CHARACTERS = (
    "⺠⻄⻑⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲⻆⻗⺶⺧⺩⺫⺬⻊⺜⺝⺌⺽⻏",
    "民西長青食骨鬼麦黄斉歯竜亀角雨羊牛王目示足日月小臼邑",
)
_SELECTORS = "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_LOOK_ALIKES = str.maketrans(_RADICALS, _CHARACTERS, _SELECTORS)


# Circles and crosses by which offices rate, and the signs that are typed for them.
_MARKS = str.maketrans("〇◯✕✖", "○○××")


def fold(text: str) -> str:
    """Word as compared, in NFKC and upper case without white space; look-alike circles and crosses are one sign."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_MARKS).upper().split())


def fold_department(text: str) -> str:
    """Name of a 課 as compared, also with radicals that stand for a character, without variation selectors."""
    return fold(text.translate(_LOOK_ALIKES))


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
