"""A time axis in Japanese, with 年度 ticks, bands of the 期 and the lines of 今日 and 時点."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.style import Style, annotation
from kdx_metrics.charts.drawing.text import ems, safe, strong
from kdx_metrics.charts.drawing.ticks import LINE
from kdx_metrics.plan.fiscal_calendar import (
    era_fiscal_year,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_start,
    month_and_day,
)
from kdx_metrics.plan.strategy import Period, Strategy

WHOLE_YEAR = 360  # days; a 年度 with at least as many in view is labelled even on a narrow axis
YEAR_LABEL_EMS = 5.4  # width of 令和12年度 and a small margin
PART_EMS = (2.0, 3.6)  # width of a partly visible 年度 that suffices for its short and its long label
NOTE_SHIFT = 6  # px between the word 年度 and the plot
IN_FORCE = "(現在)"  # beside the name of the 期 in force
RIGHT_EDGE = 0.85  # share of the axis beyond which a label stands left of its line


def years_of(period: Period) -> tuple[str, str]:
    """Fiscal years of a 期 in both calendars, as in `("令和5・6年度", "2023・2024")`.

    More than two years, or two of different eras, are a range: `("令和5年度~令和9年度", "2023~2027")`.
    """
    first, last = period.first_fiscal_year, period.last_fiscal_year
    opening, closing = era_fiscal_year(first), era_fiscal_year(last)
    if first == last:
        return opening, str(first)
    if last == first + 1 and opening[:2] == closing[:2]:
        return f"{opening.removesuffix('年度')}・{closing[2:]}", f"{first}・{last}"
    return f"{opening}~{closing}", f"{first}~{last}"


def iso(day: date) -> str:
    """Date in the form that plotly takes."""
    return day.isoformat()


def midnight(day: date) -> float:
    """Start of `day` in milliseconds since 1970, the unit of plotly's bars on a date axis."""
    return (day - date(1970, 1, 1)).days * 86_400_000.0


def between(first: date, last: date) -> str:
    """Day halfway between two days, in the form that plotly takes."""
    return iso(_middle(first, last))


