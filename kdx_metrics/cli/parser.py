"""argparse in Japanese: usage, headings and the usual mistakes."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn

_MISTAKES = (
    (re.compile(r"the following arguments are required: (.+)"), r"必要な引数がありません: \1"),
    (re.compile(r"unrecognized arguments: (.+)"), r"知らない引数です: \1"),
    (
        re.compile(r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)"),
        r"\1 に \2 は使えません(\3 のいずれか)",
    ),
    (re.compile(r"argument (.+?): expected .+"), r"\1 に値が必要です"),
    (re.compile(r"argument (.+?): not allowed with argument (.+)"), r"\1 は \2 と一緒に使えません"),
    (re.compile(r"argument (.+?): invalid .+? value: (.+)"), r"\1 の値 \2 を読めません"),
    (re.compile(r"argument (.+?): (.+)"), r"\1: \2"),
)


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "使い方: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Japanese; its sub-parsers do, too."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # handed on to argparse as they are
        super().__init__(formatter_class=_Formatter, add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "引数"
        self._optionals.title = "オプション"
        self.add_argument("-h", "--help", action="help", help="この説明を表示します")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and exit with 2."""
        said = next(
            (pattern.sub(words, message) for pattern, words in _MISTAKES if pattern.fullmatch(message)), message
        )
        print(f"{self.format_usage().strip()}\n誤り: {said}", file=sys.stderr)
        sys.exit(2)


def day(text: str) -> date:
    """An ISO date argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日付「{text}」を読めません(例: 2026-11-23)") from None
