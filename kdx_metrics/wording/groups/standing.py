"""Sentences about how groups stand against their plan (formulas.md, "Saying how we are doing").

The 期 in force leads. Nothing is called 計画どおり that would not be so if what is unreported stood as it last did.
"""

from __future__ import annotations

from collections.abc import Sequence

from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ratings import LATE, NEEDS_ATTENTION
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.formats import (
    MINUS,
    PERCENT,
    POINTS,
    Rounding,
    format_computed,
    format_percent,
    format_points,
    rounded,
)
from kdx_metrics.wording.groups import shares
from kdx_metrics.wording.words import RATING_WORDS, counts_in_words

NO_EARLIER = "前回の報告がなく、よくなったか悪くなったかは言えません。"
EVEN = 0.05  # points: a gap that is shown as 0.0 is no gap

Named = tuple[str, Group]


def group(name: str, measured: Group, gaps: Rounding = POINTS) -> str:
    """One group against its plan: `市民の利便性向上は計画を8.2ポイント下回っています(実績52.8%、…)。`."""
    if measured.actions == 0:
        return f"{name}: 取組がありません。"
    if measured.share_leads:
        return shares.group(name, measured)
    if measured.gap is None:
        return f"{name}は評価できません({counts_in_words(measured.ratings)})。"
    means = f"実績{actual(measured)}、計画{format_percent(measured.planned)}"
    return f"{name}は{against_plan(measured, gaps)}({means}{_alarms(measured)})。"


def numbers(measured: Group, gaps: Rounding = POINTS) -> str:
    """`実績52.8%、計画61.0%、計画との差−8.2ポイント`, or the share that leads."""
    if measured.share_leads:
        return shares.facts(measured)
    means = f"実績{actual(measured)}、計画{format_percent(measured.planned)}"
    return f"{means}、計画との差{format_points(measured.gap, gaps)}"


def actual(measured: Group) -> str:
    """`72.7%`; `66.7~100.0%・未報告1件` while it is open what the unreported rows would make of it."""
    is_whole = measured.actual is None or measured.actual_low is None or not measured.unreported
    return span(measured) + ("" if is_whole else f"・未報告{measured.unreported}件")


def span(measured: Group) -> str:
    """`72.7%`; `66.7~100.0%` from what the unreported rows last had to what the reported ones have."""
    if measured.actual is None or measured.actual_low is None or not measured.unreported:
        return format_percent(measured.actual)
    low, high = (format_computed(mean, PERCENT) for mean in sorted((measured.actual_low, measured.actual)))
    return f"{high}%" if low == high else f"{low}~{high}%"


def against_plan(measured: Group, gaps: Rounding = POINTS) -> str:
    """`計画を8.2ポイント下回っています`, without the full stop; the group has a gap."""
    if measured.gap is None:
        raise ValueError("a group without a gap stands nowhere")
    if measured.gap <= -EVEN:
        return f"計画を{distance(measured.gap, gaps)}ポイント下回っています"
    if not stays_on_plan(measured):
        return f"計画どおりとはまだ言えません(報告のある取組は{format_points(measured.gap, gaps)})"
    if measured.gap < EVEN:
        return "計画どおりです"
    return f"計画を{distance(measured.gap, gaps)}ポイント上回っています"


def stays_on_plan(measured: Group) -> bool:
    """True where a group is not below its plan, and would not be if the unreported rows stood as they last did."""
    gaps = (measured.gap, measured.gap_low)
    only_silence_has_begun = measured.unreported and measured.evaluable <= measured.ratings["not_started"]
    return not only_silence_has_begun and all(gap is not None and gap > -EVEN for gap in gaps)


def reporting_rate(measured: Group) -> str:
    """`92.3%`: share of the 取組 that are not 対象外 whose actual is known."""
    return format_percent(None if measured.reporting_rate is None else 100 * measured.reporting_rate)


def reporting(measured: Group) -> str:
    """Reporting rate of a group with its counts, overdue rows without a report among them."""
    overdue = measured.unreported - measured.ratings["not_reported"]
    silent = f"未報告{measured.unreported}件{f'(うち期限超過{overdue}件)' if overdue else ''}"
    return f"報告率は{reporting_rate(measured)}です({silent}、取組は全{measured.actions}件)。"


def overall(summary: Summary, before: Summary | None = None) -> str:
    """The headline and the pillar furthest behind."""
    return headline(summary, before) + _furthest(summary)


