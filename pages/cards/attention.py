"""ご判断 and ご報告 as a card: questions first, each line with its reason and a way to its 取組 or 指標."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.numbers.meeting.board import Board
from kdx_metrics.plan.fiscal_calendar import wareki_month
from kdx_metrics.views.listing import Listing
from kdx_metrics.views.meeting.attention import Line, attention, whose
from kdx_metrics.wording import rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.meeting import board
from kdx_metrics.wording.meeting.reasons import reason
from kdx_metrics.wording.words import attention_word
from pages.cards.card import Card, cached, card
from pages.frame.words import plain
from pages.html import paragraph, show
from pages.view.address import ACTION, CHANGES_PART, KPI
from pages.view.view import View, link_query

LISTED = ("position", "kind", "id", "period", "title", "department", "ask", "ask_text", "reason")
ALL_OF_THEM = "会議にかけること"  # the part of 変化と決定 that lists every item beside what was decided
# Streamlit's names for text colours; whatever is late is red.
COLOURS = {
    "not_reported": "gray",
    "period_end": "yellow",
    "ratings_differ": "yellow",
    "under_review": "gray",
    "asked": "gray",
}


class Row(NamedTuple):
    """One item: the page and the address entry that lead to it, the label of its link, and a line beneath."""

    page: str
    chosen: Mapping[str, str]
    label: str
    beneath: str = ""


def attention_card(view: View, limit: int) -> None:
    """Draw the card with the first `limit` items: what is to decide, or the rule-based list where nobody asks."""
    of = view.summary.board
    finding = board.finding(of, by_kind=False)
    first = cached(view, _first)
    card(
        Card(
            key="attention",
            title=first.caption,
            finding=finding,
            alt=finding,
            body=lambda: _lines(view, limit),
            table=lambda: first.only(*LISTED),
            why=lambda: Explanation(rules.board(view.uses), finding),
        ),
    )


def _first(view: View) -> Listing[Line]:
    return attention(view.summary)[0]


def _items(of: Board) -> tuple[AttentionItem, ...]:
    return of.decide if of.asks else of.report


def _lines(view: View, limit: int) -> None:
    for row in cached(view, _texts, limit):
        st.page_link(row.page, label=row.label, query_params=link_query(view, **row.chosen))
        if row.beneath:
            show(paragraph(row.beneath, kind="kdx-reason"))


def _rest(of: Board, limit: int) -> Row:
    """The way to all of them: how many lines of the lists are not named here, and what was decided."""
    lines = len(of.decide) + len(of.report) + len(of.check) if of.asks else len(of.report)
    more = lines - len(_items(of)[:limit])
    return Row("changes.py", {CHANGES_PART: ALL_OF_THEM}, f"**{f'ほか{more}件と' if more else ''}決定の記録を見る**")


def _texts(view: View, limit: int) -> list[Row]:
    rows = []
    of = view.summary.board
    for item in _items(of)[:limit]:
        page, key = ("kpis", KPI) if item.period is None else ("actions", ACTION)
        texts = (_asked(item),) if of.asks else _by_rule(view, item)
        rows.append(Row(f"{page}.py", {key: item.id}, *texts))
    return [*rows, _rest(of, limit)]


def _asked(item: AttentionItem) -> str:
    """The question, and in brackets its options by number, by when its matter is due, and whose it is."""
    question = board.question(item.ask_text)
    facts = [f"{len(question.options)}案"] if question.options else []
    return f"**{plain(question.text)}**({plain('・'.join([*facts, *_due(item), item.department]))})"


def _due(item: AttentionItem) -> list[str]:
    """`完了予定 令和9年3月` of a 取組, `目標 令和9年3月` of a 指標: a question has no date of its own."""
    day, word = (item.planned_end, "完了予定") if item.kpi is None else (item.kpi.target_on, "目標")
    return [] if day is None else [f"{word} {wareki_month(day)}"]


def _by_rule(view: View, item: AttentionItem) -> tuple[str, str]:
    """The item with its class, and beneath it its reason."""
    kind = f":{COLOURS.get(item.kind, 'red')}[**{attention_word(item).label}**]"
    return f"{kind} **{plain(item.title)}**({plain(whose(item, view.strategy))})", reason(item, view.summary)
