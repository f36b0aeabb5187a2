"""The screens of the meeting itself: finding, one figure or list, at most three points, 根拠."""

from __future__ import annotations

from collections.abc import Callable

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.meeting.agenda import KPI_ROWS, REPORT_ROWS, Screen, since_when
from kdx_metrics.meeting.points import decide_points, overall_points, slips_points
from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.attention import whose
from kdx_metrics.views.groups import headlines_of, period_and_pillars
from kdx_metrics.views.kpis import kpis
from kdx_metrics.views.outlook import outlook
from kdx_metrics.wording import alt, board, kpi_sentences, movements, rules, standing
from kdx_metrics.wording.explanations import Explanation, explain_earned, explain_many
from kdx_metrics.wording.outlooks import period_end
from kdx_metrics.wording.reasons import reason
from pages.cards.card import cached, figure
from pages.cards.figures import draw_dumbbell, draw_period_and_pillars, draw_slips
from pages.cards.groups import moved_ends, sides, slip_lines
from pages.deck import appendix, drawn
from pages.deck.lists import closing, cover, recorded_finding
from pages.deck.session import MeetingSession
from pages.deck.slide import WIDTH, Slide

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
        cached(view, draw_period_and_pillars),
        lambda: explain_many(named, view.strategy),
        points=overall_points(session.material),
        rows=lambda: on_screen(summary.actions, view.strategy),
    )


def _pillars(session: MeetingSession, screen: Screen) -> Slide:
    material, view = session.material, session.view
    named = period_and_pillars(material.summary)[1:]
    return Slide(
        screen.title,
        standing.ratings(named),
        drawn.pillars_now(material),
        lambda: explain_many(named, view.strategy),
        rows=lambda: on_screen(material.summary.running, view.strategy),
    )


def _changes(session: MeetingSession, screen: Screen) -> Slide:
    changes, view = session.changes, session.view
    both = headlines_of(changes, view.strategy)
    before, after = sides(changes)
    return Slide(
        f"{screen.title}(ポイント)",
        movements.finding(changes, view.strategy),
        figure(view, draw_dumbbell, changes.before_on, size="meeting"),
        lambda: Explanation(rules.CHANGES, movements.worked(both, view.strategy)),
        alt=alt.dumbbell(both, view.strategy.rating.rounding, before=before, after=after),
        points=movements.kinds(changes),
    )


def _slips(session: MeetingSession, screen: Screen) -> Slide:
    changes, view = session.changes, session.view
    lines = slip_lines(view, changes.delayed)
    return Slide(
        f"{screen.title}(当初・前回・今の完了予定)",
        movements.slips(changes),
        figure(view, draw_slips, changes.before_on, most=SLIPS, width=WIDTH, size="meeting"),
        lambda: Explanation(rules.SLIPS),
        alt=alt.slips(moved_ends(lines.values())),
        points=slips_points(changes, {key: line.slip for key, line in lines.items()}),
        rows=lambda: on_screen(session.material.summary.actions, view.strategy),
    )


def _outlook(session: MeetingSession, screen: Screen) -> Slide:
    material, view = session.material, session.view
    earned = explain_earned(material.outlook.overall.earned)
    return Slide(
        screen.title,
        period_end(material.outlook),
        drawn.period_end(material),
        lambda: Explanation(f"{rules.COURSE}\n{earned.rule}", earned.worked),
        rows=lambda: outlook(material.outlook, view.strategy),
    )


def _kpis(session: MeetingSession, screen: Screen) -> Slide:
    material, view, page = session.material, session.view, int(screen.subject)
    shown = material.kpis[(page - 1) * KPI_ROWS : page * KPI_ROWS]
    return Slide(
        f"{screen.title}(注意が必要なものから。点線は目標への道すじ)",
        kpi_sentences.counts(material.summary.kpis),
        drawn.kpi_lines(shown, PALETTES[view.mode]),
        lambda: Explanation(rules.KPIS),
        rows=lambda: kpis(shown, material.summary),
    )


def _decide(session: MeetingSession, screen: Screen) -> Slide:
    summary, view, item = session.material.summary, session.view, session.question
    why = reason(item, summary)
    return Slide(
        f"ご判断 {screen.subject}/{len(summary.board.decide)}",
        board.question(item.ask_text).text,
        drawn.questions(item, why, whose(item, view.strategy)),
        lambda: Explanation(rules.board(session.view.uses), why),
        points=decide_points(session.material, item, since_when(view.history(), item), session.recorded),
        rows=None if item.kpi else lambda: on_screen(summary.actions.loc[[item.row]], view.strategy),
    )


def _report(session: MeetingSession, screen: Screen) -> Slide:
    material, page = session.material, int(screen.subject)
    items = material.summary.board.report
    shown = items[(page - 1) * REPORT_ROWS : page * REPORT_ROWS]
    finding = board.kinds(items)
    rest = f"。{len(shown)}件を示し、残りは付録にあります" if page == 1 and len(items) > len(shown) else ""
    return Slide(
        screen.title,
        f"{screen.title}は{len(items)}件です({finding}){rest}。" if items else f"{screen.title}はありません。",
        drawn.reports(shown, material),
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
    "decide": _decide,
    "report": _report,
    "closing": _closing,
}
