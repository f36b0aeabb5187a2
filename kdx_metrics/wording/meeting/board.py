"""Names of the three lists of a meeting, their finding, and the questions in them taken apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.numbers.meeting.board import Board
from kdx_metrics.wording.words import NOT_EVALUABLE, attention_word

SAY = "本部に伝えること"  # of one 所管課
DECIDE, REPORT, CHECK = "ご判断いただきたいこと", "ご報告", "事務局で確認"
WATCH = "要注意"  # the rule-based list where nobody asks the headquarters anything
NO_ASKS = "本部への依頼はありません。"
ESTIMATED = "試算のため、ご判断はお願いしません。"
KINDS_NAMED = 3  # classes of a list that its finding names; one line on a projector
_OPTION = re.compile(r"\s*(案\s*[0-90-9A-Za-zA-Zア-ン一-十]{1,2}\s*[::])\s*")


class Question(NamedTuple):
    """A question for the headquarters with its options, each as `案1: …`."""

    text: str
    options: tuple[str, ...] = ()


def question(ask_text: str) -> Question:
    """依頼内容 taken apart where an option begins (`案1:`)."""
    text, *parts = _OPTION.split(ask_text)
    marks, bodies = parts[::2], parts[1::2]
    options = (f"{mark[:-1].strip()}: {body.strip()}" for mark, body in zip(marks, bodies, strict=True))
    return Question(text.strip(), tuple(options))


def topic(board: Board) -> str:
    """Title over all lists of a board."""
    return "本日のご判断とご報告" if board.asks else WATCH


def finding(board: Board, *, by_kind: bool = True) -> str:
    """Number of items in each list, `by_kind` where there is only the rule-based one."""
    if not board.asks:
        listed = watch(board.report, by_kind=by_kind)
        return ESTIMATED + listed if board.is_estimate else listed + NO_ASKS
    checked = f"、{CHECK}は{len(board.check)}件" if board.check else ""
    return f"ご判断は{len(board.decide)}件、{REPORT}は{len(board.report)}件{checked}です。"


def checked(board: Board) -> str:
    """Number of 取組 that the office has to ask for; "" without one."""
    asked_for = "未報告" if all(item.is_silent for item in board.check) else f"未報告・{NOT_EVALUABLE}"
    return f"{CHECK}する{asked_for}が{len(board.check)}件あります。" if board.check else ""


def watch(items: Sequence[AttentionItem], name: str = WATCH, *, by_kind: bool = True) -> str:
    """Number of items of a list, `by_kind` where wished."""
    if not items:
        return f"{name}の項目はありません。"
    return f"{name}は{len(items)}件です{f'({kinds(items)})' if by_kind else ''}。"


def kinds(items: Sequence[AttentionItem]) -> str:
    """`期限超過3件、遅れ2件、ほか4件`."""
    counts = Counter(attention_word(item).word for item in items)
    named = list(counts.items())[:KINDS_NAMED]
    rest = len(items) - sum(count for _, count in named)
    parts = [f"{kind}{count}件" for kind, count in named]
    return "、".join([*parts, *([f"ほか{rest}件"] if rest else [])])
