"""The content of each screen of the deck: finding, one figure or list, at most three points, 根拠."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kdx_metrics.charts.compare import dumbbell, slip_trend
from kdx_metrics.charts.curve import progress_curve
from kdx_metrics.charts.drawing.theme import Figure
from kdx_metrics.charts.gantt import gantt
from kdx_metrics.charts.kpi import kpi_small
from kdx_metrics.charts.progress_bars import BarRow, progress_bars
from kdx_metrics.charts.timeline import timeline
from kdx_metrics.meeting.agenda import Screen, homework_finding, kpis_apart, since_when
from kdx_metrics.meeting.points import (
    decide_points,
    kpi_points,
    outlook_points,
    overall_points,
    pillar_points,
    slips_points,
    timeline_points,
)
from kdx_metrics.meeting.tables_ahead import candidates_table
from kdx_metrics.numbers.earned_schedule import planned_curve
from kdx_metrics.numbers.forecast import Forecast
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.progress import Group
from kdx_metrics.wording import alt, headlines, kpi_sentences, movements, rules
from kdx_metrics.wording.explanations import (
    Explanation,
    action_rows,
    explain_earned,
    explain_kpi,
    explain_many,
)
from kdx_metrics.wording.outlooks import period_end
from kdx_metrics.wording.reasons import reason
from kdx_metrics.wording.words import ATTENTION_WORDS
from pages.cards.card import figure
from pages.cards.changes_parts import counted, dumbbell_rows, headlines_of, moved_ends, sides, slip_lines
from pages.cards.milestones import explain_milestones
from pages.deck.lists import cover, homework_rows, kpi_rows
from pages.deck.sitting import Sitting
from pages.tables.frames import as_frame
from pages.view.view import View

WIDTH, LOWEST = 940, 380  # px that a chart of the deck may count on: those of a tablet


@dataclass(frozen=True)
class Slide:
    """One screen's content. `body` is a figure, safe HTML or a function that draws."""

    title: str
    finding: str
    body: Figure | str | Callable[[], None]
    alt: str
    points: list[str]
    why: Callable[[], Explanation]


def slide(now: Sitting) -> Slide:
    """The content of the screen in view."""
    return _MAKERS[now.screen.topic](now, now.screen)


def _cover(now: Sitting, _screen: Screen) -> Slide:
    why = Explanation(rules.LAST_MEETING, now.material.stamp)
    return Slide(now.material.title, "", cover(now), "", [], lambda: why)


def _homework(now: Sitting, screen: Screen) -> Slide:
    finding = homework_finding(now.recorded, now.meeting.on, now.view.today)
    if now.decisions is None:
        finding = "保存先に接続できないため、決定・宿題を表示できません。"
    return Slide(
        screen.title, finding, homework_rows(now, int(screen.subject)), "", [], lambda: Explanation(rules.HOMEWORK, "")
    )


def _overall(now: Sitting, _screen: Screen) -> Slide:
    summary, view = now.material.summary, now.view
    named: list[tuple[str, Group]] = [("全体", summary.overall)]
    named += [(pillar.name, summary.pillars[pillar.id]) for pillar in view.strategy.pillars]
    rows = [BarRow(name, group) for name, group in named]
    return Slide(
        "全体と柱別の進捗率(計画対比)",
        headlines.overall(summary),
        figure(view, "deck-overall", lambda: progress_bars(rows, mode=view.mode, size="meeting")),
        alt.progress_bars(named),
        overall_points(now.material),
        lambda: explain_many(named, summary.actions, view.strategy),
    )


def _pillar(now: Sitting, screen: Screen) -> Slide:
    summary, view, pillar = now.material.summary, now.view, screen.subject
    named = [(period.name, summary.cells[pillar, period.number]) for period in view.strategy.periods]
    rows = [BarRow(name, group) for name, group in named]
    return Slide(
        f"{screen.title}(期別の進捗率・計画対比)",
        headlines.group(screen.title, summary.pillars[pillar]),
        figure(view, "deck-pillar", lambda: progress_bars(rows, mode=view.mode, size="meeting"), pillar),
        alt.progress_bars(named),
        pillar_points(now.material, pillar),
        lambda: explain_many(named, summary.actions[summary.actions["pillar"] == pillar], view.strategy),
    )


def _changes(now: Sitting, screen: Screen) -> Slide:
    changes, view = now.material.changes, now.view
    if changes is None:
        return Slide(screen.title, "比べる会議がありません。", "", "", [], lambda: Explanation("", ""))
    both = headlines_of(changes, view.strategy)
    rows, (before, after) = dumbbell_rows(both), sides(changes)

    def build() -> Figure:
        return dumbbell(rows, before=before, after=after, mode=view.mode, size="meeting")

    return Slide(
        f"{screen.title}(実績の進捗率)",
        movements.finding(changes),
        figure(view, "deck-changes", build, changes.before_on),
        alt.dumbbell(both, before=before, after=after),
        movements.kinds(changes),
        lambda: Explanation(rules.CHANGES, counted(both)),
    )


