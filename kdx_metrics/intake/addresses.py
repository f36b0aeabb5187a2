"""Excel addresses: columns by letter and by number. Light, for the process that reads workbooks."""

from __future__ import annotations


def excel_column(position: int) -> str:
    """Letters of a 0-based column position: 0 → A, 25 → Z, 26 → AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 1, XFD → 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
