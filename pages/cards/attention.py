"""今日ご判断いただきたいこと: the attention list as a card, each line with its reason and a way to its 取組 or 指標."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.numbers.attention import AttentionItem
from kdx_metrics.views.attention import attention, whose
from kdx_metrics.wording import headlines, rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.reasons import reason
from kdx_metrics.wording.words import ATTENTION_WORDS
from pages.cards.card import Card, card
from pages.frame.words import plain
from pages.html import paragraph, show
from pages.view.address import ACTION, CHANGES_PART, KPI
from pages.view.view import View, link_query

LISTED = ("position", "kind", "id", "period", "title", "department", "reason")
ALL_OF_THEM = "ご判断いただきたいこと"  # the part of 変化と決定 that lists every item beside what was decided
# Streamlit's names for text colours; whatever is late is red.
COLOURS = {"not_reported": "gray", "period_end": "yellow", "under_review": "gray"}


def attention_card(view: View, limit: int) -> None:
    """Draw the card with the first `limit` items."""
    items = view.summary.attention
    finding = headlines.attention(items)

    card(
        view,
        Card(
            key="attention",
            title="今日ご判断いただきたいこと",
            finding=finding,
            alt=finding,
            body=lambda: _lines(view, items, limit),
            table=lambda: attention(view.summary).only(*LISTED),
            why=lambda: Explanation(rules.attention_order(), f"該当 {len(items)}件"),
        ),
    )


def _lines(view: View, items: list[AttentionItem], limit: int) -> None:
    for item in items[:limit]:
        kind = f":{COLOURS.get(item.kind, 'red')}[**{ATTENTION_WORDS[item.kind].label}**]"
        where = whose(item, view.strategy)
        page, key = ("kpis", KPI) if item.kind.startswith("kpi") else ("actions", ACTION)
        st.page_link(
            f"{page}.py",
            label=f"{kind} **{plain(item.title)}**({plain(where)})",
            query_params=link_query(view, **{key: item.id}),
        )
        show(paragraph(reason(item, view.summary), kind="kdx-reason"))
    if not items:
        show(paragraph("いま判断が必要な項目はありません。", kind="kdx-reason"))
    more = f"ほか{len(items) - limit}件と" if len(items) > limit else ""
    st.page_link(
        "changes.py", label=f"**{more}決定の記録を見る**", query_params=link_query(view, **{CHANGES_PART: ALL_OF_THEM})
    )
