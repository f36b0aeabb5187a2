"""Sentences about groups whose 順調率 leads, since few of their 取組 have a 進捗率 (formulas.md, "Roll-up")."""

from __future__ import annotations

from collections.abc import Sequence

from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ordering import by_standing
from kdx_metrics.numbers.ratings import LATE, UNKNOWN
from kdx_metrics.plan.formats import format_percent
from kdx_metrics.wording.words import RATING_WORDS, counts_in_words

ON_TRACK_SHARE = "順調率"
WELL = "順調・完了"
COUNTS = "評価ごとの取組の数"
NONE_JUDGED = "評価された取組がまだありません"

Named = tuple[str, Group]


def percent(measured: Group) -> str:
    """`77.8%`: 順調率 of a group."""
    return format_percent(measured.on_track_percent)


def share(measured: Group) -> str:
    """`27件中21件が順調・完了(77.8%)`."""
    if not measured.judged:
        return NONE_JUDGED
    return f"{of(measured)}が{WELL}({percent(measured)})"


def of(measured: Group) -> str:
    """`27件中21件`."""
    return f"{measured.judged}件中{measured.going_well}件"


def others(measured: Group) -> str:
    """`ほか3件は未報告・評価不能`, "" where all rows are judged."""
    words = {RATING_WORDS[name].word: measured.ratings.get(name, 0) for name in UNKNOWN}
    count = sum(words.values())
    return f"ほか{count}件は{'・'.join(word for word, number in words.items() if number)}" if count else ""


def facts(measured: Group) -> str:
    """`27件中21件が順調・完了(77.8%)、ほか3件は未報告・評価不能`."""
    return "、".join(filter(None, (share(measured), others(measured))))


def group(name: str, measured: Group) -> str:
    """The share of one group, and what is not counted in it."""
    if not measured.judged:
        return f"{name}には{NONE_JUDGED}({counts_in_words(measured.ratings)})。"
    return f"{name}は{facts(measured)}です。"


def headline(name: str, measured: Group, before: Group | None) -> str:
    """The share of the 期 in force with its late 取組, and that of the last meeting."""
    if not measured.judged:
        return group(name, measured)
    last = "" if before is None or before.on_track_share is None else f"(前回{percent(before)})"
    late = "・".join(f"{RATING_WORDS[rating].word}{measured.ratings.get(rating, 0)}件" for rating in LATE)
    return f"{name}は{'、'.join(filter(None, (share(measured), late, others(measured))))}です{last}。"


def furthest(pillars: Sequence[Named]) -> str:
    """The pillar with most late 取組."""
    late = [(sum(each.ratings.get(rating, 0) for rating in LATE), pillar) for pillar, each in pillars if each.judged]
    most = max(late, key=lambda pair: pair[0], default=(0, ""))
    return f"遅れ・やや遅れが最も多い柱は{most[1]}({most[0]}件)です。" if most[0] and pillars[1:] else ""


def groups(named: Sequence[Named]) -> str:
    """The group with the lowest share."""
    judged = [(name, each) for name, each in named if each.judged]
    if not judged:
        return f"{NONE_JUDGED}。"
    name, lowest = min(judged, key=lambda pair: by_standing(pair[1]))
    if lowest.going_well == lowest.judged:
        return f"評価された取組はすべて{WELL}です。"
    least = f"{WELL}の割合が最も低いのは{name}で、" if judged[1:] else f"{name}は"
    return f"{least}{share(lowest)}です。"


def lowest(named: Sequence[Named]) -> str:
    """The same without numbers, for those who see them beneath."""
    judged = [(name, each) for name, each in named if each.judged]
    if not judged[1:] or all(each.going_well == each.judged for _, each in judged):
        return groups(named)
    return f"{WELL}の割合が最も低いのは{min(judged, key=lambda pair: by_standing(pair[1]))[0]}です。"


def worked(measured: Group) -> str:
    """Sum of a share: `順調率 = 100 × 21(順調・完了) ÷ 27(順調・完了・やや遅れ・遅れ) = 77.8%`."""
    if not measured.judged:
        return f"{NONE_JUDGED}。"
    judged = f"{WELL}・{RATING_WORDS['slightly_behind'].word}・{RATING_WORDS['behind'].word}"
    return f"{ON_TRACK_SHARE} = 100 × {measured.going_well}({WELL}) ÷ {measured.judged}({judged}) = {percent(measured)}"
