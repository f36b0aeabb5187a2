"""The plan's years as one strip: each 期 with its own progress, the 年表 as marks above, the days in view below.

As HTML it fits every width, its 期 are links that the keyboard reaches, and a page needs no chart for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from markupsafe import Markup

from kdx_metrics.charts.drawing.axes import years_of
from kdx_metrics.numbers.groups import Group
from kdx_metrics.plan.meetings import first_from, last_before
from kdx_metrics.plan.strategy import Period, Strategy
from kdx_metrics.wording.groups import shares, spans
from kdx_metrics.wording.words import NOT_EVALUABLE, UNPLANNED
from pages.html import joined, page_link, tag
from pages.tables.table_chart import track
from pages.tables.time_rows import Days, Event, day_ticks, labels_row, marks_row


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
    """One band per 期 to the scale of its days, under the events of the 年表, above the names of `as_of` and `today`.

    The last and the next meeting are named, the other events on hover. A 期 of `unplanned` is hatched.
    """
    every_day = [strategy.first_day, strategy.last_day, *(event.day for event in events)]
    days, current = Days(min(every_day), max(every_day)), strategy.period_at(as_of).number
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
        (strategy.first_day - days.first).days,
        *((period.last_day - period.first_day).days + 1 for period in strategy.periods),
        (days.last - strategy.last_day).days,
    ]
    columns = " ".join(f"minmax(0,{share}fr)" for share in widths)
    in_view = [("今日・時点", today)] if as_of == today else [("時点", as_of), ("今日", today)]
    return tag(
        "div",
        labels_row(days.labels(_meetings(events, as_of, today))),
        marks_row(events, days, today) if events else "",
        tag("div", *bands, kind="kdx-bands", style=f"grid-template-columns:{columns}"),
        day_ticks([("kdx-as-of", as_of), ("kdx-today", today)], days),
        labels_row(days.labels(in_view)),
        kind="kdx-strip",
    )


def _meetings(events: Sequence[Event], as_of: date, today: date) -> list[tuple[str, date | None]]:
    """The meeting that the numbers are compared with (meeting_of), and the next one from today on."""
    held = [event.day for event in events if event.is_meeting]
    coming = first_from(held, today)
    return [("前回", last_before(held, min(as_of, coming or today))), ("次回", coming)]


def _band(period: Period, group: Group, strategy: Strategy, address: str, *, is_open: bool, is_current: bool) -> Markup:
    """Name and rows of a 期, its years, its progress."""
    state = _progress(group) if is_open else UNPLANNED
    kinds = [*(["kdx-now-in-force"] if is_current else []), *([] if is_open else ["kdx-unplanned"])]
    words = [
        tag("span", tag("b", period.name), f" {group.actions}件"),
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
    return NOT_EVALUABLE if group.actual is None else spans.span(group)
