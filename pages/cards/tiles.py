"""The tiles of 全体概況: actual against plan for the whole and each pillar, as HTML with a mark for the plan."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.ratings import NEEDS_ATTENTION
from kdx_metrics.plan.formats import format_percent, format_points
from kdx_metrics.wording.words import RATING_WORDS

# What needs attention stands first, then what goes well, then what does not count yet or any more.
ORDER = (*NEEDS_ATTENTION, "on_track", "completed", "not_started", "excluded")


def tiles(groups: Sequence[tuple[str, Group]]) -> str:
    """Lay out one tile a group, the whole first, and the legend of the marks."""
    legend = " ".join(f"<span>{_mark(rating)} {RATING_WORDS[rating].word}</span>" for rating in ORDER)
    return (
        f"<div class='kdx-tiles'>{''.join(_tile(label, group) for label, group in groups)}</div>"
        f"<p class='kdx-legend'>{legend} <span><i class='kdx-tick'></i> 計画</span></p>"
    )


def _tile(label: str, group: Group) -> str:
    rate = format_percent(None if group.reporting_rate is None else 100 * group.reporting_rate, 0)
    counts = "".join(
        f"<li>{_mark(rating)}<span class='kdx-hidden'>{RATING_WORDS[rating].word}</span>{count}</li>"
        for rating in ORDER
        if (count := group.ratings[rating])
    )
    return (
        f"<section class='kdx-tile'><h3>{escape(label)}</h3>{_measure(group)}"
        f"<ul class='kdx-counts'>{counts}</ul><p>{group.actions}件・報告率{rate}</p></section>"
    )


def _measure(group: Group) -> str:
    if group.actual is None or group.planned is None:
        return (
            "<p class='kdx-number'>評価不能</p><div class='kdx-bar kdx-none'></div>"
            "<p class='kdx-gap'>評価できる取組がありません</p>"
        )
    return (
        f"<p class='kdx-number'>{format_percent(group.actual)} <small>計画 {format_percent(group.planned)}</small></p>"
        f"<div class='kdx-bar'><div class='kdx-fill' style='width:{group.actual:.2f}%'></div>"
        f"<div class='kdx-plan' style='left:{group.planned:.2f}%'></div></div>"
        f"<p class='kdx-gap'>差 {format_points(group.gap)}</p>"
    )


def _mark(rating: str) -> str:
    return f"<b class='kdx-{rating.replace('_', '-')}' aria-hidden='true'>{RATING_WORDS[rating].mark}</b>"
