"""今日ご判断いただきたいこと: the attention list as a card, each line with its reason and a way to its 取組 or 指標."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from kdx_metrics.numbers.attention import AttentionItem
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.wording import headlines, rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.reasons import reason
from kdx_metrics.wording.words import ATTENTION_WORDS
from pages.cards.card import Card, card
from pages.frame.words import plain
from pages.view.address import ACTION, CHANGES_PART, KPI
from pages.view.view import View, link_query

ALL_OF_THEM = "ご判断いただきたいこと"  # the part of 変化と決定 that lists every item beside what was decided
# Streamlit's names for text colours; whatever is late is red.
COLOURS = {"not_reported": "gray", "period_end": "yellow", "under_review": "gray"}


def attention_table(items: list[AttentionItem], summary: Summary) -> pd.DataFrame:
    """One row an item, in order."""
    return pd.DataFrame(
        [
            {
                "順": place,
                "種類": ATTENTION_WORDS[item.kind][1],
                "番号": item.id,
                "期": item.period,
                "名称": item.title,
                "所管課": item.department,
                "理由": reason(item, summary),
            }
            for place, item in enumerate(items, 1)
        ],
        columns=["順", "種類", "番号", "期", "名称", "所管課", "理由"],
    )


def attention_card(view: View, limit: int) -> None:
    """Draw the card with the first `limit` items."""
    items = view.summary.attention
    finding = headlines.attention(items)

    def table() -> pd.DataFrame:
        return attention_table(items, view.summary)

    card(
        view,
        Card(
            key="attention",
            title="今日ご判断いただきたいこと",
            finding=finding,
            alt=finding,
            body=lambda: _lines(view, items, limit),
            table=table,
            why=lambda: Explanation(rules.attention_order(), f"該当 {len(items)}件", table()),
        ),
    )


def _lines(view: View, items: list[AttentionItem], limit: int) -> None:
    for item in items[:limit]:
        mark, word = ATTENTION_WORDS[item.kind]
        where = (
            item.department if item.period is None else f"{view.strategy.period(item.period).name}・{item.department}"
        )
        page, key = ("kpis", KPI) if item.kind.startswith("kpi") else ("actions", ACTION)
        st.page_link(
            f"{page}.py",
            label=f":{COLOURS.get(item.kind, 'red')}[**{mark} {word}**] **{plain(item.title)}**({plain(where)})",
            query_params=link_query(view, **{key: item.id}),
        )
        st.html(f"<p class='kdx-reason'>{escape(reason(item, view.summary))}</p>")
    if not items:
        st.html("<p class='kdx-reason'>いま判断が必要な項目はありません。</p>")
    more = f"ほか{len(items) - limit}件と" if len(items) > limit else ""
    st.page_link(
        "changes.py", label=f"**{more}決定の記録を見る**", query_params=link_query(view, **{CHANGES_PART: ALL_OF_THEM})
    )
