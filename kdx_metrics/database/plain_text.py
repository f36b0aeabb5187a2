"""Names, notes and file names without signs that nobody sees or that turn the direction of the text."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from kdx_metrics.database.errors import NotPossible

LONGEST_NAME = 200
RESERVED = '<>:"|?*'  # in file names of Windows
UNSEEN = ("Cc", "Cf", "Cs")  # control, format (bidirectional ones among them) and half of a pair
FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters without a shape
VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # choose the shape of the kanji before them
LINE_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")


def is_unseen(sign: str) -> bool:
    """True for a sign of which a reader sees nothing."""
    return unicodedata.category(sign) in UNSEEN or sign in FILLERS


def visible(text: str) -> str:
    """Text without unseen signs and surrounding blanks; line breaks and tabs stay."""
    lines = LINE_BREAKS.sub("\n", text)
    return "".join(sign for sign in lines if sign in "\n\t" or not is_unseen(sign)).strip()


def visible_line(text: str) -> str:
    """Text without unseen signs, on one line."""
    return re.sub("[\n\t]+", " ", visible(text))


def plain_text(text: str, what: str) -> str:
    """Note or reason to store; `what` names it in the message. Raises NotPossible for an empty one."""
    plain = visible(text)
    if not plain:
        raise NotPossible(f"{what}を入力してください。")
    return plain


def plain_person(name: str) -> str:
    """Name to show in the history. Raises NotPossible for an empty one or one longer than the column."""
    plain = visible_line(plain_text(name, "担当者名"))
    if len(plain) > LONGEST_NAME:
        raise NotPossible(f"担当者名は{LONGEST_NAME}文字までです。")
    return plain


def plain_file_name(name: str) -> str:
    """Last part of a file name as sent by a browser of any system, fit to be saved on any, its ending kept."""
    last = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join("_" if sign in RESERVED or is_unseen(sign) else sign for sign in last)
    if len(printable) <= LONGEST_NAME:
        return (printable.strip(". ") and printable) or "無題"
    ending = PurePosixPath(printable).suffix[-20:]
    return printable[: LONGEST_NAME - len(ending)] + ending


def folded_name(name: str) -> str:
    """Key for comparing names: width, case, blanks and variants of a kanji do not count."""
    narrow = unicodedata.normalize("NFKC", VARIANTS.sub("", visible_line(name)))
    return "".join(narrow.split()).casefold()
