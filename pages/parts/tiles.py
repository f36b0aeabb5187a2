"""The tiles of 全体概況: actual against plan for the whole and each pillar, as HTML with a mark for the plan."""

from __future__ import annotations

from html import escape

from kdx_metrics.formats import format_percent, format_points
from kdx_metrics.progress import Group
from kdx_metrics.words import RATING_WORDS

SHOWN = ("behind", "slightly_behind", "on_track", "completed", "not_started", "not_reported", "excluded")


def tiles(groups: list[tuple[str, Group]]) -> str:
    """Lay out one tile a group; the first is the whole."""
    return f"<div class='kdx-tiles'>{''.join(_tile(label, group) for label, group in groups)}</div>"


def _tile(label: str, group: Group) -> str:
    if group.actual is None or group.planned is None:
        bar, number, gap = "<div class='kdx-bar kdx-none'></div>", "評価不能", "評価できる取組がありません"
    else:
        number, gap = (
            format_percent(group.actual),
            f"計画 {format_percent(group.planned)}・差 {format_points(group.gap)}",
        )
        bar = (
            "<div class='kdx-bar'>"
            f"<div class='kdx-fill' style='width:{min(group.actual, 100):.2f}%'></div>"
            f"<div class='kdx-plan' style='left:{min(group.planned, 100):.2f}%'></div></div>"
        )
    counts = "".join(
        f"<li class='kdx-{rating}'><b>{RATING_WORDS[rating][0]}</b> {escape(RATING_WORDS[rating][1])} {count}</li>"
        for rating in SHOWN
        if (count := group.ratings[rating])
    )
    rate = "－" if group.reporting_rate is None else f"{100 * group.reporting_rate:.0f}%"
    return (
        f"<section class='kdx-tile'><h3>{escape(label)}</h3><p class='kdx-number'>{number}</p>{bar}"
        f"<p class='kdx-gap'>{gap}</p><ul class='kdx-counts'>{counts}</ul>"
        f"<p class='kdx-rate'>報告率 {rate}(全{group.actions}件)</p></section>"
    )
