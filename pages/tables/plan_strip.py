"""The plan's years as one strip: each 期 with its own progress, the 年表 as marks above, the days in view below.

As HTML it fits every width, its 期 are links that the keyboard reaches, and a page needs no chart for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from markupsafe import Markup

from kdx_metrics.charts.drawing.axes import years_of
from kdx_metrics.numbers.groups import Group
from kdx_metrics.plan.fiscal_calendar import month_and_day, wareki
from kdx_metrics.plan.strategy import Period, Strategy
from kdx_metrics.wording.groups import shares, standing
from kdx_metrics.wording.words import NOT_EVALUABLE, UNPLANNED
from pages.html import joined, page_link, tag
from pages.tables.table_chart import track

EDGE = 22.0  # percent of the strip within which a label has no room towards its end

Label = tuple[float, str]  # its place in percent of the strip, and its text


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the 年表; meetings are told apart."""

    day: date
    title: str
    is_meeting: bool


@dataclass(frozen=True, slots=True)
class _Years:
    """The days that the strip spans."""

    first: date
    last: date

    def share(self, day: date) -> float:
        """Place of a day, in percent."""
        return 100.0 * (day - self.first).days / max((self.last - self.first).days, 1)

    def label(self, name: str, day: date | None) -> Label | None:
        """`前回 1月7日` at its day; None outside the strip."""
        if day is None or not self.first <= day <= self.last:
            return None
        return self.share(day), f"{name} {month_and_day(day)}"


def plan_strip(  # callers name every option
    periods: Mapping[int, Group],
    unplanned: Sequence[int],
    events: Sequence[Event],
    strategy: Strategy,
    *,
    as_of: date,
    today: date,
    address: Callable[[int], str],
) -> Markup:
    """One band per 期 to the scale of its days, a mark per event above, `as_of` and `today` as lines.

    The last and the next meeting are named, the other events on hover. A 期 of `unplanned` is hatched.
    """
    days = [strategy.first_day, strategy.last_day, *(event.day for event in events)]
    years, current = _Years(min(days), max(days)), strategy.period_at(as_of).number
    bands = [
        _band(
            period,
            periods[period.number],
            strategy,
            address(period.number),
            is_open=period.number not in unplanned,
            is_current=period.number == current,
        )
        for period in strategy.periods
    ]
    widths = [
        (strategy.first_day - years.first).days,
        *((period.last_day - period.first_day).days + 1 for period in strategy.periods),
        (years.last - strategy.last_day).days,
    ]
    columns = " ".join(f"minmax(0,{share}fr)" for share in widths)
    return tag(
        "div",
        _named(*_meetings(events, years, today)),
        tag("div", *(_mark(event, years) for event in events), kind="kdx-marks"),
        tag("div", *bands, kind="kdx-bands", style=f"grid-template-columns:{columns}"),
        _named(*_days(years, as_of, today)),
        *_lines(years, as_of, today),
        kind="kdx-strip",
    )


def _meetings(events: Sequence[Event], years: _Years, today: date) -> tuple[Label | None, Label | None]:
    held = [event.day for event in events if event.is_meeting]
    last = max((day for day in held if day < today), default=None)
    coming = min((day for day in held if day >= today), default=None)
    return years.label("前回", last), years.label("次回", coming)


def _days(years: _Years, as_of: date, today: date) -> tuple[Label | None, Label | None]:
    if as_of == today:
        return None, years.label("今日・時点", today)
    (first, opening), (second, closing) = sorted(((as_of, "時点"), (today, "今日")))
    return years.label(opening, first), years.label(closing, second)


def _named(earlier: Label | None, later: Label | None) -> Markup:
    """A line with the earlier label left of its day and the later right of it; both in one where an end is near."""
    labels = [label for label in (earlier, later) if label is not None]
    if earlier and later and earlier[0] >= EDGE and later[0] <= 100 - EDGE:
        parts = [_label(earlier, leftwards=True), _label(later, leftwards=False)]
    elif labels:
        is_near_end = labels[0][0] > 100 - EDGE or labels[-1][0] > 100 - EDGE
        leftwards = is_near_end or (later is None and labels[0][0] >= EDGE)
        text = "・".join(text for _, text in labels)
        parts = [_label((labels[0 if leftwards else -1][0], text), leftwards=leftwards)]
    else:
        parts = []
    return tag("div", *parts, kind="kdx-named")


def _label(label: Label, *, leftwards: bool) -> Markup:
    position, text = label
    side = f"right:{100 - position:.2f}%" if leftwards else f"left:{position:.2f}%"
    return tag("span", text, style=side)


def _mark(event: Event, years: _Years) -> Markup:
    said = f"{wareki(event.day)} {event.title}"
    kind = "kdx-mark kdx-meeting" if event.is_meeting else "kdx-mark"
    return tag("i", kind=kind, role="img", title=said, aria_label=said, style=f"left:{years.share(event.day):.2f}%")


def _lines(years: _Years, as_of: date, today: date) -> list[Markup]:
    shown = chain([("kdx-today", today)], [("kdx-as-of", as_of)] if as_of != today else [])
    return [
        tag("i", kind=f"kdx-day {kind}", style=f"left:{years.share(day):.2f}%")
        for kind, day in shown
        if years.first <= day <= years.last
    ]


def _band(period: Period, group: Group, strategy: Strategy, address: str, *, is_open: bool, is_current: bool) -> Markup:
    """Name and rows of a 期, its years, its progress."""
    state = _progress(group) if is_open else UNPLANNED
    kinds = [*(["kdx-now-in-force"] if is_current else []), *([] if is_open else ["kdx-unplanned"])]
    words = [
        tag("span", tag("b", period.name), f"・{group.actions}件"),
        tag("small", years_of(period)[0]),
        tag("b", state),
    ]
    return page_link(
        address,
        joined(words, " "),
        track(group, strategy.rating) if is_open else "",
        kind=" ".join(["kdx-band", *kinds]),
    )


def _progress(group: Group) -> str:
    """Percentage that leads, named where it is 順調率."""
    if group.share_leads and group.judged:
        return f"{shares.ON_TRACK_SHARE}{shares.percent(group)}"
    return NOT_EVALUABLE if group.actual is None else standing.span(group)
