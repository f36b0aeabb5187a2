"""Moves on a scale as HTML: gaps to the plan then and now, and planned ends at first, last time and now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from markupsafe import Markup

from kdx_metrics.charts.slips import SlipLine
from kdx_metrics.numbers.changes import Changes, Headline
from kdx_metrics.plan.fiscal_calendar import wareki, wareki_month
from kdx_metrics.plan.formats import PERCENT, Rounding, format_computed, format_gap, rounded
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.groups import headlines_of
from kdx_metrics.wording.groups.standing import without_gap
from kdx_metrics.wording.meeting.movements import put_off
from pages.html import page_link, tag

ROOM = 0.12  # of the scale's width on either side, for the numbers beside the marks


def gap_tracks(changes: Changes, strategy: Strategy) -> Markup:
    """Each group's gap to its plan at the meeting before and now, on one scale with the plan as a line."""
    named = headlines_of(changes, strategy)
    gaps = [gap for _, both in named for gap in (both.before.gap, both.after.gap) if gap is not None]
    low, high = min([*gaps, 0.0]), max([*gaps, 0.0])
    span = (high - low) or 1.0

    def at(gap: float) -> float:
        return 100 * (ROOM + (1 - 2 * ROOM) * (gap - low) / span)

    marks = [
        ("deck-then", f"前回({wareki(changes.before_on)})"),
        ("deck-now", f"今回({wareki(changes.after_on)})"),
        ("deck-zero", "計画どおり"),
    ]
    rows = [_gap_row(name, both, at, strategy.rating.rounding) for name, both in named]
    return tag("div", _key(marks), *rows, kind="deck-tracks deck-gaps")


def _gap_row(name: str, both: Headline, at: Callable[[float], float], rounding: Rounding) -> Markup:
    before, after = both.before.gap, both.after.gap
    said = [format_gap(group.gap, rounding, missing=without_gap(group)) for group in (both.before, both.after)]
    parts = [_mark("deck-zero", at(0.0))]
    if before is not None and after is not None:
        parts.append(_line("deck-worse" if after < before else "", *sorted((at(before), at(after)))))
    if before is not None:
        is_left = after is not None and before < after
        parts += [_mark("deck-then", at(before)), _label(said[0], at(before), is_left=is_left)]
    if after is not None:
        is_left = before is None or after <= before
        parts += [_mark("deck-now", at(after)), _label(said[1], at(after), is_left=is_left, kind="deck-strong")]
    track = tag("div", *parts, kind="deck-track", role="img", aria_label=f"前回{said[0]}、今回{said[1]}")
    return tag("section", tag("h2", name), track, _moved(both, rounding))


def _moved(both: Headline, rounding: Rounding) -> Markup:
    before, after = both.before.gap, both.after.gap
    if before is None or after is None:
        return tag("p", f"前回は{without_gap(both.before)}" if before is None and after is not None else "")
    then, now = rounded(before, rounding), rounded(after, rounding)
    if then == now:
        return tag("p", "変わらず")
    size = format_computed(abs(now - then), PERCENT)
    return tag("p", f"{size}悪化", kind="kdx-behind") if now < then else tag("p", f"{size}改善", kind="kdx-on-track")


def slip_tracks(lines: Mapping[tuple[str, int], SlipLine], address: Callable[[str], str], most: int) -> Markup:
    """The `most` ends put off furthest, each at first, last time and now on one scale of time."""
    rows = sorted(lines.items(), key=lambda row: (-row[1].slip_since, -row[1].slip, row[1].label))[:most]
    days = [day for _, row in rows for day in (row.points[0][1], row.before or row.points[0][1], row.points[-1][1])]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def at(day: date) -> float:
        return 3 + 92 * (day - first).days / span

    marks = [("deck-first", "当初"), ("deck-then", "前回"), ("deck-now", "今の完了予定")]
    sections = [_slip_row(row, address(key[0]), at) for key, row in rows]
    return tag("div", _key(marks), *sections, kind="deck-tracks deck-slips")


def _slip_row(row: SlipLine, address: str, at: Callable[[date], float]) -> Markup:
    first, now = row.points[0][1], row.points[-1][1]
    before = row.before or first
    parts = [
        _line("deck-worse", at(first), at(now)),
        _mark("deck-first", at(first)),
        _mark("deck-then", at(before)),
        _mark("deck-now", at(now)),
        tag("span", wareki_month(first), kind="deck-begin", style=f"left:{at(first):.2f}%"),
        tag("span", wareki_month(now), kind="deck-end deck-strong", style=f"left:{at(now):.2f}%"),
    ]
    said = f"当初{wareki_month(first)}、前回{wareki_month(before)}、今{wareki_month(now)}"
    return tag(
        "section",
        tag("h2", page_link(address, row.label)),
        tag("p", put_off(row.slip_since, row.slip, row.start_days)),
        tag("div", *parts, kind="deck-track", role="img", aria_label=said),
    )


def _key(marks: list[tuple[str, str]]) -> Markup:
    return tag("p", *(tag("span", tag("i", kind=f"deck-mark {kind}"), text) for kind, text in marks), kind="deck-key")


def _mark(kind: str, left: float) -> Markup:
    return tag("i", kind=f"deck-mark {kind}", style=f"left:{left:.2f}%")


def _line(kind: str, left: float, right: float) -> Markup:
    return tag("i", kind=f"deck-line {kind}".strip(), style=f"left:{left:.2f}%;width:{right - left:.2f}%")


def _label(text: str, left: float, *, is_left: bool, kind: str = "") -> Markup:
    side = "deck-left" if is_left else "deck-right"
    return tag("span", text, kind=f"{side} {kind}".strip(), style=f"left:{left:.2f}%")
