"""The tiles of 全体概況: actual against plan for the whole and each pillar, as HTML with a mark for the plan."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.plan.formats import POINTS, Rounding, format_percent, format_points
from kdx_metrics.wording.standing import reporting_rate
from kdx_metrics.wording.words import RATING_WORDS
from pages.html import listing, paragraph, tag


def tiles(groups: Sequence[tuple[str, Group]], gaps: Rounding = POINTS) -> Markup:
    """One tile per group, the whole first, and the meaning of the plan's mark."""
    plan = tag("span", tag("i", kind="kdx-tick"), " 計画")
    return tag("div", *(_tile(label, group, gaps) for label, group in groups), kind="kdx-tiles") + paragraph(
        plan, kind="kdx-legend"
    )


def _tile(label: str, group: Group, gaps: Rounding) -> Markup:
    counts = [
        tag("span", f"{RATING_WORDS[rating].word} {count}", kind=f"kdx-{rating.replace('_', '-')}")
        for rating in RATINGS
        if (count := group.ratings[rating])
    ]
    return tag(
        "section",
        tag("h3", label),
        *_measure(group, gaps),
        listing(counts, kind="kdx-counts"),
        paragraph(f"{group.actions}件・報告率{reporting_rate(group)}"),
        kind="kdx-tile",
    )


def _measure(group: Group, gaps: Rounding) -> tuple[Markup, Markup, Markup]:
    """The number, its bar with the plan's mark, and the distance from the plan."""
    if group.actual is None or group.planned is None:
        return (
            paragraph("評価不能", kind="kdx-number"),
            tag("div", kind="kdx-bar kdx-none"),
            paragraph("評価できる取組がありません", kind="kdx-gap"),
        )
    plan = tag("small", f"計画 {format_percent(group.planned)}")
    return (
        paragraph(f"{format_percent(group.actual)} ", plan, kind="kdx-number"),
        tag(
            "div",
            tag("div", kind="kdx-fill", style=f"width:{group.actual:.2f}%"),
            tag("div", kind="kdx-plan", style=f"left:{group.planned:.2f}%"),
            kind="kdx-bar",
        ),
        paragraph(f"差 {format_points(group.gap, gaps)}", kind="kdx-gap"),
    )
