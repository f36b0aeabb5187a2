"""Moves on a scale as HTML: gaps to the plan then and now, and planned ends at first, last time and now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import chain

from markupsafe import Markup

from kdx_metrics.charts.slips import SlipLine
from kdx_metrics.numbers.changes import Changes, Headline
from kdx_metrics.plan.fiscal_calendar import wareki, wareki_month
from kdx_metrics.plan.formats import Rounding
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.groups import headlines_of
from kdx_metrics.wording.groups import spans, standing
from kdx_metrics.wording.groups.standing import without_gap
from kdx_metrics.wording.meeting.movements import put_off
from pages.html import page_link, tag


def gap_tracks(changes: Changes, strategy: Strategy) -> Markup:
    """Each group's gap to its plan at the meeting before and now, on one scale with the plan as a line."""
    named = headlines_of(changes, strategy)
    spreads = [spans.gap_points(group) for _, both in named for group in (both.before, both.after)]
    low, high = min([0.0, *chain(*spreads)]), max([0.0, *chain(*spreads)])
    span = (high - low) or 1.0

    def at(gap: float) -> float:
        return 100 * (gap - low) / span

    marks = [
        ("tracks-then", f"前回({wareki(changes.before_on)})"),
        ("tracks-now", f"今回({wareki(changes.after_on)})"),
        ("tracks-zero", "計画どおり"),
        *([("tracks-open", spans.OPEN_PART)] if any(len(spread) > 1 for spread in spreads) else []),
    ]
    rows = [_gap_row(name, both, at, strategy.rating.rounding) for name, both in named]
    return tag("div", _key(marks), *rows, kind="tracks tracks-gaps")


def _gap_row(name: str, both: Headline, at: Callable[[float], float], rounding: Rounding) -> Markup:
    """The marks stand at the low end of a gap that is open, as everywhere: silence must not shine."""
    before, after = spans.gap_points(both.before), spans.gap_points(both.after)
    said = [spans.gap_span(group, rounding) or without_gap(group) for group in (both.before, both.after)]
    points = standing.moved(both.after, both.before, rounding)
    parts = [_mark("tracks-zero", at(0.0))]
    if before and after:
        is_worse = points is not None and points[0] < 0
        parts.append(_line("tracks-worse" if is_worse else "", *sorted((at(before[0]), at(after[0])))))
    parts += [_line("tracks-open", at(ends[0]), at(ends[-1])) for ends in (before, after) if len(ends) > 1]
    is_left = not before or not after or after[0] <= before[0]
    left, right = (at(end([*before, *after], default=0.0)) for end in (min, max))
    if before:
        parts += [_mark("tracks-then", at(before[0])), _label(said[0], right if is_left else left, is_left=not is_left)]
    if after:
        parts += [
            _mark("tracks-now", at(after[0])),
            _label(said[1], left if is_left else right, is_left=is_left, kind="tracks-strong"),
        ]
    track = tag("div", *parts, kind="tracks-way", role="img", aria_label=f"前回 {said[0]}、今回 {said[1]}")
    return tag("section", tag("h2", name), track, _moved(both, points))


def _moved(both: Headline, points: tuple[float, float] | None) -> Markup:
    if both.after.gap is None:
        return tag("p", f"今回は{without_gap(both.after)}", kind="kdx-quiet")
    if both.before.gap is None:
        return tag("p", f"前回は{without_gap(both.before)}")
    if points is None:
        return tag("p", "")
    kind = "kdx-behind" if points[0] < 0 else "kdx-on-track" if any(points) else ""
    return tag("p", standing.move_in_words(points), kind=kind)


def slip_tracks(lines: Mapping[tuple[str, int], SlipLine], address: Callable[[str], str], most: int) -> Markup:
    """The `most` ends put off furthest, each at first, last time and now on one scale of time."""
    rows = sorted(lines.items(), key=lambda row: (-row[1].slip_since, -row[1].slip, row[1].label))[:most]
    days = [day for _, row in rows for day in (row.points[0][1], row.before or row.points[0][1], row.points[-1][1])]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def at(day: date) -> float:
        return 3 + 92 * (day - first).days / span

    marks = [("tracks-first", "当初"), ("tracks-then", "前回"), ("tracks-now", "今の完了予定")]
    sections = [_slip_row(row, address(key[0]), at) for key, row in rows]
    return tag("div", _key(marks), *sections, kind="tracks tracks-slips")


def _slip_row(row: SlipLine, address: str, at: Callable[[date], float]) -> Markup:
    first, now = row.points[0][1], row.points[-1][1]
    before = row.before or first
    parts = [
        _line("tracks-worse", at(first), at(now)),
        _mark("tracks-first", at(first)),
        _mark("tracks-then", at(before)),
        _mark("tracks-now", at(now)),
        tag("span", wareki_month(first), kind="tracks-begin", style=f"left:{at(first):.2f}%"),
        tag("span", wareki_month(now), kind="tracks-end tracks-strong", style=f"left:{at(now):.2f}%"),
    ]
    said = f"当初 {wareki_month(first)}、前回 {wareki_month(before)}、今 {wareki_month(now)}"
    return tag(
        "section",
        tag("h2", page_link(address, row.label)),
        tag("p", put_off(row.slip_since, row.slip, row.start_days)),
        tag("div", *parts, kind="tracks-way", role="img", aria_label=said),
    )


def _key(marks: list[tuple[str, str]]) -> Markup:
    return tag(
        "p", *(tag("span", tag("i", kind=f"tracks-mark {kind}"), text) for kind, text in marks), kind="tracks-key"
    )


def _mark(kind: str, left: float) -> Markup:
    return tag("i", kind=f"tracks-mark {kind}", style=f"left:{left:.2f}%")


def _line(kind: str, left: float, right: float) -> Markup:
    return tag("i", kind=f"tracks-line {kind}".strip(), style=f"left:{left:.2f}%;width:{right - left:.2f}%")


def _label(text: str, left: float, *, is_left: bool, kind: str = "") -> Markup:
    side = "tracks-left" if is_left else "tracks-right"
    return tag("span", text, kind=f"{side} {kind}".strip(), style=f"left:{left:.2f}%")
