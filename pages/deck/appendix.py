"""The screens behind the meeting, reached by the list of screens."""

from __future__ import annotations

from collections.abc import Callable

from kdx_metrics.meeting.agenda import Screen
from kdx_metrics.meeting.homework import homework, homework_finding
from kdx_metrics.meeting.points import kpi_points, outlook_points, pillar_points, timeline_points
from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.kpis import observations
from kdx_metrics.views.meeting.outlook import candidates
from kdx_metrics.views.milestones import milestones
from kdx_metrics.wording import alt, rules
from kdx_metrics.wording.explanations import Explanation, explain_earned, explain_many
from kdx_metrics.wording.groups import headlines, shares, standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.kpi.kpi_explanations import explain_kpi
from kdx_metrics.wording.meeting import board
from kdx_metrics.wording.meeting.outlooks import handed_on
from pages.cards.card import cached, figure
from pages.cards.figures import draw_course, draw_kpi, draw_table, draw_timeline
from pages.cards.groups import course_points, groups_by
from pages.deck import drawn
from pages.deck.lists import homework_rows
from pages.deck.session import MeetingSession
from pages.deck.slide import WIDTH, Slide
from pages.tables.html_table import html_table
from pages.view.address import PERIOD

KPI_WIDTH = WIDTH - 60
CANDIDATES = 8  # rows of 引継ぎの候補 that a screen has room for


def _homework(session: MeetingSession, screen: Screen) -> Slide:
    records = homework([each.content for each in session.recorded], session.meeting.on)
    return Slide(
        screen.title,
        homework_finding(records, session.view.today),
        homework_rows(session, int(screen.subject)),
        lambda: Explanation(rules.HOMEWORK),
    )


def _pillar(session: MeetingSession, screen: Screen) -> Slide:
    summary, view, pillar = session.material.summary, session.view, screen.subject
    named = groups_by(PERIOD, summary, pillar, None)
    return Slide(
        f"{screen.title}(期別の{shares.ON_TRACK_SHARE if summary.share_leads else '進捗率・計画対比'})",
        standing.group(screen.title, summary.pillars[pillar], view.strategy.rating.rounding),
        cached(view, draw_table, PERIOD, pillar, None, as_links=False),
        lambda: explain_many(named, view.strategy),
        points=pillar_points(session.material, pillar),
        rows=lambda: on_screen(summary.actions[summary.actions["pillar"] == pillar], view.strategy),
    )


def _course(session: MeetingSession, screen: Screen) -> Slide:
    material, view = session.material, session.view
    summary = material.summary
    earned = explain_earned(summary.earned)
    if summary.share_leads:  # there is no curve to draw
        listed = candidates(material.outlook, view.strategy).without("action_id", "period", "actual")
        return Slide(
            screen.title,
            handed_on(material.outlook),
            html_table(listed.part(slice(CANDIDATES)), listed.caption),
            lambda: Explanation(rules.suggestions(material.outlook.directed)),
            rows=lambda: candidates(material.outlook, view.strategy),
        )
    return Slide(
        f"{screen.title}(全体の計画・実績・見込み)",
        handed_on(material.outlook),
        figure(view, draw_course, None, width=WIDTH, size="meeting"),
        lambda: Explanation(f"{rules.suggestions(material.outlook.directed)}\n{earned.rule}", earned.worked),
        alt=alt.progress_curve("全体", course_points(view, None), summary.earned),
        points=outlook_points(material),
        rows=lambda: candidates(material.outlook, view.strategy),
    )


def _kpi(session: MeetingSession, screen: Screen) -> Slide:
    summary, view = session.material.summary, session.view
    kpi = summary.kpi(screen.subject)
    forecast = summary.forecasts[kpi.kpi_id]
    return Slide(
        f"指標: {kpi_sentences.with_unit(kpi.name, kpi)}",
        kpi_sentences.headline(kpi, forecast),
        figure(view, draw_kpi, kpi.kpi_id, width=KPI_WIDTH, size="meeting"),
        lambda: explain_kpi(kpi, forecast, view.strategy),
        alt=alt.kpi(kpi, forecast),
        points=kpi_points(session.material, kpi, session.recorded),
        rows=lambda: observations(kpi),
    )


def _check(session: MeetingSession, screen: Screen) -> Slide:
    material = session.material
    items = material.summary.board.check
    return Slide(
        screen.title,
        board.checked(material.summary.board),
        drawn.reports(list(items), material, screen.title, session.address_of),
        lambda: Explanation(rules.board(session.view.uses)),
    )


def _timeline(session: MeetingSession, screen: Screen) -> Slide:
    view = session.view
    events = session.material.summary.snapshot.milestones
    return Slide(
        screen.title,
        headlines.milestones(events, view.strategy, view.today),
        figure(view, draw_timeline, compact=True, width=WIDTH, size="meeting"),
        lambda: Explanation(rules.MILESTONES),
        alt=alt.timeline(events, view.strategy, view.today),
        points=timeline_points(session.material),
        rows=lambda: milestones(events),
    )


MAKERS: dict[str, Callable[[MeetingSession, Screen], Slide]] = {
    "homework": _homework,
    "pillar": _pillar,
    "course": _course,
    "kpi": _kpi,
    "check": _check,
    "timeline": _timeline,
}
