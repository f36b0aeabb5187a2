"""Sentences about what moved between two 時点."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kdx_metrics.numbers.changes import ActionChange, Changes, Headline, KpiChange
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import POINTS, Rounding, format_given, format_signed
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.groups import shares, spans, standing
from kdx_metrics.wording.groups.standing import EVEN, without_gap
from kdx_metrics.wording.sums import OF_PLAN, difference
from kdx_metrics.wording.words import titles_in_words


def finding(changes: Changes, strategy: Strategy) -> str:
    """Move of the 期 in force against its plan, and how many 取組 moved in each way."""
    return f"{of_plan(changes, strategy)}{counts_in_words(changes)}。"


def of_plan(changes: Changes, strategy: Strategy) -> str:
    """Move of the 期 in force against its plan."""
    return f"{headline(strategy.period(changes.period).name, changes.overall, strategy.rating.rounding)}。"


def headline(name: str, both: Headline, gaps: Rounding = POINTS) -> str:
    """`第2期の計画との差は−4.3から−5.2へ広がりました(ポイント)`: a cumulative actual hardly ever falls."""
    if both.after.share_leads:
        return _headline_of_shares(name, both)
    before, after = both.before.gap, both.after.gap
    if after is None:
        return f"{name}はいま{without_gap(both.after)}です"
    if before is None:
        return f"{name}の計画との差は{spans.gap(both.after, gaps)}です(前回は{without_gap(both.before)})"
    then, now = (spans.gap_span(group, gaps) for group in (both.before, both.after))
    if then == now:
        return f"{name}の計画との差は{now}ポイントで、前回と変わりません"
    if standing.moved(both.after, both.before, gaps) is None:  # only rows without a report make it less
        return f"{name}の計画との差は{now}ポイントです(前回は{then}ポイント)"
    return f"{name}の計画との差は{then}から{now}へ{_way(before, after)}(ポイント)"


def _headline_of_shares(name: str, both: Headline) -> str:
    """`第2期の順調・完了は10件中6件から11件中7件になりました`."""
    now = f"{shares.of(both.after)}({shares.percent(both.after)})"
    if not both.after.judged:
        return f"{name}には{shares.NONE_JUDGED}"
    if not both.before.judged:
        return f"{name}の{shares.WELL}は{now}です"
    return f"{name}の{shares.WELL}は{shares.of(both.before)}({shares.percent(both.before)})から{now}になりました"


def _way(before: float, after: float) -> str:
    if after <= -EVEN:
        return "広がりました" if after < before else "縮まりました"
    if before <= -EVEN:
        return "縮まり、計画に追いつきました"
    return "増えました" if after > before else "減りました"


def counts(changes: Changes) -> list[str]:
    """Number of 取組 that moved in each way, only the ways that occur."""
    numbers = {
        "完了": len(changes.moved("completed")),
        "遅れに転じた": len(changes.moved("fell_behind")),
        "持ち直した": len(changes.moved("recovered")),
        "後ろ倒しによる好転": len(changes.moved("postponed")),
        "後ろ倒し": len(changes.delayed),
        "新たに未報告": sum(change.newly_unreported for change in changes.actions),
        "追加": len(changes.added),
        "削除": len(changes.removed),
    }
    return [f"{word}{number}件" for word, number in numbers.items() if number]


def counts_in_words(changes: Changes) -> str:
    """`完了6件、遅れに転じた7件`, or that nothing moved."""
    return "、".join(counts(changes)) or "動いた取組はありません"


def since_last(changes: Changes) -> str:
    """The counts, with the date that they are counted from."""
    return f"前回({wareki(changes.before_on)})から {'、'.join(counts(changes))}。"


def kinds(changes: Changes) -> list[str]:
    """The 取組 that fell behind, that recovered and that were completed, one line each."""
    moved = (
        ("遅れに転じた", changes.moved("fell_behind")),
        ("持ち直した", changes.moved("recovered")),
        ("完了した", changes.moved("completed")),
    )
    return [f"{word}: {_titles(rows)}。" if rows else f"{word}取組はありません。" for word, rows in moved]


def completed(rows: Sequence[ActionChange]) -> str:
    """The 取組 completed since the other date."""
    return f"前回から完了したのは{_titles(rows)}。"


def _titles(rows: Sequence[ActionChange]) -> str:
    return titles_in_words([change.state.title for change in rows])


def slips(changes: Changes) -> str:
    """Number of ends put off, and the one put off furthest."""
    if not changes.delayed:
        return "前回から後ろ倒しになった取組はありません。"
    furthest = changes.delayed[0]
    return (
        f"前回から{len(changes.delayed)}件の完了予定が後ろ倒しになりました。"
        f"最大は「{furthest.state.title}」の{furthest.delay_days}日です。"
    )


def put_off(since: int, in_all: int, start: int = 0) -> str:
    """`前回から+275日(当初から+365日)`: days by which an end has moved, and by which its start has."""
    moved = f"前回から{since:+d}日(当初から{in_all:+d}日)"
    return f"{moved}・開始{format_signed(start, Rounding(0))}日" if start else moved


def worked(named: Iterable[tuple[str, Headline]], strategy: Strategy) -> str:
    """Gaps of each group on both sides and the change of its actual worked out, with the rows behind each mean."""
    lines = [line for name, both in named for line in _worked(name, both, strategy)]
    return "\n".join([*lines, "(件数は 評価できる取組/全取組)"])


def _worked(name: str, both: Headline, strategy: Strategy) -> Iterator[str]:
    for side, group in (("前回", both.before), ("今回", both.after)):
        if group.share_leads:
            yield f"{name} {side}: {shares.worked(group)}"
            continue
        counts = f"{group.evaluable}件/{group.actions}件"
        if group.actual is None or group.planned is None or group.gap is None:
            yield f"{name} {side}: {without_gap(group)}({counts})"
            continue
        gap = difference(OF_PLAN, group.actual, group.planned, group.gap, strategy.rating.rounding)
        yield f"{name} {side}: {gap}({counts})"
    before, after = both.before.actual, both.after.actual
    if before is not None and after is not None and both.actual_change is not None:
        change = difference("今回 {}% − 前回 {}%", after, before, both.actual_change, POINTS)
        yield f"{name} 実績の変化: {change}"


def kpi(change: KpiChange) -> str:
    """Value of a KPI on both sides, "" for one that is on one side only."""
    if change.before is None or change.after is None:
        return ""
    sides = [format_given(side.actual, side.unit) for side in (change.before, change.after)]
    return f"前回から {sides[0]} → {sides[1]}。"


def kpis(changes: Changes) -> str:
    """Number of KPIs that moved, and of those whose rating changed."""
    rated = sum(change.rating_changed for change in changes.kpis)
    return f"動いた指標は{len(changes.kpis)}件、うち評価が変わったのは{rated}件です。"
