"""The 工程表: one row per 取組 with a bar per 期 along the 年度, as HTML.

As HTML it fits every width: a narrow screen puts the bars below the name. Its names are links that the keyboard
reaches, it prints with its years on each sheet, and a page needs no chart for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
from markupsafe import Markup

from kdx_metrics.charts.drawing.axes import fiscal_years
from kdx_metrics.numbers.meeting.attention import Assessed
from kdx_metrics.plan.fiscal_calendar import (
    era_fiscal_year,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_start,
    month_and_day,
    wareki,
)
from kdx_metrics.plan.formats import format_given, format_percent, format_points
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.happenings import Happening
from kdx_metrics.views.listing import absent
from kdx_metrics.wording import assessed
from kdx_metrics.wording.words import NO_ACTIONS, NO_DATA, RATING_WORDS, rating_and_review
from pages.html import css, joined, page_link, paragraph, tag
from pages.tables.time_rows import Days, Event, Label, day_ticks, labels_row, mark, marks_row

NEAR = timedelta(days=2 * 365)  # 今日 and 時点 are in view if they are this close to the rows
TELEPHONE = 300.0  # px: the row's least width, which the names of 今日 and 時点 fit
WHOLLY_HATCHED = ("not_started", "not_reported", "not_evaluable", "excluded")
# Lines behind the bars: colour, and width in px.
YEAR = "linear-gradient(var(--kdx-line),var(--kdx-line))", 1
MEETING = "repeating-linear-gradient(var(--kdx-quiet) 0 4px,transparent 4px 8px)", 1
AS_OF = "repeating-linear-gradient(var(--kdx-key) 0 3px,transparent 3px 6px)", 2
TODAY = "linear-gradient(var(--kdx-text),var(--kdx-text))", 2

Row = Any  # of progress.rate, as a named tuple
Events = Mapping[str, Sequence[Happening]]


def gantt_chart(  # callers name every option
    rated: pd.DataFrame,
    strategy: Strategy,
    *,
    as_of: date,
    today: date,
    said: str,
    address: Callable[[str], str],
    events: Events | None = None,
) -> Markup:
    """One row per 取組 of `rate()`'s rows, in the order given; its name leads to its `address`, `said` tells the whole.

    The bar is the planned time, the inner bar the share of it that is done; a tick marks the first published 完了予定
    of one that was put off. The bars of 未報告 and 対象外 are hatched and have no inner bar; that of another rating is
    hatched if nobody reports, and left out for the word of people who have rated without a percentage. `events` of
    the 年表, per 取組番号, are rings on its row where they name it; the others, the meetings, are lines behind all.
    """
    if rated.empty:
        return paragraph(NO_ACTIONS)
    rows = list(rated.itertuples())
    days = _in_view(rows, (as_of, today))
    shown = {
        number: [event for event in listed if days.has(event.day)]
        for number, listed in (events or {}).items()
        if number in set(rated["action_id"])
    }
    meetings = sorted({event for listed in shown.values() for event in listed if not event.is_named})
    head = tag(
        "tr", tag("th", "取組(所管課)", scope="col"), tag("th", _head(days, meetings, as_of, today), scope="col")
    )
    body = [_row(bars, strategy, days, address, shown) for bars in _by_action(rows)]
    lines = _lines(days, meetings, as_of, today)
    table = tag("table", tag("thead", head), tag("tbody", *body), kind="kdx-gantt", style=lines, aria_label=said)
    return _legend(rows, strategy, shown, has_meetings=bool(meetings)) + table


def _in_view(rows: Sequence[Row], days: Iterable[date]) -> Days:
    """Whole 年度 that hold the rows and those of the days that are near them."""
    first, last = min(row.planned_start.date() for row in rows), max(row.planned_end.date() for row in rows)
    ends = [first, last, *(day for day in days if first - NEAR < day < last + NEAR)]
    return Days(fiscal_year_start(fiscal_year(min(ends))), fiscal_year_end(fiscal_year(max(ends))) + timedelta(days=1))


def _by_action(rows: Sequence[Row]) -> Iterator[list[list[Row]]]:
    """The rows of each 取組 in lines, in a further one where a bar would cover another."""
    lines: dict[str, list[list[Row]]] = {}
    for row in rows:
        own = lines.setdefault(row.action_id, [])
        free = next((line for line in own if not any(_overlap(row, bar) for bar in line)), None)
        if free is None:
            own.append([row])
        else:
            free.append(row)
    yield from lines.values()


def _overlap(row: Row, other: Row) -> bool:
    return bool(row.planned_start <= other.planned_end and other.planned_start <= row.planned_end)


def _head(days: Days, meetings: Sequence[Happening], as_of: date, today: date) -> Markup:
    """The 年度, the meetings, and the names of 時点 and 今日 above their lines."""
    years, era = [], ""
    for year in fiscal_years(days.first, days.last - timedelta(days=1)):
        name = era_fiscal_year(year)
        kind = "kdx-year" if name[:2] == era else "kdx-year kdx-opens"
        era, number = name[:2], name[2:].removesuffix("年度")
        words = joined([tag("i", era), number, tag("i", "年度"), " ", tag("small", f"({year})")])
        years.append(tag("span", words, kind=kind))
    in_view = [("今日・時点", today)] if as_of == today else [("時点", as_of), ("今日", today)]
    named = sorted((day, name) for name, day in in_view if days.has(day))
    labels = [Label(days.share(day), f"{name} {month_and_day(day)}") for day, name in named]
    held = [Event(event.day, event.title, is_meeting=True) for event in meetings]
    return joined(
        [
            tag("div", *years, kind="kdx-years-head"),
            marks_row(held, days, today) if held else "",
            labels_row(labels, TELEPHONE) if labels else "",
            day_ticks([("kdx-as-of", as_of), ("kdx-today", today)], days),
        ]
    )


def _lines(days: Days, meetings: Sequence[Happening], as_of: date, today: date) -> str:
    """Lines down the chart as the background of its cells, the foremost first."""
    years = [fiscal_year_start(year) for year in fiscal_years(days.first, days.last)]
    drawn = [
        *((day, TODAY) for day in [today]),
        *((day, AS_OF) for day in [as_of] if as_of != today),
        *((event.day, MEETING) for event in meetings),
        *((day, YEAR) for day in years),
    ]
    length = (days.last - days.first).days
    lines = (
        f"{colour} calc(100%*{(day - days.first).days}/{length}) 0/{width}px 100% no-repeat"
        for day, (colour, width) in drawn
        if days.has(day)
    )
    return f"--lines:{','.join(lines)}"


def _row(
    lines: Sequence[Sequence[Row]], strategy: Strategy, days: Days, address: Callable[[str], str], events: Events
) -> Markup:
    """Mark, number, title and 所管課 of a 取組, and its bars."""
    first, bars = lines[0][0], [bar for line in lines for bar in line]
    name = joined(
        [
            tag("span", RATING_WORDS[first.rating].mark, kind=f"kdx-{css(first.rating)}"),
            page_link(address(first.action_id), f"{first.action_id} {first.title}"),
            tag("small", f"({first.department})"),
        ],
        " ",
    )
    rings: dict[int, list[Event]] = {}
    for event in events.get(first.action_id, ()):
        if event.is_named:
            bar = next((bar for bar in bars if bar.planned_start.date() <= event.day <= bar.planned_end.date()), first)
            line = next(number for number, line in enumerate(lines) if bar in line)
            rings.setdefault(line, []).append(Event(event.day, event.title, is_meeting=False))
    tracks = (
        tag(
            "div",
            *(_bar(bar, strategy, days) for bar in line),
            *(_first_end(bar, days) for bar in line),
            *(mark([event], days) for event in rings.get(number, ())),
            kind="kdx-spans",
        )
        for number, line in enumerate(lines)
    )
    return tag("tr", tag("th", name, scope="row"), tag("td", *tracks))


def _bar(row: Row, strategy: Strategy, days: Days) -> Markup:
    """The planned time with what is known of it inside."""
    start = days.share(row.planned_start.date())
    end = days.share(row.planned_end.date() + timedelta(days=1))
    kind, inner = f"kdx-span kdx-{css(row.rating)}", Markup()
    if row.rating in WHOLLY_HATCHED:
        kind += f" kdx-fill-{css(row.rating)}"
    elif not absent(row.actual):
        inner = tag("i", kind=f"kdx-fill-{css(row.rating)}", style=f"width:{row.actual:.2f}%") if row.actual else inner
    elif said := _said(row):
        by, rest = assessed.short(said).split("評価", 1)
        inner = tag("b", by, tag("i", "評価"), rest)  # which a short bar has no room for
    else:
        inner = tag("i", kind="kdx-fill-not-reported", style="width:100%")
    sentence = _sentence(row, strategy)
    style = f"left:{start:.2f}%;width:{end - start:.2f}%"
    return tag("i", inner, kind=kind, style=style, role="img", title=sentence, aria_label=sentence)


def _first_end(row: Row, days: Days) -> Markup:
    """Tick at the first published 完了予定 of a bar that was put off since."""
    first, end = row.first_end.date(), row.planned_end.date()
    if first >= end:
        return Markup()
    sentence = f"当初の完了予定 {wareki(first)}(当初より+{(end - first).days}日)"
    style = f"left:{days.share(first):.2f}%"
    return tag("i", kind="kdx-first-end", style=style, role="img", title=sentence, aria_label=sentence)


def _said(row: Row) -> Assessed | None:
    """The words of people on a row that they have rated without a percentage."""
    return assessed.of_row(row) if absent(row.actual) else None


def _sentence(row: Row, strategy: Strategy) -> str:
    silence = assessed.in_full(row) or "進捗率は未報告"
    done = silence if absent(row.actual) else f"実績 {format_given(row.actual, '%')}"
    gap = "" if absent(row.gap) else f"、計画との差 {format_points(row.gap, strategy.rating.rounding)}"
    return (
        f"{strategy.period(row.period).name} {rating_and_review(row.rating, row.status)}\n"
        f"{done}、計画 {format_percent(row.planned, missing=NO_DATA)}{gap}\n"
        f"{wareki(row.planned_start.date())}から{wareki(row.planned_end.date())}まで"
    )


def _legend(rows: Sequence[Row], strategy: Strategy, events: Events, *, has_meetings: bool) -> Markup:
    """The marks that occur, with their words."""
    ratings = [rating for rating in RATING_WORDS if any(row.rating == rating for row in rows)]
    named = any(event.is_named for listed in events.values() for event in listed)
    entries = [
        *((f"kdx-{css(rating)}", *RATING_WORDS[rating]) for rating in ratings),
        *([("kdx-worse", "┃", "当初の完了予定")] if any(row.first_end < row.planned_end for row in rows) else []),
        *([("", "「」", "自己・本部評価のみ")] if any(map(_said, rows)) else []),
        *([("kdx-done", "◦", "年表の出来事")] if named else []),
        *([("kdx-quiet", "╎", strategy.milestones.meeting)] if has_meetings else []),
    ]
    words = (
        tag("span", joined([tag("b", sign, kind=kind, aria_hidden="true"), word], " ")) for kind, sign, word in entries
    )
    return paragraph(*words, kind="kdx-legend")
