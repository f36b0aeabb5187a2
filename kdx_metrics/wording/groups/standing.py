"""Sentences about how groups stand against their plan (formulas.md, "Saying how we are doing").

The 期 in force leads. Nothing is called 計画どおり that would not be so if what is unreported stood as it last did.
"""

from __future__ import annotations

from collections.abc import Sequence

from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ordering import by_standing
from kdx_metrics.numbers.ratings import LATE, NEEDS_ATTENTION
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.formats import (
    PERCENT,
    POINTS,
    Rounding,
    format_computed,
    format_percent,
    rounded,
)
from kdx_metrics.wording.groups import shares, spans
from kdx_metrics.wording.words import NO_ACTIONS, NOT_EVALUABLE, RATING_WORDS, counts_in_words

NO_EARLIER = "前回の報告がなく、よくなったか悪くなったかは言えません。"
COMPLETE = 100.0  # percent
EVEN = 0.05  # points: a gap that is shown as 0.0 is no gap

Named = tuple[str, Group]


def group(name: str, measured: Group, gaps: Rounding = POINTS) -> str:
    """One group against its plan: `市民の利便性向上は計画を8.2ポイント下回っています(実績52.8%、…)。`."""
    if measured.actions == 0:
        return f"{name}: 取組がありません。"
    if measured.share_leads:
        return shares.group(name, measured)
    if measured.is_waiting:
        return f"{name}の取組はまだ始まっていません(全{measured.actions}件)。"
    if measured.gap is None:
        return f"{name}は評価できません({counts_in_words(measured.ratings)})。"
    return f"{name}は{against_plan(measured, gaps)}({spans.means(measured, gaps)}{_alarms(measured)})。"


def numbers(measured: Group, gaps: Rounding = POINTS) -> str:
    """`実績52.8%、計画61.0%、計画との差−8.2ポイント`, or the share that leads."""
    if measured.share_leads:
        return shares.facts(measured)
    if measured.is_waiting:
        return f"{RATING_WORDS['not_started'].word}(全{measured.actions}件)"
    return f"{spans.means(measured, gaps)}、計画との差{spans.gap(measured, gaps)}"


def without_gap(measured: Group) -> str:
    """The word in place of a gap: `取組なし`, `開始前` or `評価不能`."""
    if not measured.actions:
        return NO_ACTIONS
    return RATING_WORDS["not_started"].word if measured.is_waiting else NOT_EVALUABLE


def against_plan(measured: Group, gaps: Rounding = POINTS) -> str:
    """`計画を8.2ポイント下回っています`, without the full stop; the group has a gap."""
    if measured.gap is None:
        raise ValueError("a group without a gap stands nowhere")
    if measured.gap <= -EVEN:
        return f"計画を{spans.distance(measured, gaps)}ポイント下回っています"
    if not stays_on_plan(measured):
        return f"計画どおりとはまだ言えません(計画との差は{spans.gap(measured, gaps)})"
    if measured.gap < EVEN:
        return "計画どおりです"
    return f"計画を{spans.distance(measured, gaps)}ポイント上回っています"


def stays_on_plan(measured: Group) -> bool:
    """True where a group is not below its plan, and would not be if the unreported rows stood as they last did."""
    return all(gap is not None and gap > -EVEN for gap in (measured.gap, measured.gap_low))


def reporting_rate(measured: Group) -> str:
    """`92.3%`: share of the 取組 that are not 対象外 whose actual is known."""
    return format_percent(None if measured.reporting_rate is None else 100 * measured.reporting_rate)


def reporting(measured: Group) -> str:
    """Reporting rate of a group with its counts, overdue rows without a report among them."""
    overdue = f"(うち期限超過{measured.silent_late}件)" if measured.silent_late else ""
    silent = f"未報告{measured.unreported}件{overdue}"
    return f"報告率は{reporting_rate(measured)}です({silent}、取組は全{measured.actions}件)。"


def overall(summary: Summary, before: Summary | None = None) -> str:
    """The headline and the pillar furthest behind."""
    return headline(summary, before) + _furthest(summary)


