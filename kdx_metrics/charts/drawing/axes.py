"""Time along an axis in Japanese: 年度 ticks, the 期 as bands, and the lines of 今日 and 時点."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from kdx_metrics.charts.drawing.text import ems, safe, strong
from kdx_metrics.charts.drawing.theme import PALETTES, SCALES, Mode, Size
from kdx_metrics.plan.fiscal_calendar import (
    era_year,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_start,
    wareki,
    wareki_month,
)
from kdx_metrics.plan.strategy import Period, Strategy

WHOLE_YEAR = 360  # days in view from which a 年度 is labelled however narrow it is
YEAR_LABEL_EMS = 5.4  # the width of 令和12年度 with a little air
PART_EMS = (2.0, 3.6)  # what a 年度 partly in view needs for its label: short, long
NOTE_SHIFT = 6  # px between the word 年度 and the plot
RIGHT_EDGE = 0.85  # share of the axis beyond which a label stands left of its line


def era_fiscal_year(year: int) -> str:
    """`令和7年度`: the era in force in the summer of the 年度, as Japanese offices write it."""
    return f"{era_year(date(year, 7, 1))}度"


def years_of(period: Period) -> tuple[str, str]:
    """`("令和5・6年度", "2023・2024")`, or `("令和5年度~9年度", "2023~2027")` for a longer 期."""
    first, last = period.first_fiscal_year, period.last_fiscal_year
    opening, closing = era_fiscal_year(first), era_fiscal_year(last)
    if first == last:
        return opening, str(first)
    if last == first + 1 and opening[:2] == closing[:2]:
        return f"{opening.removesuffix('年度')}・{closing[2:]}", f"{first}・{last}"
    return f"{opening}~{closing}", f"{first}~{last}"


def day_text(day: date) -> str:
    """`令和7年12月26日(2025-12-26)`: how a date is said in a hover box."""
    return f"{wareki(day)}({day.isoformat()})"


def month_text(day: date) -> str:
    """`令和7年12月(2025-12)`."""
    return f"{wareki_month(day)}({day:%Y-%m})"


def iso(day: date) -> str:
    """A date as plotly takes it."""
    return day.isoformat()


def midnight(day: date) -> float:
    """Milliseconds since 1970 at the start of `day`: the unit of a bar's base and length on a date axis."""
    return (day - date(1970, 1, 1)).days * 86_400_000.0


def between(first: date, last: date) -> str:
    """The day in the middle, as plotly takes it."""
    return iso(_middle(first, last))