def _slips(now: Sitting, screen: Screen) -> Slide:
    changes, view = now.material.changes, now.view
    if changes is None or not changes.delayed:
        return Slide(screen.title, "後ろ倒しはありません。", "", "", [], lambda: Explanation("", ""))
    found = slip_lines(now.view, {(one.action_id, one.period) for one in changes.delayed})
    lines = list(found.values())
    return Slide(
        f"{screen.title}(公開された時点ごとの完了予定)",
        movements.slips(changes),
        figure(
            view,
            "deck-slips",
            lambda: slip_trend(lines, width=WIDTH, height=LOWEST, mode=view.mode, size="meeting"),
            changes.before_on,
        ),
        alt.slip_trend(moved_ends(lines)),
        slips_points(changes, {key: line.slip for key, line in found.items()}),
        lambda: Explanation(rules.SLIPS, "", action_rows(now.material.summary.actions)),
    )


def _outlook(now: Sitting, screen: Screen) -> Slide:
    material, view = now.material, now.view
    summary = material.summary
    known = [
        (past.as_of, past.overall.actual, past.overall.planned)
        for past in view.history()
        if past.overall.actual is not None
    ]

    def build() -> Figure:
        planned = planned_curve(summary.actions) if known else None
        return progress_curve(
            planned, known, summary.earned, view.strategy, width=WIDTH, mode=view.mode, size="meeting"
        )

    earned = explain_earned(summary.earned)
    rule = f"{rules.suggestions()}\n{earned.rule}"
    return Slide(
        f"{screen.title}(全体の計画・実績・見込み)",
        period_end(material.outlook),
        figure(view, "deck-outlook", build),
        alt.progress_curve("全体", known, summary.earned),
        outlook_points(material),
        lambda: Explanation(rule, earned.worked, as_frame(candidates_table(material.outlook.candidates, material))),
    )


def _kpi(now: Sitting, screen: Screen) -> Slide:
    summary, view = now.material.summary, now.view
    kpi = next(one for one in summary.kpis if one.kpi_id == screen.subject)
    forecast = summary.forecasts[kpi.kpi_id]
    return Slide(
        f"KPI: {kpi.name}({kpi.unit})",
        kpi_sentences.headline(kpi, forecast),
        _kpi_figure(view, kpi, forecast),
        alt.kpi(kpi, forecast),
        kpi_points(now.material, kpi, now.recorded),
        lambda: explain_kpi(kpi, forecast, view.strategy),
    )


def _kpi_figure(view: View, kpi: KpiResult, forecast: Forecast) -> Figure:
    return figure(
        view,
        "deck-kpi",
        lambda: kpi_small(kpi, forecast, view.strategy, large=True, width=WIDTH - 60, mode=view.mode, size="meeting"),
        kpi.kpi_id,
    )


def _kpis(now: Sitting, screen: Screen) -> Slide:
    _, together = kpis_apart(now.material)
    why = Explanation(rules.KPIS, "")
    body = kpi_rows(now, together, int(screen.subject))
    return Slide(screen.title, kpi_sentences.counts(together), body, "", [], lambda: why)


def _decide(now: Sitting, screen: Screen) -> Slide:
    material, view = now.material, now.view
    summary = material.summary
    place = int(screen.subject) - 1
    item = summary.attention[place]
    where = "" if item.period is None else f"{view.strategy.period(item.period).name}・"
    title = f"ご判断 {place + 1}/{len(summary.attention)}: {item.title}"
    why_listed = reason(item, summary)
    finding = f"{ATTENTION_WORDS[item.kind].label}({where}{item.department}): {why_listed}"
    points = decide_points(material, item, since_when(view.history(), item), now.recorded)
    if item.kpi is not None:
        kpi = item.kpi
        forecast = summary.forecasts[kpi.kpi_id]
        drawn = _kpi_figure(view, kpi, forecast)
        why = explain_kpi(kpi, forecast, view.strategy)
        return Slide(title, finding, drawn, alt.kpi(kpi, forecast), points, lambda: why)
    rows = summary.actions[summary.actions["action_id"] == item.id]
    # The screen's title names the 取組: its rows differ by their 期.
    rows = rows.assign(title=[view.strategy.period(number).name for number in rows["period"].tolist()])
    drawn = figure(
        view,
        "deck-decide",
        lambda: gantt(rows, view.strategy, view.as_of, view.today, width=WIDTH, mode=view.mode, size="meeting"),
        item.id,
    )
    why_here = Explanation(rules.attention_order(), why_listed, action_rows(rows[rows["period"] == item.period]))
    return Slide(title, finding, drawn, alt.gantt(rows, view.strategy), points, lambda: why_here)


def _timeline(now: Sitting, screen: Screen) -> Slide:
    view = now.view
    events = now.material.summary.snapshot.milestones

    def build() -> Figure:
        return timeline(
            events, view.strategy, view.today, view.as_of, compact=True, width=WIDTH, mode=view.mode, size="meeting"
        )

    return Slide(
        screen.title,
        headlines.milestones(events, view.strategy, view.today),
        figure(view, "deck-timeline", build),
        alt.timeline(events, view.strategy, view.today),
        timeline_points(now.material),
        lambda: explain_milestones(events),
    )


_MAKERS: dict[str, Callable[[Sitting, Screen], Slide]] = {
    "cover": _cover,
    "homework": _homework,
    "overall": _overall,
    "pillar": _pillar,
    "changes": _changes,
    "slips": _slips,
    "outlook": _outlook,
    "kpi": _kpi,
    "kpis": _kpis,
    "decide": _decide,
    "timeline": _timeline,
}