def headline(summary: Summary, before: Summary | None = None) -> str:
    """The 期 in force: its state, its gap, its late 取組 and which way it goes.

    `順調: 第2期は計画を8.3ポイント下回っています(27件中、遅れ4件・やや遅れ5件)。前回(−6.4ポイント)から悪化しました。`
    """
    strategy, measured = summary.snapshot.strategy, summary.current
    bands, name = strategy.rating, strategy.period(summary.period).name
    then = None if before is None else before.group(period=summary.period)
    if measured.share_leads:
        return shares.headline(name, measured, then)
    if measured.gap is None:
        now = silence(name, measured)
    else:
        stands = against_plan(measured, bands.rounding)
        now = f"{spans.state_words(measured, bands)}: {name}は{stands}({late_counts(measured)})。"
    if then is None or measured.is_waiting:
        return now
    if then.is_waiting:
        return f"{now}前回は始まっていませんでした。"
    return now + ("" if then.gap is None else _turn(measured, then, bands.rounding))


def late_counts(measured: Group) -> str:
    """`27件中、遅れ4件・やや遅れ5件・未報告2件`; with 0 late ones too, since nothing else says that there are none."""
    counts = [f"{RATING_WORDS[rating].word}{measured.ratings.get(rating, 0)}件" for rating in LATE]
    silent = [f"未報告{measured.unreported}件"] if measured.unreported else []
    return f"{measured.actions}件中、{'・'.join([*counts, *silent])}"


def silence(name: str, measured: Group) -> str:
    """A group without a number: how many of how many are unreported leads, since it is not calm but unknown."""
    if not measured.unreported:
        return group(name, measured)
    return (
        f"{RATING_WORDS['not_reported'].word}: {name}は{measured.actions}件中{measured.unreported}件が"
        "報告されておらず、進捗を評価できません。"
    )


def moved(now: Group, then: Group, gaps: Rounding = POINTS) -> tuple[float, float] | None:
    """Points by which the gap has grown less (> 0) or more, as shown: at what is reported and at the low end.

    Both are of one sign. None where a gap is missing, where only rows without a report keep it from being more, and
    where all that is reported is complete: then the plan alone has moved.
    """
    if now.gap is None or now.gap_low is None or then.gap is None:
        return None
    high, low = (rounded(gap, gaps) - rounded(then.gap, gaps) for gap in (now.gap, now.gap_low))
    hides = low < 0 <= high
    return None if hides or (high < 0 and _is_complete(now)) else (high, low)


def move_in_words(points: tuple[float, float]) -> str:
    """The points of `moved` in words: `1.9~4.1悪化`, `3.0改善` or `変わらず`."""
    if not any(points):
        return "変わらず"
    sizes = dict.fromkeys(format_computed(size, PERCENT) for size in sorted(map(abs, points)))
    return f"{'~'.join(sizes)}{'改善' if points[0] > 0 else '悪化'}"


def _is_complete(measured: Group) -> bool:
    return measured.actual is not None and measured.actual > COMPLETE - EVEN


def _turn(now: Group, then: Group, gaps: Rounding) -> str:
    """`前回(−6.4ポイント)から悪化しました。`."""
    points, last = moved(now, then, gaps), spans.gap(then, gaps)
    if points is None:
        return f"前回は{last}でした。"
    if not any(points):
        return f"前回({last})と変わりません。"
    return f"前回({last})から{'改善' if points[0] > 0 else '悪化'}しました。"


def _furthest(summary: Summary) -> str:
    strategy, gaps = summary.snapshot.strategy, summary.snapshot.strategy.rating.rounding
    pillars = [(pillar.name, summary.cells[pillar.id, summary.period]) for pillar in strategy.pillars]
    if summary.current.share_leads:
        return shares.furthest(pillars)
    name, furthest = min(pillars, key=lambda named: by_standing(named[1]))
    if furthest.gap is None or furthest.gap > -EVEN or not pillars[1:]:
        return ""
    return f"最も遅れている柱は{name}({spans.gap(furthest, gaps)})です。"


