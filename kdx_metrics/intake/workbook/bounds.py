"""Bounds of a workbook, asked before and while it is read."""

from __future__ import annotations

from dataclasses import dataclass

from kdx_metrics.intake.limits import COLUMNS_AT_MOST

MEBIBYTE = 1024 * 1024


class Refusal(Exception):  # an answer of the reading process, not an error of the program
    """A workbook that is not read: an issue code and the words of its message."""

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


@dataclass(frozen=True, slots=True)
class Bounds:
    """Largest row and column number of a filled cell, parts and unpacked bytes of the zip, memory and CPU seconds."""

    last_row: int
    last_column: int = COLUMNS_AT_MOST
    parts: int = 2_000
    unpacked: int = 200 * MEBIBYTE  # a workbook of 30,000 rows unpacks to some 20 MB
    memory: int = 1024 * MEBIBYTE
    seconds: int = 60
