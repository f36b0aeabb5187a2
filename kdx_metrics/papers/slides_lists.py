"""Slides of the meeting about what it decides and hears: cover, homework, ご判断, ご報告, 事務局で確認, the end."""

from __future__ import annotations

from dataclasses import replace

from kdx_metrics.meeting import homework as records
from kdx_metrics.meeting.agenda import REPORT_ROWS, Screen, agenda, screens
from kdx_metrics.meeting.briefing import Material, next_meeting
from kdx_metrics.meeting.points import decide_points
from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.papers.fitting import clean, height
from kdx_metrics.papers.slides_deck import BOTTOM, INNER, MARGIN, PALETTE, TOP, Box, Deck
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.views.listing import Listing
from kdx_metrics.views.meeting import attention as attention_views
from kdx_metrics.views.meeting import decisions as decision_views
from kdx_metrics.wording import rules
from kdx_metrics.wording.meeting import board
from kdx_metrics.wording.meeting.reasons import reason
from kdx_metrics.wording.words import SAMPLES

HALF = (INNER - 0.4) / 2
QUESTION_SIZES, QUESTION_TALL = (40, 36, 32, 28, 24), 1.75
OPTIONS_AT, ABOUT_AT = 2.55, 4.75


def cover(deck: Deck, content: Material, _screen: Screen) -> None:
    """The plan, the meeting, its topics, and what earlier meetings left open."""
    summary, meeting = content.summary, content.meeting
    slide = deck.cover("会議資料", content.title)
    deck.text(slide, Box(MARGIN, 2.95, HALF, 0.7), [meeting.title], 32, bold=True, colour=PALETTE.key)
    since = [f"比べる相手: {content.since}"] if content.changes is not None else []
    ahead = content.outlook
    facts = [
        wareki(meeting.on),
        f"{wareki(summary.as_of)}時点の数値",
        f"{ahead.period.name}・期末まで{ahead.days_left}日",
        *since,
        f"対象: {content.scope}・作成: {wareki(content.today)}",
    ]
    deck.text(slide, Box(MARGIN, 3.65, HALF, 1.55), facts, 16)
    right = MARGIN + HALF + 0.4
    deck.text(slide, Box(right, 2.95, HALF, 0.4), ["本日の流れ"], 20, bold=True)
    topics = [f"{number}. {each.title}" for number, each in enumerate(agenda(screens(content, 0)), start=1)]
    rows = -(-len(topics) // 2)
    for column, part in enumerate((topics[:rows], topics[rows:])):
        deck.text(slide, Box(right + column * HALF / 2, 3.35, HALF / 2, 3.1), part, 16)
    if records.is_known(content):
        deck.text(slide, Box(MARGIN, 5.2, HALF, 0.33), [records.TITLE], 18, bold=True)
        deck.lines(slide, Box(MARGIN, 5.54, HALF, 0.92), [records.finding_of(content)], (18, 16))
    if summary.snapshot.has_samples:
        area = Box(MARGIN, 6.5, INNER, 0.45)
        deck.text(slide, area, [SAMPLES], 18, bold=True, fill=PALETTE.track, middle=True)
    deck.notes(slide, (rules.groups if content.uses("action_plan") else rules.kpis)(content.strategy))
    if records.is_known(content):
        _homework(deck, content)


def _homework(deck: Deck, content: Material) -> None:
    """前回までの決定・宿題, where something is open."""
    rows = [row for row in records.listing_of(content) if not row.of_this_meeting]
    if not rows:
        return
    slide = deck.slide(records.TITLE, records.finding_of(content))
    listing = replace(records.listing_of(content), items=rows).only(*decision_views.ON_SLIDE)
    deck.table(slide, Box(MARGIN, TOP, INNER, BOTTOM - TOP), listing)
    deck.notes(slide, f"{records.ORDER_NOTE}\n「…」で終わる長い内容は、Excel と配布資料に全文があります。")


def decide(deck: Deck, content: Material, screen: Screen) -> None:
    """One question: large, its options, what it is about, and 課題 and 今後の対応."""
    items = content.summary.board.decide
    item = items[int(screen.subject) - 1]
    asked = board.question(item.ask_text)
    slide = deck.slide(f"ご判断 {screen.subject}/{len(items)}", asked.text, QUESTION_SIZES, QUESTION_TALL)
    down = OPTIONS_AT
    for option in asked.options:
        tall = height(clean(option), 24, INNER - 0.2) + 0.14
        if down + tall > ABOUT_AT:
            break
        deck.text(slide, Box(MARGIN, down, INNER, tall), [option], 24, fill=PALETTE.track, middle=True)
        down += tall + 0.12
    about = f"{item.id} {item.title}({attention_views.whose(item, content.strategy)})"
    deck.text(slide, Box(MARGIN, ABOUT_AT, INNER, 0.4), [about], 18, bold=True)
    why = reason(item, content.summary)
    points = [why, *decide_points(content, item, None, ())]
    deck.points(slide, Box(MARGIN, ABOUT_AT + 0.42, INNER, BOTTOM - ABOUT_AT - 0.42), points, (18, 16))
    deck.notes(slide, "\n".join([*asked.options, rules.board(content.uses)]))


def report(deck: Deck, content: Material, screen: Screen) -> None:
    """ご報告, or 要注意 where nobody asks anything: one line per item, the rest of it in the notes."""
    items, page = content.summary.board.report, int(screen.subject)
    listing = attention_views.briefly(items[(page - 1) * REPORT_ROWS :][:REPORT_ROWS], content.summary, screen.title)
    _list(deck, content, screen, board.watch(items, screen.title), listing)


def check(deck: Deck, content: Material, screen: Screen) -> None:
    """事務局で確認: the 取組 without a report."""
    items = content.summary.board.check
    listing = attention_views.briefly(items, content.summary, screen.title)
    _list(deck, content, screen, board.checked(content.summary.board), listing)


def _list(deck: Deck, content: Material, screen: Screen, finding: str, listing: Listing[AttentionItem]) -> None:
    slide = deck.slide(_topic(screen), finding)
    if len(listing):
        deck.table(slide, Box(MARGIN, TOP, INNER, BOTTOM - TOP), listing)
    reasons = [f"{item.id} {item.title}: {reason(item, content.summary)}" for item in listing]
    deck.notes(slide, "\n".join([*reasons, rules.attention_order(content.uses)]))


def _topic(screen: Screen) -> str:
    return f"付録: {screen.title}" if screen.appendix else screen.title


def closing(deck: Deck, content: Material, screen: Screen) -> None:
    """Decisions and homework of this meeting, by whom and when, and the next meeting."""
    if not records.is_known(content):
        return
    new = [row for row in records.listing_of(content) if row.of_this_meeting]
    slide = deck.slide(screen.title, f"次回の会議: {next_meeting(content)}")
    listing = replace(records.listing_of(content), items=new).only(*decision_views.ON_SLIDE)
    if new:
        deck.table(slide, Box(MARGIN, TOP, INNER, BOTTOM - TOP), listing)
    else:
        hint = (
            content.unread or "この会議で記録した決定・宿題は、まだありません。「決定を記録」で残すと、ここに並びます。"
        )
        deck.text(slide, Box(MARGIN, TOP, INNER, 0.8), [hint], 20)
    deck.notes(slide, rules.HOMEWORK)