def groups(named: Sequence[Named], gaps: Rounding = POINTS) -> str:
    """The group furthest behind plan; those that have not begun are neither behind nor on plan."""
    if any(each.share_leads for _, each in named):
        return shares.groups(named)
    measured = [(name, each) for name, each in named if each.gap is not None]
    if not measured:
        return "評価できる取組がありません。"
    name, furthest = min(measured, key=lambda pair: by_standing(pair[1]))
    if furthest.gap is None or furthest.gap > -EVEN:
        return _none_below([each for _, each in named])
    most = "、最も遅れています" if measured[1:] else "、遅れています"
    return f"{name}が計画を{spans.distance(furthest, gaps)}ポイント下回り{most}。"


def furthest(named: Sequence[Named], gaps: Rounding = POINTS) -> str:
    """The same without numbers, for those who see them beneath: `最も遅れている柱は市民の利便性向上です。`."""
    if any(each.share_leads for _, each in named):
        return shares.lowest(named)
    measured = [(name, each) for name, each in named if each.gap is not None]
    name, worst = min(measured, key=lambda pair: by_standing(pair[1]), default=("", None))
    if worst is None or worst.gap is None or worst.gap > -EVEN or not measured[1:]:
        return groups(named, gaps)
    return f"最も遅れているのは{name}です。"


def ratings(named: Sequence[Named]) -> str:
    """Number of late 取組, by first deadlines too, and the groups that have most of them."""
    total = sum(each.actions for _, each in named)
    if not total:
        return "取組がありません。"
    late = sum(each.ratings.get(rating, 0) for _, each in named for rating in LATE)
    silent = sum(each.unreported for _, each in named)
    unknown = f"、未報告{silent}件" if silent else ""
    if not late:
        return f"遅れている取組はありません(全{total}件{unknown})。"
    most = shares.most_late(named)
    where = f"、最も多いのは{most}" if most else ""
    return f"遅れ・やや遅れは{total}件中{late}件{by_first(named)}{where}です。"


def by_first(named: Sequence[Named]) -> str:
    """`(当初の期限なら遅れ9件)` where deadlines were moved so that fewer rows are behind, else ""."""
    now = sum(each.ratings.get("behind", 0) for _, each in named)
    first = sum(each.behind_by_first for _, each in named)
    return f"(遅れ{now}件、当初の期限なら{first}件)" if first > now else ""


def cells(summary: Summary) -> str:
    """The pillar furthest behind in the current 期, and late 取組 left over from earlier ones."""
    strategy, period = summary.snapshot.strategy, summary.period
    name = strategy.period(period).name
    current = [(pillar.name, summary.cells[pillar.id, period]) for pillar in strategy.pillars]
    left = sum(cell.ratings["behind"] for (_, number), cell in summary.cells.items() if number < period)
    over = f"前の期の遅れも{left}件。" if left else ""
    if summary.share_leads:
        return f"{name}: {shares.groups(current)}{over}"
    if all(each.gap is None for _, each in current):
        return f"{name}には評価できる取組がありません。{over}"
    if all(each.gap is None or each.gap > -EVEN for _, each in current):
        return f"{name}は{_none_below([each for _, each in current])}{over}"
    pillar, furthest = min(current, key=lambda named: by_standing(named[1]))
    return f"{name}は{pillar}が計画を{spans.distance(furthest, strategy.rating.rounding)}ポイント下回っています。{over}"


def _none_below(measured: Sequence[Group]) -> str:
    evaluable = [each for each in measured if each.gap is not None]
    is_silent = any(each.gap is None and each.unreported for each in measured)
    if all(map(stays_on_plan, evaluable)) and not is_silent:
        return "すべて計画どおりか、計画を上回っています。"
    silent = sum(each.unreported for each in measured)
    return f"報告のある取組では計画を下回っていませんが、未報告が{silent}件あります。"


def _alarms(measured: Group) -> str:
    silent = f"(うち未報告{measured.silent_late}件)" if measured.silent_late else ""
    parts = [
        f"{RATING_WORDS[rating].word}{count}件{silent if rating == 'behind' else ''}"
        for rating in NEEDS_ATTENTION
        if (count := measured.ratings.get(rating))
    ]
    return "、" + "、".join(parts) if parts else ""