def _middle(first: date, last: date) -> date:
    return first + timedelta(days=(last - first).days // 2)


def fiscal_years(first: date, last: date) -> range:
    """Every 年度 that touches the range."""
    return range(fiscal_year(first), fiscal_year(last) + 1)


def year_axis(first: date, last: date, *, width: int, mode: Mode, size: Size) -> dict[str, Any]:
    """An x axis from `first` to `last`: a grid line at each 1 April, the 年度 written in its middle.

    `width` in px is what the axis may count on; narrow years lose the word 年度.
    """
    palette, scale = PALETTES[mode], SCALES[size]
    room = width * 365 / max((last - first).days, 1) / scale.small
    least = 365 * PART_EMS[room >= YEAR_LABEL_EMS] / room
    years = [year for year in fiscal_years(first, last) if _days(_visible(year, first, last)) >= min(least, WHOLE_YEAR)]
    middles = [_middle(*_visible(year, first, last)) for year in years]
    apart = [room * (after - before).days / 365 for before, after in pairwise(middles)]
    long = min([room, *apart]) >= YEAR_LABEL_EMS
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


def year_note_room(size: Size) -> int:
    """What `year_note` takes left of the plot, in px: its two letters, its distance and a little air."""
    return 2 * SCALES[size].small + NOTE_SHIFT + 4


def year_note(axis: dict[str, Any], *, mode: Mode, size: Size) -> list[dict[str, Any]]:
    """The word 年度 at the left of a `year_axis` whose labels had no room for it."""
    if all("年度" in text for text in axis["ticktext"]):
        return []
    place = {"x": 0, "xref": "paper", "xanchor": "right", "xshift": -NOTE_SHIFT}
    place |= {"y": 0, "yref": "paper", "yanchor": "top"}
    font = {"size": SCALES[size].small, "color": PALETTES[mode].quiet}
    return [place | {"yshift": -4, "text": "年度", "showarrow": False, "font": font}]


def _visible(year: int, first: date, last: date) -> tuple[date, date]:
    """The part of a 年度 that is in view."""
    return max(fiscal_year_start(year), first), min(fiscal_year_end(year), last)


def _days(span: tuple[date, date]) -> int:
    return (span[1] - span[0]).days


def _year_label(year: int, *, long: bool) -> str:
    """Two lines, with or without the word 年度."""
    label = era_fiscal_year(year)
    if long:
        return f"{label}<br>({year})"
    return f"{label.removesuffix('年度')}<br>{year}"


def year_lines(first: date, last: date, *, mode: Mode) -> list[dict[str, Any]]:
    """Thin upright lines at each 1 April inside the range, behind the data."""
    starts = [fiscal_year_start(year) for year in fiscal_years(first, last)]
    line = {"color": PALETTES[mode].grid, "width": 1}
    return [_upright(day, line) for day in starts if first < day < last]


def period_bands(
    strategy: Strategy, current: int, *, mode: Mode, size: Size, bar: float, room: float = 0
) -> tuple[list[Any], list[Any]]:
    """Shapes and labels of the 期: alternating bands, each under a named bar `bar` px high above the plot.

    The current 期 (its number) has a filled bar; the word 現在 beside its name, so that colour is not alone.
    `room` is the width of a 期 in full-width characters: with enough of it the 年度 are written too, of all or none.
    """
    palette, scale = PALETTES[mode], SCALES[size]
    shapes: list[Any] = []
    labels: list[Any] = []
    plain = {p.number: f"{p.name}(現在)" if p.number == current else p.name for p in strategy.periods}
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
            {
                "x": between(period.first_day, period.last_day),
                "y": 1,
                "yref": "paper",
                "yanchor": "middle",
                "yshift": 4 + bar / 2,
                "showarrow": False,
                "text": strong(safe(name)) if now else safe(name),
                "font": {"size": scale.small, "color": palette.on_key if now else palette.ink},
            }
        )
    return shapes, labels


def day_lines(
    today: date, as_of: date | None, *, mode: Mode, size: Size, shown: tuple[date, date]
) -> tuple[list[Any], list[Any]]:
    """The lines of 今日 (solid) and 時点 (dotted) with their labels below the plot's top, where `shown` holds them.

    The earlier one is labelled to its left and the later to its right, so that close dates do not overlap.
    """
    palette, scale = PALETTES[mode], SCALES[size]
    lines = [("今日", today, palette.ink, "solid")]
    if as_of is not None and as_of != today:
        lines.append(("時点", as_of, palette.accent, "dot"))
    elif as_of is not None:
        lines = [("今日・時点", today, palette.ink, "solid")]
    lines = [line for line in lines if shown[0] <= line[1] <= shown[1]]
    shapes = [
        _upright(day, {"color": colour, "width": 2, "dash": dash}) | {"layer": "below"}
        for _, day, colour, dash in lines
    ]
    named = [(f"{name} {day.month}月{day.day}日", day, colour) for name, day, colour, _ in lines]
    named.sort(key=lambda line: line[1])
    at_edge = [line for line in named if _share(line[1], shown) > RIGHT_EDGE]
    if len(at_edge) > 1:  # no room between them: both names left of the earlier line
        named = [("・".join(text for text, _, _ in at_edge), at_edge[0][1], palette.ink)]
    labels = []
    for place, (text, day, colour) in enumerate(named):
        leftwards = (len(named) > 1 and place == 0) or _share(day, shown) > RIGHT_EDGE
        labels.append(
            {
                "x": iso(day),
                "y": 1,
                "yref": "paper",
                "yanchor": "top",
                "xanchor": "right" if leftwards else "left",
                "xshift": -4 if leftwards else 4,
                "showarrow": False,
                "text": text,
                "bgcolor": palette.page,
                "borderpad": 1,
                "font": {"size": scale.small, "color": colour},
            }
        )
    return shapes, labels


def _share(day: date, shown: tuple[date, date]) -> float:
    return (day - shown[0]).days / max((shown[1] - shown[0]).days, 1)


def _upright(day: date, line: dict[str, Any]) -> dict[str, Any]:
    """Behind the data, so that a line never crosses a mark."""
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
