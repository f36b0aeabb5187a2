"""Texts that people type, fit to be kept: notes, names and file names."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from kdx_metrics.database.errors import NotPossible

LONGEST_NAME = 200
RESERVED = '<>:"|?*'  # in file names of Windows


def plain_text(text: str, what: str) -> str:
    """A note, name or reason without control characters and outer blanks. Raises NotPossible when it is empty."""
    plain = "".join(sign for sign in text if sign in "\n\t" or not _is_control(sign)).strip()
    if not plain:
        raise NotPossible(f"{what}を入力してください。")
    return plain


def plain_person(name: str) -> str:
    """A name as history shows it. Raises NotPossible when it is empty or longer than the column."""
    plain = plain_text(name, "担当者名")
    if len(plain) > LONGEST_NAME:
        raise NotPossible(f"担当者名は{LONGEST_NAME}文字までです。")
    return plain


def plain_file_name(name: str) -> str:
    """The last part of a file name as sent by a browser of any system, fit to be saved on any, its ending kept."""
    last = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join("_" if sign in RESERVED or _is_control(sign) else sign for sign in last)
    if len(printable) <= LONGEST_NAME:
        return (printable.strip(". ") and printable) or "無題"
    ending = PurePosixPath(printable).suffix[-20:]
    return printable[: LONGEST_NAME - len(ending)] + ending


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs")
