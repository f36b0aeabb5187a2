"""The screens of the meeting itself: finding, one figure or list, at most three points, 根拠."""

from __future__ import annotations

from collections.abc import Callable

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.meeting.agenda import KPI_LINES, KPI_ROWS, REPORT_ROWS, Screen, since_when
from kdx_metrics.meeting.points import decide_points, overall_points
from kdx_metrics.numbers.voices import per_call
from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.groups import headlines_of, period_and_pillars
from kdx_metrics.views.kpis import kpis
from kdx_metrics.views.meeting.attention import whose
from kdx_metrics.views.meeting.outlook import outlook
from kdx_metrics.views.value import title_of
from kdx_metrics.views.voices import shown_open
from kdx_metrics.wording import rules, value, voices
from kdx_metrics.wording.explanations import Explanation, explain_earned, explain_many
from kdx_metrics.wording.groups import standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.meeting import board, movements
from kdx_metrics.wording.meeting.outlooks import period_end
from kdx_metrics.wording.meeting.reasons import reason
from pages.cards.card import cached
from pages.cards.groups import slip_lines
from pages.cards.value import value_card, value_on_a_screen
from pages.cards.voices.counted import all_of, calls_card
from pages.deck import appendix, drawn
from pages.deck.lists import closing, cover, recorded_finding
from pages.deck.opinions import opinions_on_a_screen
from pages.deck.session import MeetingSession
from pages.deck.slide import Slide
from pages.frame.filters import cell_query
from pages.tables.moves_table import moves_table
from pages.tables.tracks import gap_tracks, slip_tracks

SLIPS = 6  # rows of 後ろ倒し that a screen has room for


def slide(session: MeetingSession) -> Slide:
    """The content of the screen in view."""
    return (_MAKERS | appendix.MAKERS)[session.screen.topic](session, session.screen)


def _cover(session: MeetingSession, _screen: Screen) -> Slide:
    why = Explanation(f"{rules.last_meeting(session.view.strategy)}\n{rules.HOMEWORK}", session.material.stamp)
    return Slide(session.material.title, "", cover(session), lambda: why)


def _overall(session: MeetingSession, screen: Screen) -> Slide:
    summary, view = session.material.summary, session.view
    named = period_and_pillars(summary)
    return Slide(
        screen.title,
        standing.overall(summary, session.material.previous),
        drawn.period_and_pillars_chart(session.material, lambda key: _actions_of(session, key)),
        lambda: explain_many(named, view.strategy),
        points=overall_points(session.material),
        rows=lambda: on_screen(summary.actions, view.strategy),
    )


def _actions_of(session: MeetingSession, pillar: str) -> str:
    """The 取組 of a 柱 in the 期 in force, or of all."""
    return session.address("actions", **cell_query(session.view, pillar, session.material.summary.period))


def _pillars(session: MeetingSession, screen: Screen) -> Slide:
    material, view = session.material, session.view
    named = period_and_pillars(material.summary)[1:]
    return Slide(
        screen.title,
        standing.ratings(named),
        drawn.pillars_now(material, session.address_of_action),
        lambda: explain_many(named, view.strategy),
        rows=lambda: on_screen(material.summary.running, view.strategy),
    )


def _changes(session: MeetingSession, screen: Screen) -> Slide:
    changes, view = session.changes, session.view
    both = headlines_of(changes, view.strategy)
    finding, points = movements.finding(changes, view.strategy), movements.kinds(changes)
    why = Explanation(rules.CHANGES, movements.worked(both, view.strategy))
    if session.material.summary.share_leads:
        return Slide(screen.title, finding, moves_table(changes.moves), lambda: why, points=points)
    return Slide(f"{screen.title}(ポイント)", finding, gap_tracks(changes, view.strategy), lambda: why, points=points)


def _slips(session: MeetingSession, screen: Screen) -> Slide:
    changes, view = session.changes, session.view
    lines = slip_lines(view, changes.delayed)
    return Slide(
        screen.title,
        movements.slips(changes),
        slip_tracks(lines, session.address_of_action, SLIPS),
        lambda: Explanation(rules.SLIPS),
        rows=lambda: on_screen(session.material.summary.actions, view.strategy),
    )


def _outlook(session: MeetingSession, screen: Screen) -> Slide:
    material, view = session.material, session.view
    earned = explain_earned(material.outlook.overall.earned)
    return Slide(
        screen.title,
        period_end(material.outlook),
        drawn.period_end(material, session.address_of_action),
        lambda: Explanation(f"{rules.COURSE}\n{earned.rule}", earned.worked),
        rows=lambda: outlook(material.outlook, view.strategy),
    )


def _kpis(session: MeetingSession, screen: Screen) -> Slide:
    material, view, page = session.material, session.view, int(screen.subject)
    shown = material.kpis[(page - 1) * KPI_ROWS : page * KPI_ROWS]
    return Slide(
        f"{screen.title}{KPI_LINES}",
        kpi_sentences.counts(material.summary.kpis),
        drawn.kpi_lines(shown, PALETTES[view.mode], session.address_of_kpi),
        lambda: Explanation(rules.KPIS),
        rows=lambda: kpis(shown, material.summary),
    )


def _value(session: MeetingSession, screen: Screen) -> Slide:
    view = session.view
    summary, title = view.summary, title_of(view.summary)
    return Slide(
        screen.title,
        value.told(summary, title)[0],
        cached(view, value_on_a_screen),
        value_card(view).why,
        points=value.notes(summary, title),
    )


def _voices(session: MeetingSession, screen: Screen) -> Slide:
    view = session.view
    still_open, hidden = shown_open(view.summary)
    return Slide(
        screen.title,
        voices.finding(cached(view, all_of)),
        opinions_on_a_screen(session, still_open),
        calls_card(view).why,
        points=[voices.calls(per_call(view.summary.voices)), *([hidden] if hidden else [])],
        rows=lambda: still_open,
    )


def _decide(session: MeetingSession, screen: Screen) -> Slide:
    summary, view, item = session.material.summary, session.view, session.question
    why = reason(item, summary)
    return Slide(
        f"ご判断 {screen.subject}/{len(summary.board.decide)}",
        board.question(item.ask_text).text,
        drawn.questions(item, why, whose(item, view.strategy), session.address_of(item)),
        lambda: Explanation(rules.board(session.view.uses), why),
        points=decide_points(session.material, item, since_when(view.history(), item), session.recorded),
        rows=None if item.kpi else lambda: on_screen(summary.actions.loc[[item.row]], view.strategy),
    )


def _report(session: MeetingSession, screen: Screen) -> Slide:
    material, page = session.material, int(screen.subject)
    items = material.summary.board.report
    shown = items[(page - 1) * REPORT_ROWS : page * REPORT_ROWS]
    rest = f"{len(shown)}件を示し、残りは付録にあります。" if page == 1 and len(items) > len(shown) else ""
    return Slide(
        screen.title,
        board.watch(items, screen.title) + rest,
        drawn.reports(list(shown), material, screen.title, session.address_of),
        lambda: Explanation(rules.board(session.view.uses)),
    )


def _closing(session: MeetingSession, screen: Screen) -> Slide:
    return Slide(screen.title, recorded_finding(session), closing(session), lambda: Explanation(rules.HOMEWORK))


_MAKERS: dict[str, Callable[[MeetingSession, Screen], Slide]] = {
    "cover": _cover,
    "overall": _overall,
    "pillars": _pillars,
    "changes": _changes,
    "slips": _slips,
    "outlook": _outlook,
    "kpis": _kpis,
    "value": _value,
    "voices": _voices,
    "decide": _decide,
    "report": _report,
    "closing": _closing,
}