def headline(summary: Summary, before: Summary | None = None) -> str:
    """The 期 in force: `第2期は計画を8.3ポイント下回っています。前回(−6.4ポイント)から悪化しました。`."""
    strategy, measured, gaps = summary.snapshot.strategy, summary.current, summary.snapshot.strategy.rating.rounding
    name = strategy.period(summary.period).name
    then = None if before is None else before.group(period=summary.period)
    if measured.share_leads:
        pillars_now = [(pillar.name, summary.cells[pillar.id, summary.period]) for pillar in strategy.pillars]
        return shares.overall(name, measured, then, pillars_now)
    now = group(name, measured) if measured.gap is None else f"{name}は{against_plan(measured, gaps)}。"
    return now + ("" if then is None or then.gap is None else _turn(measured, then, gaps))


def moved(now: Group, then: Group, gaps: Rounding = POINTS) -> float | None:
    """Points by which the gap has grown less (> 0) or more between the two gaps as they are shown.

    None where a gap is missing, and where only rows without a report make it less.
    """
    if now.gap is None or then.gap is None:
        return None
    points = rounded(now.gap, gaps) - rounded(then.gap, gaps)
    lowest = now.gap if now.gap_low is None else now.gap_low
    return None if points > 0 and lowest < then.gap else points


def _turn(now: Group, then: Group, gaps: Rounding) -> str:
    """`前回(−6.4ポイント)から悪化しました。`."""
    points, last = moved(now, then, gaps), format_points(then.gap, gaps)
    if points is None:
        return f"前回は{last}でした。"
    if points == 0:
        return f"前回({last})と変わりません。"
    return f"前回({last})から{'悪化' if points < 0 else '改善'}しました。"


def _furthest(summary: Summary) -> str:
    strategy, gaps = summary.snapshot.strategy, summary.snapshot.strategy.rating.rounding
    if summary.current.share_leads:  # said by the headline itself
        return ""
    pillars = [(summary.cells[pillar.id, summary.period].gap, pillar.name) for pillar in strategy.pillars]
    behind = [(gap, pillar) for gap, pillar in pillars if gap is not None and gap <= -EVEN]
    if not behind or not pillars[1:]:
        return ""
    gap, pillar = min(behind)
    return f"最も遅れている柱は{pillar}({format_points(gap, gaps)})です。"


def groups(named: Sequence[Named], gaps: Rounding = POINTS) -> str:
    """The group furthest behind plan; those that have not begun are neither behind nor on plan."""
    if any(each.share_leads for _, each in named):
        return shares.groups(named)
    measured = [(each.gap, name) for name, each in named if each.gap is not None and not each.is_waiting]
    if not measured:
        return "評価できる取組がありません。"
    gap, name = min(measured, key=lambda pair: pair[0])
    if gap > -EVEN:
        return _none_below([each for _, each in named])
    most = "、最も遅れています" if measured[1:] else "、遅れています"
    return f"{name}が計画を{distance(gap, gaps)}ポイント下回り{most}。"


def ratings(named: Sequence[Named]) -> str:
    """Number of late 取組, by first deadlines too, and the group that has most of them."""
    total = sum(each.actions for _, each in named)
    if not total:
        return "取組がありません。"
    late = {name: sum(each.ratings.get(rating, 0) for rating in LATE) for name, each in named}
    silent = sum(each.unreported for _, each in named)
    unknown = f"、未報告{silent}件" if silent else ""
    if not any(late.values()):
        return f"遅れている取組はありません(全{total}件{unknown})。"
    most = max(late, key=lambda name: late[name])
    where = f"、最も多いのは{most}({late[most]}件)" if late.keys() - {most} else ""
    return f"遅れ・やや遅れは{total}件中{sum(late.values())}件{where}です{by_first(named)}。"


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
    gap, furthest = min((each.gap, pillar) for pillar, each in current if each.gap is not None)
    return f"{name}は{furthest}が計画を{distance(gap, strategy.rating.rounding)}ポイント下回っています。{over}"


def distance(gap: float, gaps: Rounding) -> str:
    """`8.2` points between actual and plan, rounded as the gap itself is."""
    return format_computed(gap, gaps).removeprefix(MINUS)


def _none_below(measured: Sequence[Group]) -> str:
    evaluable = [each for each in measured if each.gap is not None]
    is_silent = any(each.gap is None and each.unreported for each in measured)
    if all(map(stays_on_plan, evaluable)) and not is_silent:
        return "すべて計画どおりか、計画を上回っています。"
    silent = sum(each.unreported for each in measured)
    return f"報告のある取組では計画を下回っていませんが、未報告が{silent}件あります。"


def _alarms(measured: Group) -> str:
    counts = {RATING_WORDS[rating].word: measured.ratings.get(rating) for rating in NEEDS_ATTENTION}
    parts = [f"{word}{count}件" for word, count in counts.items() if count]
    return "、" + "、".join(parts) if parts else ""
