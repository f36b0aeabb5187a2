"""Gantt chart of 取組, with bars filled as far as the 取組 is done and lines for 今日 and 時点."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import day_lines, midnight, year_axis, year_lines, year_note
from kdx_metrics.charts.drawing.labels import against_plan, percent
from kdx_metrics.charts.drawing.legend import rating_legend
from kdx_metrics.charts.drawing.style import SCREEN, Style, figure, note, pattern
from kdx_metrics.charts.drawing.text import coloured, safe, shortened, strong, wrap
from kdx_metrics.charts.drawing.theme import Palette, Size
from kdx_metrics.charts.happenings import happening_marks, meeting_lines, meeting_ticks
from kdx_metrics.plan.fiscal_calendar import wareki_and_iso
from kdx_metrics.plan.formats import Rounding, format_given
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.happenings import Happening
from kdx_metrics.wording import assessed
from kdx_metrics.wording.words import NO_ACTIONS, RATING_WORDS, rating_and_review

ROW, TWO_LINES = 30, 40  # px per row if names take one line, and if some take two
WIDTH = 960  # px in a window of 1024 px, the narrowest in which the figure does not scroll sideways
TITLE_EMS: Mapping[Size, float] = {"screen": 27.0, "meeting": 20.0, "paper": 27.0}  # width per line
HOVER_EMS = 28.0
THICK, THIN = 0.66, 0.34  # height of the bar of planned dates and of the done part in it, in rows
NEAR = timedelta(days=2 * 365)  # 今日 and 時点 are in view if they are this close to the rows
TOP = 26  # px above the first row for the labels of 今日 and 時点


class _Row(NamedTuple):
    y: int
    action_id: str
    period: int
    period_name: str
    title: str
    department: str
    start: date
    end: date
    planned: float
    actual: float | None
    gap: float | None
    rating: str
    status: str
    first_end: date
    by_people: str
    word: str
    gaps: Rounding

    @property
    def label(self) -> str:
        """Id, title and 所管課 of the 取組."""
        return f"{self.action_id} {self.title}({self.department})"


def gantt(
    rated: pd.DataFrame,
    strategy: Strategy,
    as_of: date,
    today: date,
    *,
    events: Mapping[str, Sequence[Happening]] | None = None,
    width: int = WIDTH,
    style: Style = SCREEN,
) -> go.Figure:
    """One row per 取組 of `rate()`'s rows, in the order given, with a bar per 期 and customdata `[action_id, period]`.

    A 期 that overlaps another of its 取組 has a row of its own. The bar is the planned time, the inner bar the share of
    it that is done; a tick marks the first published 完了予定 of one that was put off.
    The bars of 未報告 and 対象外 are hatched and have no inner bar; that of another rating is hatched if nobody
    reports, and left out for the word of people who have rated without a percentage. `events` of the 年表, per
    取組番号, are rings on its row where they name it; the others, the meetings, are light lines behind everything. The
    figure's height grows with the rows; `width` is its least width in px.
    """
    palette, scale = style.palette, style.scale
    rows = _in_line(_bars(rated, strategy))
    names = sorted({row.y: row for row in reversed(rows)}.values(), key=lambda row: row.y)  # of each row its first bar
    days = [day for row in rows for day in (row.start, row.end)] or [as_of - NEAR, as_of + NEAR]
    days += [day for day in (today, as_of) if min(days) - NEAR < day < max(days) + NEAR]
    first, last = min(days) - timedelta(days=25), max(days) + timedelta(days=25)
    title_room = TITLE_EMS[style.size] * scale.small + 40
    pixels = round(width - title_room)
    lines, labels = day_lines(today, as_of, style=style, shown=(first, last))
    years = year_axis(first, last, width=pixels, style=style)
    ratings = [rating for rating in RATING_WORDS if any(row.rating == rating for row in rows)]
    named, meetings = _events(rows, events or {}, (first, last))
    lines_of_rows = max(len(names), 2)
    traces: list[Any] = meeting_ticks(meetings, -0.5, style)
    for rating in ratings:
        traces += _traces([row for row in rows if row.rating == rating], rating, palette, style)
    traces += [*_first_ends(rows, palette, style), *happening_marks(named, style)]
    ticks = [_tick(row, palette, TITLE_EMS[style.size]) for row in names]
    height = TWO_LINES if any("<br>" in tick for tick in ticks) else ROW
    head = TOP / height
    legend = rating_legend(ratings, style) if rows else note(NO_ACTIONS, style)
    if rows:  # over the years, which stand above the rows so that every sheet of paper has them
        entries = [
            (coloured("┃", palette.worse) + " 当初の完了予定", any(row.first_end < row.end for row in rows)),
            ("「」 自己・本部評価のみ", any(row.word for row in rows)),
            (coloured("◦", palette.key) + " 年表の出来事", bool(named)),
            (coloured("╎", palette.quiet) + f" {strategy.milestones.meeting}", bool(meetings)),
        ]
        shown = "\u3000".join([legend["text"], *(entry for entry, is_drawn in entries if is_drawn)])
        legend |= {"yshift": 3.2 * scale.small, "text": shown}
    return figure(
        traces,
        style=style,
        height=style.scaled(height * lines_of_rows + TOP + 90),
        shapes=[*year_lines(first, last, style=style), *meeting_lines(meetings, palette), *lines],
        annotations=[*labels, *year_note(years, style=style, above=True), legend],
        xaxis=years | {"side": "top"},
        yaxis={
            "range": [lines_of_rows - 0.5, -0.5 - head],
            "tickvals": [row.y for row in names],
            "ticktext": ticks,
            "showgrid": False,
        },
        margin={"l": 8, "r": 12, "t": 4.6 * scale.small + 8, "b": 8, "pad": 6},
    )


def _bars(rated: pd.DataFrame, strategy: Strategy) -> list[_Row]:
    columns = zip(
        rated["action_id"],
        rated["period"],
        (strategy.period(number).name for number in rated["period"].tolist()),
        rated["title"],
        rated["department"],
        rated["planned_start"].dt.date,
        rated["planned_end"].dt.date,
        rated["planned"],
        (None if pd.isna(value) else float(value) for value in rated["actual"]),
        (None if pd.isna(value) else float(value) for value in rated["gap"]),
        rated["rating"],
        rated["status"],
        rated["first_end"].dt.date,
        (assessed.in_full(row) for row in rated.itertuples()),
        (_word(row) for row in rated.itertuples()),
        [strategy.rating.rounding] * len(rated),
        strict=True,
    )
    return [_Row(y, *column) for y, column in enumerate(columns)]


def _in_line(rows: list[_Row]) -> list[_Row]:
    """The same bars in one row per 取組, and in a further one where a bar would cover another of its 取組."""
    lines: dict[str, list[list[_Row]]] = {}
    for row in rows:
        own = lines.setdefault(row.action_id, [])
        free = next((line for line in own if all(row.start > bar.end or row.end < bar.start for bar in line)), None)
        if free is None:
            own.append([row])
        else:
            free.append(row)
    in_order = [line for own in lines.values() for line in own]
    return [row._replace(y=y) for y, line in enumerate(in_order) for row in line]


def _traces(rows: list[_Row], rating: str, palette: Palette, style: Style) -> list[go.Bar]:
    """Planned bars of one rating and, where progress is reported, the done part inside them."""
    look = palette.ratings[rating]
    outline = {"color": palette.track, "line": {"color": look.fill, "width": 1}}
    common: dict[str, Any] = {"orientation": "h", "hoverinfo": "text", "unselected": {"marker": {"opacity": 1}}}
    silent = look.pattern != "" and rating != "not_started"
    planned = go.Bar(
        name=f"{RATING_WORDS[rating].word}の予定",
        base=[midnight(row.start) for row in rows],
        x=[_length(row) for row in rows],
        y=[row.y for row in rows],
        width=THICK,
        marker=pattern(look, style) if look.pattern else outline,
        customdata=[[row.action_id, row.period] for row in rows],
        hovertext=[_sentence(row) for row in rows],
        text=None if look.pattern else [safe(row.word) for row in rows],
        textposition="inside",
        insidetextanchor="start",
        constraintext="none",
        textfont={"size": style.scale.small, "color": palette.ink},
        **common,
    )
    done = [row for row in rows if row.actual]
    if silent or not done:
        return [planned, *_unreported(rows, palette, style, common)] if not silent else [planned]
    inner = go.Bar(
        name=f"{RATING_WORDS[rating].word}の実績",
        base=[midnight(row.start) for row in done],
        x=[_length(row) * (row.actual or 0) / 100 for row in done],
        y=[row.y for row in done],
        width=THIN,
        marker={"color": look.fill},
        customdata=[[row.action_id, row.period] for row in done],
        hovertext=[_sentence(row) for row in done],
        **common,
    )
    return [planned, *_unreported(rows, palette, style, common), inner]


def _unreported(rows: list[_Row], palette: Palette, style: Style, common: dict[str, Any]) -> list[go.Bar]:
    """Hatched inner bars of 取組 without a report, so that they do not look as if nothing were done."""
    silent = [row for row in rows if row.actual is None and not row.by_people]
    if not silent:
        return []
    return [
        go.Bar(
            name=RATING_WORDS["not_reported"].word,
            base=[midnight(row.start) for row in silent],
            x=[_length(row) for row in silent],
            y=[row.y for row in silent],
            width=THIN,
            marker=pattern(palette.ratings["not_reported"], style),
            customdata=[[row.action_id, row.period] for row in silent],
            hovertext=[_sentence(row) for row in silent],
            **common,
        )
    ]


def _first_ends(rows: list[_Row], palette: Palette, style: Style) -> list[go.Scatter]:
    """Tick at the first published 完了予定 of each bar that was put off since."""
    moved = [row for row in rows if row.first_end < row.end]
    if not moved:
        return []
    days = [f"当初より+{(row.end - row.first_end).days}日" for row in moved]
    return [
        go.Scatter(
            name="当初の完了予定",
            mode="markers",
            x=[row.first_end.isoformat() for row in moved],
            y=[row.y for row in moved],
            marker={
                "symbol": "line-ns",
                "size": 15 * style.scale.factor,
                "line": {"width": 3, "color": palette.worse},
            },
            customdata=[[row.action_id, row.period] for row in moved],
            hovertext=[
                f"当初の完了予定 {wareki_and_iso(row.first_end)}({day})" for row, day in zip(moved, days, strict=True)
            ],
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
    ]


def _events(
    rows: Sequence[_Row], events: Mapping[str, Sequence[Happening]], shown: tuple[date, date]
) -> tuple[list[tuple[float, Happening]], list[Happening]]:
    """Events that name a 取組 with their heights, on the bar of their day or else the first, and the other events."""
    named, others = [], set()
    for action_id, listed in events.items():
        bars = [row for row in rows if row.action_id == action_id]
        for event in listed:
            if not shown[0] <= event.day <= shown[1] or not bars:
                continue
            if event.is_named:
                bar = next((bar for bar in bars if bar.start <= event.day <= bar.end), bars[0])
                named.append((float(bar.y), event))
            else:
                others.add(event)
    return named, sorted(others)


def _word(row: Any) -> str:  # noqa: ANN401  # a row of progress.rate
    """`本部評価「×」` of a row that people have rated without a percentage."""
    said = assessed.of_row(row) if pd.isna(row.actual) else None
    return "" if said is None else assessed.short(said)


def _length(row: _Row) -> float:
    return midnight(row.end + timedelta(days=1)) - midnight(row.start)


def _tick(row: _Row, palette: Palette, ems: float) -> str:
    mark = coloured(RATING_WORDS[row.rating].mark, palette.ratings[row.rating].text)
    return f"{wrap(shortened(row.label, 2 * ems - 1), ems)} {mark}"


def _sentence(row: _Row) -> str:
    silence = row.by_people or "進捗率は未報告"
    done = silence if row.actual is None else f"実績 {format_given(row.actual, '%')}"
    gap = "" if row.gap is None else f"、{against_plan(row.gap, row.gaps)}ポイント"
    return (
        f"{strong(wrap(row.title, HOVER_EMS))}<br>{safe(f'{row.action_id}・{row.period_name}・{row.department}')}"
        f"<br>{rating_and_review(row.rating, row.status)} {done}、計画 {percent(row.planned)}{gap}"
        f"<br>{wareki_and_iso(row.start)}から{wareki_and_iso(row.end)}まで"
    )
