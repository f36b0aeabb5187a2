"""Facts of one 取組 as HTML: its head, its 期, its years with people's ratings, money and effects, and its history."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Any

import pandas as pd
from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.charts.sparklines import course_against_plan
from kdx_metrics.numbers.lineage import lineage
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import NO_VALUE, format_given, format_percent, format_points
from kdx_metrics.views.action_years import BELOW, action_years, worth_years
from kdx_metrics.views.actions import columns, course, rating_text
from kdx_metrics.wording import assessed, value
from kdx_metrics.wording.meeting.reasons import reason
from pages.cards.years_of_value import value_years
from pages.html import css, definition_list, finding, heading, image, joined, paragraph, tag
from pages.tables.html_table import html_table
from pages.view.view import View

WHERE = ("pillar", "theme", "department", "related_departments", "predecessor")
TEXTS = {
    "goal": "到達目標",
    "issue": "課題",
    "next_step": "今後の対応",
    "ask_text": "依頼内容",
    "remarks": "備考",
    "source": "出典",
}


def head(view: View, action_id: str) -> Markup:
    """The number and name of a 取組, to whom it belongs, and what is to be said of it now."""
    row = _leading(view, action_id)
    named = [column for column in columns(view.strategy) if column.name in WHERE]
    belongs = "　".join(f"{column.header} {text}" for column in named if (text := column.value(row)))
    return joined(
        [
            heading(f"{action_id} {row.title}"),
            paragraph(belongs, kind="kdx-quiet"),
            *(finding(sentence) for sentence in _sentences(view, row)),
        ]
    )


def _sentences(view: View, row: Any) -> Iterator[str]:  # noqa: ANN401  # a row of progress.rate
    """Reasons for which the meeting looks at a row, and what people say of it."""
    summary = view.summary
    items = [item for item in summary.attention if (item.id, item.period) == (row.action_id, row.period)]
    yield from (reason(item, summary) for item in items)
    if (said := assessed.of_row(row)) and not any(item.kind == "ratings_differ" for item in items):
        yield f"{(assessed.differs if row.differs else assessed.is_rated)(said, view.as_of)}。"


def facts(view: View, action_id: str) -> Markup:
    """The 期 in force, or the one next to it that the 取組 has; what people say of it is said above."""
    return _period(view, _leading(view, action_id), "")


def years(view: View, action_id: str) -> Markup:
    """The years of a 取組: planned, done and rated, and what they cost and brought; nothing where none is known."""
    summary, numbers = view.summary, _numbers(view, action_id)
    listed = action_years(numbers, view.history())
    money, effects = worth_years(numbers, summary.snapshot, view.as_of)
    parts = []
    if len(listed.columns) > 1 and len(listed):
        legend = assessed.legend(view.strategy)
        parts = [tag("h3", listed.caption), html_table(listed, listed.caption, BELOW)]
        parts += [paragraph(legend, kind="kdx-source")] if legend else []
    if money or effects:
        told = [*([value.costs(money)] if money else []), *([value.brought(effects)] if effects else [])]
        drawn = value_years(money, effects)
        parts += [
            tag("h3", "年度ごとの費用と効果(棒は決算・実績、縦線は予算・見込み)"),
            paragraph("".join(told)),
            drawn,
        ]
    return joined(parts)


def past(view: View, action_id: str) -> Markup:
    """The other 期 of a 取組, newest first, and beside them how it moved, whatever its number was."""
    leading, rows = _leading(view, action_id), _rows(view, action_id)
    others = [_period(view, row, assessed.in_full(row)) for row in rows if row.period != leading.period]
    listed = course(action_id, view.history(), view.strategy)
    moved = joined([tag("h3", listed.caption), html_table(listed, listed.caption)])
    return tag("div", *([tag("div", *others)] if others else []), tag("div", moved), kind="kdx-periods")


def _numbers(view: View, action_id: str) -> frozenset[str]:
    return lineage(action_id, [past.actions for past in view.history()])


def _rows(view: View, action_id: str) -> list[Any]:
    """Rows of progress.rate, newest 期 first."""
    rated = view.summary.actions
    return list(rated[rated["action_id"] == action_id].sort_values("period", ascending=False).itertuples())


def _leading(view: View, action_id: str) -> Any:  # noqa: ANN401  # a row of progress.rate
    """Row of the 期 in force; else of the last one before it, else of the first to come."""
    rows = _rows(view, action_id)
    return next((row for row in rows if row.period <= view.summary.period), rows[-1])


def _period(view: View, row: Any, people: str) -> Markup:  # noqa: ANN401  # a row of progress.rate
    name = view.strategy.period(row.period).name
    by_people_alone = isnan(row.actual) and row.assessment
    numbers = (
        f"実績 {format_given(row.actual, '%')}・計画 {format_percent(row.planned)}・"
        f"差 {format_points(row.gap, view.strategy.rating.rounding)}"
    )
    return joined(
        [
            tag("h3", f"{name}: ", tag("b", rating_text(row), kind=f"kdx-{css(row.rating)}")),
            paragraph(
                *([] if by_people_alone else [tag("strong", numbers)]),
                image(_small_line(view, row.action_id, row.period), f"{name}の実績と計画(点線)の推移", "kdx-line"),
                *([tag("strong", people, kind="kdx-people")] if people else []),
                kind="kdx-state",
            ),
            definition_list((term, text) for term, text in _texts(row) if text),
        ]
    )


def _texts(row: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # a row of progress.rate
    moved = (row.planned_end - row.first_end).days
    later = f"(当初の{_day(row.first_end)}より+{moved}日)" if moved > 0 else ""
    yield "期間", f"{_day(row.planned_start)}~{_day(row.planned_end)}{later}"
    yield "状況", f"{row.status}(更新日 {_day(row.updated_on)})"
    yield from ((label, getattr(row, name)) for name, label in TEXTS.items())


def _small_line(view: View, action_id: str, period: int) -> Markup:
    """Actual over plan of one row at every published 時点; nothing where none has ever been reported."""
    points = []
    for past in view.history():
        rows = past.actions[(past.actions["action_id"] == action_id) & (past.actions["period"] == period)]
        means = rows[["planned", "actual"]].to_numpy(dtype=float).tolist()
        points += [(past.as_of, planned, None if isnan(actual) else actual) for planned, actual in means]
    if all(actual is None for _, _, actual in points):
        return Markup()
    return course_against_plan(points, "", PALETTES[view.mode])


def _day(value: pd.Timestamp) -> str:
    return NO_VALUE if pd.isna(value) else wareki(value.date())
