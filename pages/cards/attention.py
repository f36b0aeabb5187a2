"""ご判断 and ご報告 as a card: questions first, each line with its reason and a way to its 取組 or 指標."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from kdx_metrics.numbers.attention import AttentionItem
from kdx_metrics.numbers.board import Board
from kdx_metrics.plan.tables.common import DECISION
from kdx_metrics.views.attention import Line, attention, whose
from kdx_metrics.views.listing import Listing
from kdx_metrics.wording import board, rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.reasons import reason
from kdx_metrics.wording.words import ATTENTION_WORDS
from pages.cards.card import Card, cached, card
from pages.frame.words import plain
from pages.html import paragraph, show
from pages.view.address import ACTION, CHANGES_PART, KPI
from pages.view.view import View, link_query

LISTED = ("position", "kind", "id", "period", "title", "department", "ask", "ask_text", "reason")
ALL_OF_THEM = "会議にかけること"  # the part of 変化と決定 that lists every item beside what was decided
# Streamlit's names for text colours; whatever is late is red.
COLOURS = {"not_reported": "gray", "period_end": "yellow", "under_review": "gray", "asked": "gray"}


class Row(NamedTuple):
    """One item: the page and the address entry that lead to it, the label of its link, and the line beneath."""

    page: str
    chosen: Mapping[str, str]
    label: str
    beneath: Markup


def attention_card(view: View, limit: int) -> None:
    """Draw the card with the first `limit` items: what is to decide, or the rule-based list where nobody asks."""
    of = view.summary.board
    finding = board.finding(of)
    first = cached(view, _first)
    card(
        Card(
            key="attention",
            title=first.caption,
            finding=finding,
            alt=finding,
            body=lambda: _lines(view, of, limit),
            table=lambda: first.only(*LISTED),
            why=lambda: Explanation(rules.board(view.uses), finding),
        ),
    )


def _first(view: View) -> Listing[Line]:
    return attention(view.summary)[0]


def _items(of: Board) -> tuple[AttentionItem, ...]:
    return of.decide if of.asks else of.report


def _lines(view: View, of: Board, limit: int) -> None:
    items = _items(of)
    for row in cached(view, _texts, limit):
        st.page_link(row.page, label=row.label, query_params=link_query(view, **row.chosen))
        show(row.beneath)
    if not items:
        show(paragraph(f"いま{board.DECIDE if of.asks else board.WATCH}はありません。", kind="kdx-reason"))
    rest = _rest(of, len(items) - limit)
    st.page_link(
        "changes.py",
        label=f"**{rest}決定の記録を見る**",
        query_params=link_query(view, **{CHANGES_PART: ALL_OF_THEM}),
    )


def _texts(view: View, limit: int) -> list[Row]:
    rows = []
    for item in _items(view.summary.board)[:limit]:
        page, key = ("kpis", KPI) if item.period is None else ("actions", ACTION)
        label, beneath = _asked(view, item) if item.ask == DECISION else _by_rule(view, item)
        rows.append(Row(f"{page}.py", {key: item.id}, label, paragraph(beneath, kind="kdx-reason")))
    return rows


def _asked(view: View, item: AttentionItem) -> tuple[str, str]:
    """The question, and beneath it what it is about."""
    question = board.question(item.ask_text)
    choice = f"({len(question.options)}案)" if question.options else ""
    return f"**{plain(question.text)}**{choice}", f"{item.id} {item.title}({whose(item, view.strategy)})"


def _by_rule(view: View, item: AttentionItem) -> tuple[str, str]:
    """The item with its class, and beneath it its reason."""
    kind = f":{COLOURS.get(item.kind, 'red')}[**{ATTENTION_WORDS[item.kind].label}**]"
    return f"{kind} **{plain(item.title)}**({plain(whose(item, view.strategy))})", reason(item, view.summary)


def _rest(of: Board, more: int) -> str:
    parts = [f"ほか{more}件"] if more > 0 else []
    if of.asks:
        parts += [
            f"{name}{len(items)}件" for name, items in ((board.REPORT, of.report), (board.CHECK, of.check)) if items
        ]
    return f"{'・'.join(parts)}と" if parts else ""
