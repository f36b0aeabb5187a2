"""Sentences about what a publication changed for those who look at the dashboard."""

from __future__ import annotations

from datetime import date

from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import NO_VALUE
from kdx_metrics.wording.groups import spans
from kdx_metrics.wording.words import RATING_WORDS


def changed(before: Summary, after: Summary, shown: date) -> str:
    """`画面の数値: 遅れ 5→8件、やや遅れ 3→2件、第2期の計画との差 −8.3→−9.1ポイント`, of the view that opens first.

    Readers see the 時点 `shown` first; until a day to come that is not the one of `after`.
    """
    moved = [*counts_moved(before.overall, after.overall), *_gap_moved(before, after)]
    when = f"{wareki(after.as_of)}からの" if after.as_of > shown else ""
    numbers = f"{when}画面の数値: {'、'.join(moved)}。" if moved else "画面の見出しの数値は変わりません。"
    if after.as_of > shown:
        return (
            f"{numbers}最初に表示される時点は、今は{wareki(shown)}です。"
            f"{wareki(after.as_of)}になると、その時点に変わります。"
        )
    if before.as_of == after.as_of:
        return f"{numbers}最初に表示される時点は{wareki(after.as_of)}のままです。"
    return f"{numbers}最初に表示される時点は{wareki(before.as_of)}から{wareki(after.as_of)}に変わりました。"


def counts_moved(before: Group, after: Group) -> list[str]:
    """`遅れ 5→8件` for each rating whose number changed."""
    return [
        f"{RATING_WORDS[rating].word} {before.ratings[rating]}→{after.ratings[rating]}件"
        for rating in RATINGS
        if before.ratings[rating] != after.ratings[rating]
    ]


def _gap_moved(before: Summary, after: Summary) -> list[str]:
    strategy, period = after.snapshot.strategy, after.period
    gaps = strategy.rating.rounding
    then, now = (
        NO_VALUE if group is None else spans.gap_span(group, gaps) or NO_VALUE
        for group in (before.periods.get(period), after.current)  # another strategy may have had fewer 期
    )
    return [] if then == now else [f"{strategy.period(period).name}の計画との差 {then}→{now}ポイント"]
