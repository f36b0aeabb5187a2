"""The content of each screen of the deck: finding, one figure or list, at most three points, 根拠."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import Figure
from kdx_metrics.meeting.agenda import Screen, kpis_apart, since_when
from kdx_metrics.meeting.homework import homework, homework_finding
from kdx_metrics.meeting.points import (
    decide_points,
    kpi_points,
    outlook_points,
    overall_points,
    pillar_points,
    slips_points,
    timeline_points,
)
from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.attention import whose
from kdx_metrics.views.groups import headlines_of, period_and_pillars
from kdx_metrics.views.kpis import observations
from kdx_metrics.views.listing import Listing
from kdx_metrics.views.milestones import milestones
from kdx_metrics.views.outlook import candidates
from kdx_metrics.wording import alt, headlines, kpi_sentences, movements, rules, standing
from kdx_metrics.wording.explanations import (
    Explanation,
    explain_earned,
    explain_many,
)
from kdx_metrics.wording.kpi_explanations import explain_kpi
from kdx_metrics.wording.outlooks import period_end
from kdx_metrics.wording.reasons import reason
from kdx_metrics.wording.words import ATTENTION_WORDS
from pages.cards.card import cached, figure
from pages.cards.figures import (
    draw_dumbbell,
    draw_kpi,
    draw_period_and_pillars,
    draw_periods_of_action,
    draw_slips,
    draw_table,
    draw_timeline,
)
from pages.cards.groups import groups_by, moved_ends, periods_of_action, sides, slip_lines
from pages.deck.lists import cover, homework_rows, kpi_rows
from pages.deck.period_end import period_end_chart
from pages.deck.session import MeetingSession
from pages.view.address import PERIOD

WIDTH = 940  # px that a chart of the deck may count on: that of a tablet
DECK_SLIPS = 6  # rows of 後ろ倒し that a screen has room for
KPI_WIDTH = WIDTH - 60


@dataclass(frozen=True)
class Slide:
    """One screen's content. `body` is a figure, HTML or a function that draws, `rows` what it was made from."""

    title: str
    finding: str
    body: Figure | Markup | Callable[[], None] | None
    alt: str
    points: list[str]
    why: Callable[[], Explanation]
    rows: Callable[[], Listing[Any]] | None = None


def slide(session: MeetingSession) -> Slide:
    """The content of the screen in view."""
    return _MAKERS[session.screen.topic](session, session.screen)


def _cover(session: MeetingSession, _screen: Screen) -> Slide:
    why = Explanation(rules.last_meeting(session.view.strategy), session.material.stamp)
    return Slide(session.material.title, "", cover(session), "", [], lambda: why)


def _homework(session: MeetingSession, screen: Screen) -> Slide:
    finding = homework_finding(
        homework([each.content for each in session.recorded], session.meeting.on), session.view.today
    )
    if session.decisions is None:
        finding = "保存先に接続できないため、決定・宿題を表示できません。"
    return Slide(
        screen.title, finding, homework_rows(session, int(screen.subject)), "", [], lambda: Explanation(rules.HOMEWORK)
    )


def _overall(session: MeetingSession, _screen: Screen) -> Slide:
    summary, view = session.material.summary, session.view
    named = period_and_pillars(summary)
    return Slide(
        "全体と柱別の進捗率(計画対比)",
        standing.overall(summary, session.material.previous),
        cached(view, draw_period_and_pillars),
        "",
        overall_points(session.material),
        lambda: explain_many(named, view.strategy),
        lambda: on_screen(summary.actions, view.strategy),
    )


def _pillar(session: MeetingSession, screen: Screen) -> Slide:
    summary, view, pillar = session.material.summary, session.view, screen.subject
    named = groups_by(PERIOD, summary, pillar, None)
    return Slide(
        f"{screen.title}(期別の進捗率・計画対比)",
        standing.group(screen.title, summary.pillars[pillar], view.strategy.rating.rounding),
        cached(view, draw_table, PERIOD, pillar, None, as_links=False),
        "",
        pillar_points(session.material, pillar),
        lambda: explain_many(named, view.strategy),
        lambda: on_screen(summary.actions[summary.actions["pillar"] == pillar], view.strategy),
    )


def _changes(session: MeetingSession, screen: Screen) -> Slide:
    changes, view = session.material.changes, session.view
    if changes is None:
        return Slide(screen.title, "比べる会議がありません。", None, "", [], lambda: Explanation(""))
    both = headlines_of(changes, view.strategy)
    before, after = sides(changes)
    return Slide(
        f"{screen.title}(計画との差・ポイント)",
        movements.finding(changes, view.strategy),
        figure(view, draw_dumbbell, changes.before_on, size="meeting"),
        alt.dumbbell(both, before=before, after=after),
        movements.kinds(changes),
        lambda: Explanation(rules.CHANGES, movements.worked(both, view.strategy)),
    )


