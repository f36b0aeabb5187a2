"""引継元: the numbers that a 取組 continues once it was merged, split or renumbered."""

from __future__ import annotations

import numpy as np

from kdx_metrics.plan.tables.codes import error
from kdx_metrics.plan.tables.columns import Column
from kdx_metrics.plan.tables.rules import Context, Frame, Mask, Rule, Words, text_at
from kdx_metrics.plan.text import listed

PREDECESSOR_ITSELF = error(
    "predecessor_itself",
    "自分を引き継いでいる",
    "引継元「{value}」に、この行の取組番号「{key}」があります。",
    "前の取組番号を書くか、番号が変わらないなら空欄にしてください。",
)
PREDECESSOR_UNKNOWN = error(
    "predecessor_unknown",
    "引継元がどの版にもない",
    "引継元「{value}」は、この表にも、これまでに公開した取組の表にもありません。",
    "前の取組番号を確かめてください。新しい取組なら空欄にしてください。",
)

PREDECESSOR = Column(
    "predecessor",
    "引継元",
    "codes",
    rule="統合・分割・番号の付け替えの前の取組番号(統合なら複数)。履歴、当初の期限、前回からの変化を引き継ぎます。"
    "前の版にだけある番号も書けます",
)


def _continues_itself(frame: Frame, _context: Context) -> Mask:
    pairs = zip(frame["action_id"].tolist(), frame["predecessor"].tolist(), strict=True)
    return np.array([bool(number) and number in listed(cell) for number, cell in pairs], dtype=bool)


def _key_words(frame: Frame) -> Words:
    key = text_at(frame, "action_id")
    return lambda position: {"key": key(position)}


PREDECESSOR_RULE = Rule(PREDECESSOR_ITSELF, "predecessor", _continues_itself, lambda frame, _: _key_words(frame))
