"""Printed sheets as poppler reads them: their sizes and their words."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

SIZE = re.compile(r"^Page +\d+ size: +([\d.]+) x ([\d.]+) pts", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: width and height in points, and its text, line by line."""

    size: tuple[int, int]
    text: str


def sheets(pdf: bytes) -> list[Sheet]:
    """The sheets of a PDF."""
    info = _poppler("pdfinfo", "-f", "1", "-l", "-1", "-", pdf=pdf)
    sizes = [(round(float(width)), round(float(height))) for width, height in SIZE.findall(info)]
    return [Sheet(size, text) for size, text in zip(sizes, _texts(pdf), strict=True)]


def feet(pdf: bytes, points: int) -> list[str]:
    """The text on each sheet within `points` of its lower edge. All are as large as the first."""
    width, height = sheets(pdf)[0].size
    return _texts(pdf, "-x", "0", "-y", str(height - points), "-W", str(width), "-H", str(points), "-r", "72")


def _texts(pdf: bytes, *options: str) -> list[str]:
    return _poppler("pdftotext", "-raw", *options, "-", "-", pdf=pdf).split("\f")[:-1]


def _poppler(*command: str, pdf: bytes) -> str:
    return subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.decode()
