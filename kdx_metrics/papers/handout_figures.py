"""The handout's own small figures as inline SVG: they print from any browser, without script or request.

Every function returns finished markup; all data text in it is escaped. Lengths are SVG units of the figure's own
viewBox; the style sheet gives the width on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from kdx_metrics.charts.drawing.svg import dot, line, picture, rect, tag, text
from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.numbers.groups import Group
from kdx_metrics.plan.formats import format_percent, is_missing
from kdx_metrics.plan.strategy import RatingBands, Strategy
from kdx_metrics.wording.groups import spans
from kdx_metrics.wording.words import RATING_WORDS

PALETTE = PALETTES["light"]
PLAN = "#626264"
HEAD = 17  # units: the name of a 期 over a strip that is printed at two fifths
NARROW = 11  # units: a segment of counts that takes only a small figure


def patterns() -> Markup:
    """The hatchings of the ratings that have no plain colour; once in a document."""
    drawn: dict[str, Callable[[str], Markup]] = {
        "not_started": lambda ink: dot(3, 3, 1, ink),
        "not_reported": lambda ink: line([(0, 6), (6, 0)], ink, 1.2),
        "not_evaluable": lambda ink: line([(0, 0), (6, 6), (3, 3), (0, 6), (6, 0)], ink, 1.2),
        "excluded": lambda ink: line([(0, 3), (6, 3)], ink, 1.2),
    }
    hatchings = [
        tag(
            "pattern",
            [rect(0, 0, 6, 6, PALETTE.page), draw(PALETTE.ratings[name].fill)],
            id=f"p-{name}",
            width=6,
            height=6,
            patternUnits="userSpaceOnUse",
        )
        for name, draw in drawn.items()
    ]
    return tag("svg", [tag("defs", hatchings)], class_="defs", aria_hidden="true")


def fill(rating: str) -> str:
    """A rating's paint: its colour, or its hatching."""
    return f"url(#p-{rating})" if PALETTE.ratings[rating].pattern else PALETTE.ratings[rating].fill


def bar(group: Group, bands: RatingBands) -> Markup:
    """0–100 %: what is done as a quiet bar, what only silence leaves open hatched, the plan as an upright mark.

    What is missing to the plan is an empty box with an edge in the colour of its state. Nothing but the track where
    there is no number.
    """
    actual, planned = group.actual, group.planned
    parts = [rect(0, 3, 200, 10, PALETTE.track)]
    if actual is not None:
        low, actual, end = (2 * min(max(mean, 0), 100) for mean in (group.actual_low or 0.0, actual, planned or 0.0))
        parts.append(rect(0, 3, actual, 10, PALETTE.bar))
        if group.unreported and low < actual:
            parts.append(rect(low, 3, actual - low, 10, fill("not_reported")))
        if actual < end:
            state = PALETTE.ratings[spans.states(group, bands)[0]].fill
            parts.append(rect(actual + 0.5, 3.5, end - actual - 0.5, 9, PALETTE.page, stroke=state))
    if planned is not None:
        parts.append(rect(2 * min(max(planned, 0), 100) - 1, 0, 2.4, 16, PLAN))
    alt = (
        f"実績{format_percent(group.actual, missing='データなし')}、計画{format_percent(planned, missing='データなし')}"
    )
    return picture(200, 16, parts, alt, "bar")


def counts(ratings: Mapping[str, int], most: int) -> Markup:
    """Stacked counts per rating, drawn to the scale of the largest group (`most` rows)."""
    parts, x = [], 0.0
    for rating in RATING_WORDS:
        if not (count := ratings[rating]):
            continue
        width = 240 * count / max(most, 1)
        look = PALETTE.ratings[rating]
        parts.append(rect(x, 1, width, 18, fill(rating), stroke=look.fill))
        ink = PALETTE.ink if look.pattern else look.ink
        size = 12 if width >= NARROW else 9
        if look.pattern:
            parts.append(rect(x + width / 2 - size / 2.4, 3, size / 1.2, 14, PALETTE.page))
        parts.append(text(x + width / 2, 14.5, str(count), ink, bold=True, size=size))
        x += width
    alt = "、".join(f"{word.word}{ratings[key]}件" for key, word in RATING_WORDS.items() if ratings[key])
    return picture(240, 20, parts, alt or "取組なし", "counts")


def gantt(row: Any, strategy: Strategy, as_of: date) -> Markup:  # noqa: ANN401  # a row of progress.rate
    """One 取組 over the plan's years: its planned span, how much is done, and the date in view."""
    parts = [*_bands(strategy, 0, 16, 240), *_span(row, strategy)]
    x = _x(as_of, strategy, 240)
    parts.append(rect(x - 0.6, 0, 1.2, 16, PALETTE.ratings["behind"].fill))
    return picture(240, 16, parts, f"{row.planned_start.date()}から{row.planned_end.date()}まで", "gantt")


