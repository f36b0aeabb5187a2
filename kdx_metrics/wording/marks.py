"""Every mark that stands beside a word, and its one meaning.

None is a triangle or a dash: officials read ▲5, △5 and －5 as minus five. A mark stands before its word and never
before a digit (「■ 遅れ 5」).
"""

from __future__ import annotations

from collections.abc import Mapping

MARKS: Mapping[str, str] = {
    "■": "遅れ",
    "◐": "やや遅れ",
    "？": "未報告・データなし",
    "⊘": "評価不能",
    "●": "順調",
    "✓": "完了・達成",
    "□": "開始前",
    "／": "対象外",
    "↑": "増やす",
    "↓": "減らす",
    "→": "保つ",
    "≧": "一定以上に保つ",
    "≦": "一定以下に保つ",
    "↘": "減り方を抑える",
    "↗": "増え方を抑える",
}
