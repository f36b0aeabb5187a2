"""argparse in Japanese: its sentences pass through gettext, which here knows them all by heart."""

from __future__ import annotations

import argparse
from datetime import date
from gettext import NullTranslations
from pathlib import Path
from typing import Any

WORDS = {
    "usage: ": "使い方: ",
    "positional arguments": "引数",
    "options": "オプション",
    "show this help message and exit": "この説明を表示します",
    "%(prog)s: error: %(message)s\n": "誤り: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "必要な引数がありません: %s",
    "unrecognized arguments: %s": "知らない引数です: %s",
    "not allowed with argument %s": "%s と一緒に使えません",
    "expected one argument": "値が必要です",
    "expected at least one argument": "値が1つ以上必要です",
    "expected at most one argument": "値は1つまでです",
    "expected %s arguments": "値が%sつ必要です",
    "ignored explicit argument %r": "値 %r は付けられません",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r は使えません(%(choices)s のいずれか)",
    "invalid %(type)s value: %(value)r": "値 %(value)r を読めません",
}


class _Catalogue(NullTranslations):
    def gettext(self, message: str) -> str:
        return WORDS.get(message, message)

    def ngettext(self, _msgid1: str, msgid2: str, _n: int) -> str:
        return WORDS.get(msgid2, msgid2)


argparse._ = _Catalogue().gettext  # type: ignore[attr-defined]  # the name under which argparse imports gettext
argparse.ngettext = _Catalogue().ngettext  # type: ignore[attr-defined]  # likewise


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose options are not abbreviated, nor those of its sub-parsers."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # handed on to argparse as they are
        super().__init__(allow_abbrev=False, **options)


def day(text: str) -> date:
    """An ISO date argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日付「{text}」を読めません(例: 2026-11-23)") from None


def add_comparison(parser: argparse.ArgumentParser) -> None:
    """Add the data to show, its 時点, and the date to compare it with."""
    parser.add_argument("--as-of", type=day, metavar="DATE", help="時点(省略すると最新の報告の時点)")
    parser.add_argument("--since", type=day, metavar="DATE", help="比べる日(省略すると前回の本部会議)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="CSVのあるフォルダー(省略すると公開されているデータ)")
