"""The three large figures of 全体概況: gap to plan, late 取組, KPIs off course; each with its change and its course."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import PALETTES, Palette
from kdx_metrics.charts.sparklines import course_of_numbers
from kdx_metrics.numbers.ratings import LATE
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.formats import format_gap, format_number, format_percent
from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.groups import groups, period_and_pillars
from kdx_metrics.wording import standing
from kdx_metrics.wording.explanations import explain_many
from pages.cards.card import Card, cached
from pages.html import css, image, paragraph, tag
from pages.view.meeting import meeting_material
from pages.view.view import View


class Figure(NamedTuple):
    """One large figure; `tone` is the rating whose colour it has, "" for plain ink."""

    label: str
    number: str
    unit: str
    change: str
    beside: str
    course: Sequence[float | None]
    tone: str = ""


def now_card(view: View) -> Card:
    """Three figures, and behind them the groups of the 期 in force with their 根拠."""
    summary = view.summary
    named = period_and_pillars(summary)
    gaps = view.strategy.rating.rounding
    finding = cached(view, _finding)
    return Card(
        key="now",
        title=f"{view.strategy.period(summary.period).name}の進捗(計画対比)",
        finding=finding,
        alt=finding,
        body=cached(view, figures_of_now),
        table=lambda: groups(named, gaps=gaps),
        why=lambda: explain_many(named, view.strategy),
        rows=lambda: on_screen(summary.actions, view.strategy),
    )


def _finding(view: View) -> str:
    _, material = meeting_material(view)
    return standing.overall(view.summary, material.previous)


def figures_of_now(view: View) -> Markup:
    """The three figures in a row."""
    palette = PALETTES[view.mode]
    return tag("div", *(_drawn(figure, palette) for figure in _figures(view)), kind="kdx-now")


def _figures(view: View) -> tuple[Figure, ...]:
    summary, (_, material) = view.summary, meeting_material(view)
    before, history, period = material.previous, view.history(), summary.period
    name, gaps = view.strategy.period(period).name, view.strategy.rating.rounding
    group, then = summary.current, None if before is None else before.periods[period]
    late = group.ratings["behind"]
    alarms = _kpi_alarms(summary)
    of_actions = (
        Figure(
            f"{name} 計画との差",
            format_gap(group.gap, gaps),
            "ポイント" if group.gap is not None else "",
            f"前回 {format_gap(then.gap, gaps)}" if then and then.gap is not None else "",
            f"実績{standing.actual(group)}・計画{format_percent(group.planned)}",
            [past.periods[period].gap for past in history],
            _tone(summary),
        ),
        Figure(
            f"{name} 遅れている取組",
            format_number(late),
            f"/{group.actions}件",
            f"前回 {then.ratings['behind']}件" if then and then.actions else "",
            f"やや遅れ {group.ratings['slightly_behind']}件"
            + (f"・当初の期限なら遅れ {group.behind_by_first}件" if group.behind_by_first > late else "")
            + (f"・未報告 {group.unreported}件" if group.unreported else ""),
            [past.periods[period].ratings["behind"] if past.periods[period].actions else None for past in history],
            "behind" if late else "",
        ),
    )
    if not view.uses("kpis"):
        return of_actions
    of_kpis = Figure(
        "要注意の指標",
        format_number(alarms),
        f"/{len(summary.kpis)}件",
        f"前回 {_kpi_alarms(before)}件" if before is not None and before.kpis else "",
        _kpi_words(summary),
        [_kpi_alarms(past) if past.kpis else None for past in history],
        "behind" if alarms else "",
    )
    return (*of_actions, of_kpis)


def _kpi_alarms(summary: Summary) -> int:
    return sum(item.kind.startswith("kpi_") for item in summary.attention)


def _kpi_words(summary: Summary) -> str:
    reached = sum(kpi.rating in {"achieved", "maintained"} for kpi in summary.kpis)
    unknown = sum(kpi.rating == "not_evaluable" for kpi in summary.kpis)
    return f"達成・維持 {reached}件" + (f"・データなし {unknown}件" if unknown else "")


def _tone(summary: Summary) -> str:
    """The rating of the gap where it is a late one."""
    gap = summary.current.gap
    rating = "" if gap is None else summary.snapshot.strategy.rating.rating_of(gap)
    return rating if rating in LATE else ""


def _drawn(figure: Figure, palette: Palette) -> Markup:
    said = f"{figure.label}の推移"
    tone = f" kdx-{css(figure.tone)}" if figure.tone else ""
    return tag(
        "section",
        tag("h3", figure.label),
        paragraph(figure.number, tag("small", figure.unit), kind=f"kdx-big{tone}"),
        tag(
            "div",
            image(course_of_numbers(figure.course, said, palette), said, "kdx-course"),
            paragraph(figure.change, kind="kdx-then"),
        ),
        paragraph(figure.beside, kind="kdx-beside"),
    )
