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


def together(names: Sequence[str]) -> str:
    """`A`, `AとB` or `Aなど3つ`: the names of those that are equal."""
    return f"{names[0]}など{len(names)}つ" if names[2:] else "と".join(names)


def most_late(named: Sequence[Named]) -> str:
    """`A(3件)`, `AとB(各2件)`: the groups with most late 取組, "" where there is one group or none is late."""
    late = [(name, sum(each.ratings.get(rating, 0) for rating in LATE)) for name, each in named]
    most = max((count for _, count in late), default=0)
    if not most or not named[1:]:
        return ""
    names = [name for name, count in late if count == most]
    return f"{together(names)}({'各' if names[1:] else ''}{most}件)"


def furthest(pillars: Sequence[Named]) -> str:
    """The pillars with most late 取組."""
    most = most_late(pillars)
    return f"遅れ・やや遅れが最も多い柱は{most}です。" if most else ""


def groups(named: Sequence[Named]) -> str:
    """The groups with the lowest share."""
    judged = [each for _, each in named if each.judged]
    if not judged:
        return f"{NONE_JUDGED}。"
    names, least = _lowest(named)
    if least.going_well == least.judged:
        return f"評価された取組はすべて{WELL}です。"
    if not judged[1:]:
        return f"{names[0]}は{share(least)}です。"
    told = f"いずれも{percent(least)}" if names[1:] else share(least)
    return f"{WELL}の割合が最も低いのは{together(names)}で、{told}です。"


def lowest(named: Sequence[Named]) -> str:
    """The same without numbers, for those who see them beneath."""
    judged = [each for _, each in named if each.judged]
    if not judged[1:] or all(each.going_well == each.judged for each in judged):
        return groups(named)
    return f"{WELL}の割合が最も低いのは{together(_lowest(named)[0])}です。"


def _lowest(named: Sequence[Named]) -> tuple[list[str], Group]:
    """Names of the judged groups whose share is the lowest, and the first of these groups."""
    judged = [(name, each) for name, each in named if each.judged]
    least = min((each for _, each in judged), key=by_standing)
    return [name for name, each in judged if by_standing(each) == by_standing(least)], least


def worked(measured: Group) -> str:
    """Sum of a share: `順調率 = 100 × 21(順調・完了) ÷ 27(順調・完了・やや遅れ・遅れ) = 77.8%`."""
    if not measured.judged:
        return f"{NONE_JUDGED}。"
    judged = f"{WELL}・{RATING_WORDS['slightly_behind'].word}・{RATING_WORDS['behind'].word}"
    return f"{ON_TRACK_SHARE} = 100 × {measured.going_well}({WELL}) ÷ {measured.judged}({judged}) = {percent(measured)}"