def _middle(first: date, last: date) -> date:
    return first + timedelta(days=(last - first).days // 2)


def fiscal_years(first: date, last: date) -> range:
    """Every 年度 that overlaps the range."""
    return range(fiscal_year(first), fiscal_year(last) + 1)


def year_axis(first: date, last: date, *, width: int, style: Style) -> dict[str, Any]:
    """X axis from `first` to `last`, each 年度 named at the middle of its visible part.

    `width` is the axis's least width in px; the names of narrow years omit the word 年度.
    """
    palette, scale = style.palette, style.scale
    year_ems = width * 365 / max((last - first).days, 1) / scale.small
    least_days = min(365 * PART_EMS[year_ems >= YEAR_LABEL_EMS] / year_ems, WHOLE_YEAR)
    years = [year for year in fiscal_years(first, last) if _days(_visible(year, first, last)) >= least_days]
    middles = [_middle(*_visible(year, first, last)) for year in years]
    distances = [year_ems * (after - before).days / 365 for before, after in pairwise(middles)]
    long = min([year_ems, *distances]) >= YEAR_LABEL_EMS
    return {
        "type": "date",
        "range": [iso(first), iso(last)],
        "tickmode": "array",
        "tickvals": [iso(middle) for middle in middles],
        "ticktext": [_year_label(year, long=long) for year in years],
        "showgrid": False,
        "tickfont": {"size": scale.small, "color": palette.ink},
        "ticklabelstandoff": 2,
        "tickangle": 0,
    }


def year_note_room(style: Style) -> int:
    """Width in px that `year_note` takes left of the plot."""
    return 2 * style.scale.small + NOTE_SHIFT + 4


def year_note(axis: dict[str, Any], *, style: Style) -> list[dict[str, Any]]:
    """Annotation 年度 left of a `year_axis` whose labels omit the word; else none."""
    if all("年度" in text for text in axis["ticktext"]):
        return []
    between = LINE * style.scale.small / 2  # the lines of a year's label, clear of the label of the lowest value
    anchor = Anchor("right", "top", -NOTE_SHIFT, -4 - between)
    return [annotation("年度", style, x=0, y=0, of_x="paper", of_y="paper", anchor=anchor, colour=style.palette.quiet)]


def _visible(year: int, first: date, last: date) -> tuple[date, date]:
    """Part of a 年度 that is in view."""
    return max(fiscal_year_start(year), first), min(fiscal_year_end(year), last)


def _days(span: tuple[date, date]) -> int:
    return (span[1] - span[0]).days


def _year_label(year: int, *, long: bool) -> str:
    """Label of a 年度 in two lines, with or without the word 年度."""
    label = era_fiscal_year(year)
    if long:
        return f"{label}<br>({year})"
    return f"{label.removesuffix('年度')}<br>{year}"


def year_lines(first: date, last: date, *, style: Style) -> list[dict[str, Any]]:
    """Thin vertical lines at each 1 April inside the range, behind the data."""
    starts = [fiscal_year_start(year) for year in fiscal_years(first, last)]
    line = {"color": style.palette.grid, "width": 1}
    return [_vertical(day, line) for day in starts if first < day < last]


def period_bands(
    strategy: Strategy, current: int, *, style: Style, bar: float, room: float = 0
) -> tuple[list[Any], list[Any]]:
    """Shapes and labels of the 期, as alternating bands with a named bar above each.

    The bars are `bar` px high. That of the 期 with number `current` is filled, and 現在 stands beside its name, so
    that colour is not the only sign. `room` is the width of the narrowest 期 in full-width characters; where the names
    of all 期 fit into it, they include the 年度, else 現在, else neither.
    """
    palette = style.palette
    shapes: list[Any] = []
    labels: list[Any] = []
    plain = {p.number: p.name + (IN_FORCE if p.number == current else "") for p in strategy.periods}
    dated = {p.number: f"{plain[p.number]} {years_of(p)[0]}" for p in strategy.periods}
    names = next((forms for forms in (dated, plain) if max(map(ems, forms.values())) < room), {})
    for period in strategy.periods:
        now = period.number == current
        span = {"x0": iso(period.first_day), "x1": iso(period.last_day + timedelta(days=1)), "yref": "paper"}
        shapes.append(
            span
            | {"type": "rect", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}
            | {"fillcolor": palette.band if period.number % 2 else "rgba(0,0,0,0)"}
        )
        shapes.append(
            span
            | {"type": "rect", "yanchor": 1, "ysizemode": "pixel", "y0": 4, "y1": 4 + bar}
            | {"fillcolor": palette.key if now else palette.track}
            | {"line": {"width": 2, "color": palette.page}}
        )
        name = names.get(period.number, period.name)
        labels.append(
            annotation(
                strong(safe(name)) if now else safe(name),
                style,
                x=between(period.first_day, period.last_day),
                y=1,
                of_y="paper",
                anchor=Anchor("center", "middle", 0, 4 + bar / 2),
                colour=palette.on_key if now else palette.ink,
            )
        )
    return shapes, labels


def day_lines(
    today: date, as_of: date | None, *, style: Style, shown: tuple[date, date]
) -> tuple[list[Any], list[Any]]:
    """Shapes and labels of the lines of 今日 (solid) and 時点 (dotted) that lie within `shown`.

    The earlier line is labelled on its left and the later on its right, so that labels of close dates do not overlap.
    """
    palette = style.palette
    lines = [("今日", today, palette.ink, "solid")]
    if as_of is not None and as_of != today:
        lines.append(("時点", as_of, palette.accent, "dot"))
    elif as_of is not None:
        lines = [("今日・時点", today, palette.ink, "solid")]
    lines = [line for line in lines if shown[0] <= line[1] <= shown[1]]
    shapes = [
        _vertical(day, {"color": colour, "width": 2, "dash": dash}) | {"layer": "below"}
        for _, day, colour, dash in lines
    ]
    named = [(f"{name} {month_and_day(day)}", day, colour) for name, day, colour, _ in lines]
    named.sort(key=lambda line: line[1])
    at_edge = [line for line in named if _share(line[1], shown) > RIGHT_EDGE]
    if len(at_edge) > 1:  # no room for a label between the lines, so both names stand left of the earlier one
        named = [("・".join(text for text, _, _ in at_edge), at_edge[0][1], palette.ink)]
    labels = []
    for number, (text, day, colour) in enumerate(named):
        leftwards = (len(named) > 1 and number == 0) or _share(day, shown) > RIGHT_EDGE
        anchor = Anchor("right", "top", -4) if leftwards else Anchor("left", "top", 4)
        labels.append(annotation(text, style, x=iso(day), y=1, of_y="paper", anchor=anchor, colour=colour, ground=True))
    return shapes, labels


def _share(day: date, shown: tuple[date, date]) -> float:
    return (day - shown[0]).days / max((shown[1] - shown[0]).days, 1)


def _vertical(day: date, line: dict[str, Any]) -> dict[str, Any]:
    """Vertical line behind the data, so that it never crosses a mark."""
    return {
        "type": "line",
        "x0": iso(day),
        "x1": iso(day),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": line,
    }
