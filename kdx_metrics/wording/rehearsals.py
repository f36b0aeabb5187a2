"""Sentences about what a publication would change: because of its date, and because of its files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.plan.fiscal_calendar import month_and_day, wareki
from kdx_metrics.wording.words import RATING_WORDS

SIDES = "いまの画面", "日付だけ進めた場合", "このファイルを反映"
AGED, CHANGED = "日付だけで評価が変わる取組", "このファイルで評価が変わる取組・指標"

Counts = Mapping[str, int]


def side(name: str, as_of: date) -> str:
    """`いまの画面(10月31日時点)`."""
    return f"{name}({month_and_day(as_of)}時点)"


def ratings(screen: Counts, before: Counts, after: Counts) -> str:
    """`遅れ 5→8(日付だけで7)、やや遅れ 5→3`: ratings whose count readers would see change, or see move and return."""
    moved = [
        f"{RATING_WORDS[name].word} {screen[name]}→{after[name]}"
        + (f"(日付だけで{before[name]})" if before[name] != screen[name] else "")
        for name in RATINGS
        if not screen[name] == before[name] == after[name]
    ]
    return "、".join(moved) or "評価ごとの件数は変わりません"


def first_shown(now: date, then: date, as_at: date, today: date) -> str:
    """The 時点 that readers see first once the files are published."""
    if as_at > today:
        return f"{wareki(as_at)}は今日より先です。その日になるまで、最初に表示される時点は{wareki(then)}です。"
    if then != now:
        return f"公開すると、最初に表示される時点が{wareki(now)}から{wareki(then)}に変わります。"
    if as_at <= now:
        return f"公開のあとも、最初に表示される時点は{wareki(now)}です。"
    return (
        f"公開のあとも、最初に表示される時点は{wareki(now)}のままです"
        f"({wareki(as_at)}は、表全体が公開されるか、報告が要る課の半分以上がそろうと最初に表示されます)。"
    )
