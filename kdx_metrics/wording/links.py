"""Sentences about 取組 and the 指標 that they are to move (formulas.md, "Links")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kdx_metrics.numbers.links import Link, State, noted

PAIRS_NAMED = 4
WORK_WORDS: Mapping[State, str] = {"well": "順調・完了", "late": "遅れ・やや遅れ", "unknown": "そのほか"}
EFFECT_WORDS: Mapping[State, str] = {
    "well": "順調・達成・維持",
    "late": "遅れ・やや遅れ・後退・逸脱",
    "unknown": "データなし",
}
_STANDS: Mapping[str, str] = {
    "behind": "遅れています",
    "slightly_behind": "やや遅れています",
    "worsened": "基準値より後退しています",
    "deviated": "目標の範囲を外れています",
}


def said(links: Sequence[Link]) -> str:
    """Sentence beside a KPI where its 取組 and its value do not agree; "" where they do."""
    seen = noted(links)
    if seen is None:
        return ""
    count, rating = len(seen.rows), links[0].kpi.rating
    if seen.mismatch == "no_effect":
        who = f"関係する取組のうち評価できる{count}件は" if seen.unrated else f"関係する取組{count}件はすべて"
        return f"{who}順調・完了ですが、成果の指標は{_STANDS[rating]}。"
    reached = "指標は達成していますが" if rating == "achieved" else "指標は目標を保っていますが"
    late = "遅れています" if any(link.rating == "behind" for link in seen.rows) else "やや遅れています"
    return f"{reached}、関係する取組{count}件が{late}。"


def finding(cells: Mapping[tuple[State, State], Sequence[Link]]) -> str:
    """Number of 取組 beside outcomes that they do not move, and of outcomes that came without their 取組."""
    idle, ahead = _named(cells["well", "late"]), _named(cells["late", "well"])
    parts = [
        *([f"取組は順調・完了でも、成果の指標が遅れている組み合わせが{idle}あります"] if idle else []),
        *([f"取組が遅れていても、成果の指標は順調・達成の組み合わせが{ahead}あります"] if ahead else []),
    ]
    return "。".join(parts) + "。" if parts else "取組の進み方と成果の指標に、食い違いはありません。"


def _named(links: Sequence[Link]) -> str:
    """`2件(P1-03とK03、P2-06とK10)`; "" for none."""
    pairs = [f"{link.action_id}と{link.kpi.kpi_id}" for link in links[:PAIRS_NAMED]]
    rest = len(links) - len(pairs)
    more = f"ほか{rest}件" if rest else ""
    return f"{len(links)}件({'、'.join(pairs)}{more})" if links else ""
