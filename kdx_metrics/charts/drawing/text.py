"""Text for figures, escaped and fitted to a width."""

from __future__ import annotations

import html
import re

from kdx_metrics.plan.text import text_width

HALF = 0.55  # width of an average Latin letter or digit, in full-width characters
BREAK_AFTER = "の・、と "
NEVER_FIRST = "、。)」』・ー%"
_TAG = re.compile(r"<[^>]*>")


def safe(text: str) -> str:
    """Data text escaped for a label or a hover box, so that it shows as typed.

    Plotly reads a subset of HTML and, where MathJax is present, `$…$`; both become entities. Line breaks and repeated
    spaces become one space.
    """
    return html.escape(" ".join(text.split())).replace("$", "&#36;")


def ems(text: str) -> float:
    """Width of `text` in full-width characters."""
    return text_width(text, HALF)


def cut(text: str, width: float) -> str:
    """Escaped `text`, ending in … if it is wider than `width` full-width characters."""
    return safe(shortened(text, width))


def shortened(text: str, width: float) -> str:
    """Unescaped `text`, ending in … if it is wider than `width` full-width characters."""
    if ems(text) <= width:
        return text
    letters, used = [], 1.0
    for letter in text:
        used += ems(letter)
        if used > width:
            break
        letters.append(letter)
    return "".join(letters) + "…"


def wrap(text: str, width: float) -> str:
    """Escaped `text` broken with `<br>` into lines of at most `width` full-width characters.

    Text that fits into two lines is broken after a particle or a separator if possible (市民の / 利便性向上), and as
    near its middle as possible.
    """
    plain = " ".join(text.split())
    breaks = [
        (plain[index - 1] not in BREAK_AFTER, abs(ems(plain[:index]) - ems(plain[index:])), -index)
        for index in range(1, len(plain))
        if max(ems(plain[:index]), ems(plain[index:])) <= width and plain[index] not in NEVER_FIRST
    ]
    if ems(plain) > width and breaks:
        index = -min(breaks)[2]
        return f"{safe(plain[:index])}<br>{safe(plain[index:])}"
    lines, line = [], ""
    for letter in plain:
        if line and ems(line + letter) > width and letter not in NEVER_FIRST:
            lines.append(line)
            line = ""
        line += letter
    return "<br>".join(safe(part) for part in [*lines, line])


def strong(escaped: str) -> str:
    """Escaped text in bold."""
    return f"<b>{escaped}</b>"


def coloured(escaped: str, colour: str) -> str:
    """Escaped text in a colour of the palette."""
    return f'<span style="color:{colour}">{escaped}</span>'


def lines_of(label: str) -> list[str]:
    """Lines of a label as they are read, without escapes and markup."""
    return html.unescape(_TAG.sub("", label.replace("<br>", "\n"))).split("\n")