def _slips(session: MeetingSession, screen: Screen) -> Slide:
    changes, view = session.material.changes, session.view
    if changes is None or not changes.delayed:
        return Slide(screen.title, "後ろ倒しはありません。", None, "", [], lambda: Explanation(""))
    lines = slip_lines(view, changes.delayed)
    return Slide(
        f"{screen.title}(当初・前回・今の完了予定)",
        movements.slips(changes),
        figure(view, draw_slips, changes.before_on, most=DECK_SLIPS, width=WIDTH, size="meeting"),
        alt.slips(moved_ends(lines.values())),
        slips_points(changes, {key: line.slip for key, line in lines.items()}),
        lambda: Explanation(rules.SLIPS),
        lambda: on_screen(session.material.summary.actions, view.strategy),
    )


def _outlook(session: MeetingSession, screen: Screen) -> Slide:
    material, view = session.material, session.view
    summary = material.summary
    earned = explain_earned(summary.earned)
    rule = f"{rules.suggestions()}\n{earned.rule}"
    return Slide(
        f"{screen.title}(期末の見込み・取組数)",
        period_end(material.outlook),
        period_end_chart(material.outlook, view.strategy),
        "",
        outlook_points(material),
        lambda: Explanation(rule, earned.worked),
        lambda: candidates(material.outlook, view.strategy),
    )


def _kpi(session: MeetingSession, screen: Screen) -> Slide:
    summary, view = session.material.summary, session.view
    kpi = summary.kpi(screen.subject)
    forecast = summary.forecasts[kpi.kpi_id]
    return Slide(
        f"KPI: {kpi_sentences.with_unit(kpi.name, kpi)}",
        kpi_sentences.headline(kpi, forecast),
        figure(view, draw_kpi, kpi.kpi_id, large=True, width=KPI_WIDTH, size="meeting"),
        alt.kpi(kpi, forecast),
        kpi_points(session.material, kpi, session.recorded),
        lambda: explain_kpi(kpi, forecast, view.strategy),
        lambda: observations(kpi),
    )


def _kpis(session: MeetingSession, screen: Screen) -> Slide:
    _, together = kpis_apart(session.material)
    why = Explanation(rules.KPIS)
    body = kpi_rows(session, together, int(screen.subject))
    return Slide(screen.title, kpi_sentences.counts(together), body, "", [], lambda: why)


def _decide(session: MeetingSession, screen: Screen) -> Slide:
    material, view = session.material, session.view
    summary = material.summary
    position = int(screen.subject) - 1
    item = summary.attention[position]
    title = f"ご判断 {position + 1}/{len(summary.attention)}: {item.title}"
    why_listed = reason(item, summary)
    finding = f"{ATTENTION_WORDS[item.kind].label}({whose(item, view.strategy)}): {why_listed}"
    points = decide_points(material, item, since_when(view.history(), item), session.recorded)
    if item.kpi is not None:
        kpi = item.kpi
        forecast = summary.forecasts[kpi.kpi_id]
        drawn = figure(view, draw_kpi, kpi.kpi_id, large=True, width=KPI_WIDTH, size="meeting")
        why = explain_kpi(kpi, forecast, view.strategy)
        return Slide(title, finding, drawn, alt.kpi(kpi, forecast), points, lambda: why, lambda: observations(kpi))
    rows = periods_of_action(view, item.id)
    drawn = figure(view, draw_periods_of_action, item.id, width=WIDTH, size="meeting")
    return Slide(
        title,
        finding,
        drawn,
        alt.gantt(rows, view.strategy),
        points,
        lambda: Explanation(rules.attention_order(view.uses), why_listed),
        lambda: on_screen(summary.actions.loc[[item.row]], view.strategy),
    )


def _timeline(session: MeetingSession, screen: Screen) -> Slide:
    view = session.view
    events = session.material.summary.snapshot.milestones
    return Slide(
        screen.title,
        headlines.milestones(events, view.strategy, view.today),
        figure(view, draw_timeline, compact=True, width=WIDTH, size="meeting"),
        alt.timeline(events, view.strategy, view.today),
        timeline_points(session.material),
        lambda: Explanation(rules.MILESTONES),
        lambda: milestones(events),
    )


_MAKERS: dict[str, Callable[[MeetingSession, Screen], Slide]] = {
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
