"""Sentences about opinions and their answers."""

from __future__ import annotations

from collections.abc import Sequence

from kdx_metrics.numbers.voices import OPEN, Responses
from kdx_metrics.plan.tables.voices import UNANSWERED

TITLE = "意見と反映"
CALLS = "寄せられた機会ごとの意見と対応"
ALL = "意見への対応"
PILLARS = "柱ごとの意見と対応"
WAITING = "答えを待つ意見"
NONE_WAITING = "答えを待つ意見はありません。"
ON_ACTION = "この取組への意見"
ON_KPI = "この指標への意見"
NONE = "この時点までに寄せられた意見はありません。"
NONE_CHOSEN = "この条件に合う意見はありません。"
NO_PILLAR = "柱を決めない意見"
NO_ANSWER = "まだ答えていません。"
PRIVATE_HERE = "非公開"
RULE = (
    "受付日が時点までの意見を、対応ごとに数えます。対応が空欄の意見は未回答です。\n"
    "柱は意見の行の柱で、空欄なら関係する取組の柱です(取組の柱が分かれるときは数えません)。"
)


def name(group: Responses) -> str:
    """Name of a group; that of the opinions of no single 柱 is ours."""
    return group.name or NO_PILLAR


def finding(group: Responses) -> str:
    """Number of opinions, what became of them, and what is owed."""
    if not group.total:
        return NONE
    changed = group.counts["反映"]
    still = [f"{word}{group.counts[word]}件" for word in reversed(OPEN) if group.counts[word]]
    owed = "、".join(still) if still else "未回答はありません"
    return f"意見{group.total}件のうち{changed}件を反映しました({owed})。"


def calls(groups: Sequence[Responses]) -> str:
    """Occasion with the most opinions without an answer, or all that have as many."""
    if not groups:
        return NONE
    most = max(group.unanswered for group in groups)
    if not most:
        return f"{len(groups)}の機会に寄せられた意見のすべてに答えています。"
    owing, *others = (group for group in groups if group.unanswered == most)
    if others:
        named = "".join(f"「{name(group)}」" for group in (owing, *others))
        return f"未回答が最も多いのは{named}で、{most}件ずつです。"
    return f"未回答が最も多いのは「{name(owing)}」の{most}件です(全{owing.total}件)。"


def pillars(groups: Sequence[Responses]) -> str:
    """柱 with the most opinions."""
    most = max(groups, key=lambda group: group.total, default=None)
    return NONE if most is None else f"意見が最も多いのは「{name(most)}」の{most.total}件です。"


def hidden(count: int) -> str:
    """Number of opinions that a list leaves out since they may not be shown; "" without any."""
    return f"ほかに、公開しない意見が{count}件あります。" if count else ""


def more(count: int) -> str:
    """Number of opinions that a screen has no room for."""
    return f"ほか{count}件は「{TITLE}」のページにあります。"


def worked(groups: Sequence[Responses]) -> str:
    """Counts per group that add up to its number of opinions."""
    return "\n".join(f"{name(group)}: {_sum(group)} = {group.total}件" for group in groups)


def counts(group: Responses) -> str:
    """`外部評価 2件(検討中1、未回答1)`."""
    told = "、".join(f"{word}{count}" for word, count in group.counts.items() if count)
    return f"{name(group)} {group.total}件({told})"


def _sum(group: Responses) -> str:
    return " + ".join(f"{word}{count}" for word, count in group.counts.items() if count) or f"{UNANSWERED}0"
