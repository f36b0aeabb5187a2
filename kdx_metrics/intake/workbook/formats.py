"""Number formats that change what a reader sees: percent, thousands left out, fiscal years, months."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

# Ids that Excel does not write out. 27–36 and 50–58 are a Japanese Excel's dates, which other readers take for numbers.
_ERA_SHORT, _ERA_LONG = "[$-411]ge.m.d", '[$-411]ggge"年"m"月"d"日"'
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
BUILT_IN = {
    9: "0%",
    10: "0.00%",
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((27, 36, 50, 57), _ERA_SHORT),
    **dict.fromkeys((28, 29, 51, 54, 58), _ERA_LONG),
    **dict.fromkeys((34, 52, 55), _YEAR_MONTH),
    **dict.fromkeys((35, 53, 56), _MONTH_DAY),
}

# Text in quotes, escaped signs, colours, conditions and locales in brackets, padding: nothing of them scales a number.
_DECORATION = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PLAIN_TEXT = re.compile(r'"([^"]*)"|\\(.)')
_SCALE = re.compile(r"[0#?](,+)(?![0#?,])")


class Shown(Enum):
    """The ways in which a format shows more or less than the stored value."""

    PERCENT = auto()
    SCALED = auto()
    FISCAL_YEAR = auto()
    ERA_FISCAL_YEAR = auto()
    YEAR = auto()
    MONTH = auto()
    DATE = auto()


class Display(NamedTuple):
    """One way of showing; `divisor` is 1000 per trailing comma of a scaled format."""

    kind: Shown
    divisor: int = 1


@lru_cache(maxsize=256)
def display_of(code: str) -> Display | None:
    """The display of a number format code; None where the stored value or its date is what is meant.

    Rounding formats are no display of their own: 0.953 shown as 95% is 95.3 (design of workbooks). A full date is
    a full date in whatever order it is shown.
    """
    section = code.split(";", 1)[0]
    bare = _DECORATION.sub("", section).lower()
    text = "".join(match[1] or match[2] or "" for match in _PLAIN_TEXT.finditer(section)) + bare
    if "d" in bare and "m" in bare:
        return Display(Shown.DATE)
    if "y" in bare or re.search(r"(?<![a-z])[ge](?![a-z])|gg|ee", bare):
        return _period_display(bare, text)
    if "%" in bare:
        return Display(Shown.PERCENT)
    if scale := _SCALE.search(bare):
        return Display(Shown.SCALED, 1000 ** len(scale[1]))
    return None


def _period_display(bare: str, text: str) -> Display:
    if "m" in bare:
        return Display(Shown.MONTH)
    if "年度" in text:
        return Display(Shown.FISCAL_YEAR if "y" in bare else Shown.ERA_FISCAL_YEAR)
    return Display(Shown.YEAR)
