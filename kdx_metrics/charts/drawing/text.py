"""Text inside a figure: as typed, cut to a width, never read as markup."""

from __future__ import annotations

import html
import unicodedata

HALF = 0.55  # an average Latin letter or digit against a full-width character
BREAK_AFTER = "の・、と "
NEVER_FIRST = "、。)」』・ー%"


def safe(text: str) -> str:
    """Data text for a label or a hover box: shows as typed.

    Plotly reads a subset of HTML and, where MathJax is present, `$…$`; both are turned into entities. Line
    breaks of the cell become spaces.
    """
    return html.escape(" ".join(text.split())).replace("$", "&#36;")


def ems(text: str) -> float:
    """The width of `text` in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else HALF for letter in text)


def cut(text: str, width: float) -> str:
    """`text` escaped, and ended with … where it is wider than `width` full-width characters."""
    return safe(shortened(text, width))


def shortened(text: str, width: float) -> str:
    """`text` not escaped yet, ended with … where it is wider than `width` full-width characters."""
    if ems(text) <= width:
        return text
    kept, used = [], 1.0
    for letter in text:
        used += ems(letter)
        if used > width:
            break
        kept.append(letter)
    return "".join(kept) + "…"


def wrap(text: str, width: float) -> str:
    """`text` escaped and broken with `<br>` into lines of at most `width` full-width characters.

    Two lines are broken after a particle or a separator where one allows it (市民の / 利便性向上).
    """
    plain = " ".join(text.split())
    halves = [
        (plain[place - 1] not in BREAK_AFTER, abs(ems(plain[:place]) - ems(plain[place:])), -place)
        for place in range(1, len(plain))
        if max(ems(plain[:place]), ems(plain[place:])) <= width and plain[place] not in NEVER_FIRST
    ]
    if ems(plain) > width and halves:
        place = -min(halves)[2]
        return f"{safe(plain[:place])}<br>{safe(plain[place:])}"
    lines, line = [], ""
    for letter in plain:
        if line and ems(line + letter) > width and letter not in NEVER_FIRST:
            lines.append(line)
            line = ""
        line += letter
    return "<br>".join(safe(part) for part in [*lines, line])


def strong(escaped: str) -> str:
    """Already escaped text in bold."""
    return f"<b>{escaped}</b>"


def coloured(escaped: str, colour: str) -> str:
    """Already escaped text in a colour of the palette."""
    return f'<span style="color:{colour}">{escaped}</span>'
