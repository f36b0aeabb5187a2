"""今日ご判断いただきたいこと: the attention list as a card, each line with its reason and a way to its 取組 or 指標."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from kdx_metrics.numbers.attention import AttentionItem
from kdx_metrics.views.attention import attention, whose
from kdx_metrics.wording import headlines, rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.reasons import reason
from kdx_metrics.wording.words import ATTENTION_WORDS
from pages.cards.card import Card, cached, card
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


def _texts(view: View, limit: int) -> list[tuple[str, Markup]]:
    """Label of the link and reason of each of the first `limit` items."""
    texts = []
    for item in view.summary.attention[:limit]:
        mark, word = ATTENTION_WORDS[item.kind]
        colour, where = COLOURS.get(item.kind, "red"), plain(whose(item, view.strategy))
        label = f":{colour}[**{mark} {word}**] **{plain(item.title)}**({where})"
        texts.append((label, paragraph(reason(item, view.summary), kind="kdx-reason")))
    return texts


def _lines(view: View, items: list[AttentionItem], limit: int) -> None:
    for item, (label, why) in zip(items, cached(view, _texts, limit), strict=False):
        page, key = ("kpis", KPI) if item.kind.startswith("kpi") else ("actions", ACTION)
        st.page_link(f"{page}.py", label=label, query_params=link_query(view, **{key: item.id}))
        show(why)
    if not items:
        show(paragraph("いま判断が必要な項目はありません。", kind="kdx-reason"))
    more = f"ほか{len(items) - limit}件と" if len(items) > limit else ""
    st.page_link(
        "changes.py", label=f"**{more}決定の記録を見る**", query_params=link_query(view, **{CHANGES_PART: ALL_OF_THEM})
    )