def _span(row: Any, strategy: Strategy) -> list[Markup]:  # noqa: ANN401
    first, last = (_x(day.date(), strategy, 240) for day in (row.planned_start, row.planned_end))
    width = max(last - first, 2)
    look = PALETTE.ratings[row.rating]
    parts = [rect(first, 4, width, 8, "#fff", stroke=look.fill)]
    if row.rating in {"not_reported", "not_evaluable", "excluded"}:
        parts = [rect(first, 4, width, 8, fill(row.rating), stroke=look.fill)]
    elif is_missing(row.actual) and not row.assessment:
        parts.append(rect(first, 6, width, 4, fill("not_reported")))
    elif not is_missing(row.actual):
        parts.append(rect(first, 4, width * min(row.actual, 100) / 100, 8, look.fill))
    return parts


def years(strategy: Strategy) -> Markup:
    """Head of the Gantt strips: the 期 over their years."""
    parts = _bands(strategy, 0, 26, 240)
    for period in strategy.periods:
        middle = (_x(period.first_day, strategy, 240) + _x(period.last_day, strategy, 240)) / 2
        room = _x(period.last_day, strategy, 240) - _x(period.first_day, strategy, 240)
        parts.append(text(middle, 19.5, period.name, PALETTE.ink, size=min(HEAD, room / max(len(period.name), 1))))
    return picture(240, 26, parts, "計画の期", "gantt")


def dumbbell(before: float | None, after: float | None) -> Markup:
    """Two values on 0–100 % and the way between them: hollow before, full after."""
    parts = [rect(4, 7.5, 200, 1, PALETTE.grid)]
    if before is not None and after is not None:
        parts.append(rect(4 + 2 * min(before, after), 7, 2 * abs(after - before), 2, PALETTE.key))
    for value, paint in ((before, "#fff"), (after, PALETTE.key)):
        if value is not None:
            parts.append(dot(4 + 2 * value, 8, 4, paint, stroke=PALETTE.key))
    alt = f"前回{format_percent(before, missing='データなし')}、今回{format_percent(after, missing='データなし')}"
    return picture(208, 16, parts, alt, "dumbbell")


def timeline(
    events: Sequence[tuple[int, date, str]],
    strategy: Strategy,
    as_of: date,
    lanes: Iterable[str],
    *,
    size: float = 10.0,
) -> Markup:
    """Events (number, day, category) as numbered marks in one lane per category, over the 期 and their years.

    `size` is that of the numbers, in thousandths of the width: a window needs larger ones than a sheet.
    """
    mark = 1.8 * size  # from one to the next
    days = [day for _, day, _ in events]
    first, last = min([strategy.first_day, *days]), max([strategy.last_day, *days])
    total = max((last - first).days, 1)

    def x(day: date) -> float:
        return 130 + 860 * (day - first).days / total

    names = [name for name in lanes if any(category == name for *_, category in events)]
    foot = 26.0
    parts: list[Markup] = []
    for name in names:
        ends: list[float] = []
        for number, day, category in sorted(events, key=lambda event: event[1]):
            if category != name:
                continue
            level = next((row for row, end in enumerate(ends) if x(day) - end >= mark), len(ends))
            ends[level : level + 1] = [x(day)]
            y = foot + mark * (level + 0.55)
            parts.append(dot(x(day), y, 0.8 * size, PALETTE.key))
            parts.append(text(x(day), y + 0.36 * size, str(number), PALETTE.on_key, bold=True, size=size))
        parts.append(text(4, foot + mark * 0.8, name, PALETTE.ink, anchor="start"))
        foot += mark * max(len(ends), 1) + 6
    bands = []
    for index, period in enumerate(strategy.periods):
        left, right = x(period.first_day), x(period.last_day)
        bands.append(rect(left, 0, right - left, foot, PALETTE.band if index % 2 else PALETTE.track))
        label = f"{period.name}({period.first_fiscal_year}~{period.last_fiscal_year}年度)"
        bands.append(text((left + right) / 2, 15, label, PALETTE.ink, bold=True))
    bands.append(rect(x(as_of) - 1, 20, 2, foot - 20, PALETTE.ratings["behind"].fill))
    bands.append(text(x(as_of), foot + 14, "時点", PALETTE.ratings["behind"].text, bold=True))
    return picture(1000, round(foot + 20), [*bands, *parts], f"年表の出来事{len(events)}件", "timeline")


def _bands(strategy: Strategy, top: float, height: float, width: float) -> list[Markup]:
    return [
        rect(
            _x(period.first_day, strategy, width),
            top,
            _x(period.last_day, strategy, width) - _x(period.first_day, strategy, width),
            height,
            PALETTE.track if index % 2 == 0 else PALETTE.page,
        )
        for index, period in enumerate(strategy.periods)
    ]


def _x(day: date, strategy: Strategy, width: float) -> float:
    span = max((strategy.last_day - strategy.first_day).days, 1)
    return width * min(max((day - strategy.first_day).days / span, 0), 1)
