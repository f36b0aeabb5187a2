"""データの見方: terms, formulas in words with the thresholds in force, and the data dictionary."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.exports.data_dictionary import data_dictionary
from kdx_metrics.wording import rules
from pages.cards.card import cached
from pages.cards.terms import terms
from pages.frame.first_visit import steps
from pages.html import heading, show
from pages.view.address import GUIDE_PART
from pages.view.view import View, current_view


def formulas(view: View) -> dict[str, str]:
    """Rules of the numbers that the city has, by title."""
    of_actions = {"取組の計画・実績・評価": rules.groups(view.strategy), "完了の見込み": rules.EARNED}
    of_kpis = {
        "指標の達成率・進度・評価": rules.kpis(view.strategy),
        "指標の見込み": rules.forecasts(),
        "管理図(XmR)": rules.xmr(),
    }
    price = view.strategy.effects
    of_effects = {"効果": rules.EFFECTS, **({"費用と効果": rules.per_cost(price)} if price.hourly_yen else {})}
    return {
        **(of_actions if view.uses("action_plan") else {}),
        **(of_kpis if view.uses("kpis") else {}),
        **({"お金": rules.MONEY} if view.uses("action_years") else {}),
        **(of_effects if view.uses("effects") else {}),
        "ご判断・ご報告・要注意の順番": rules.board(view.uses),
    }


view = current_view()
FIRST_HEADING = "## ファイルの形"
TERMS, FORMULAS, DICTIONARY, FIRST = "用語", "計算のしかた", "データ項目", "はじめての方へ"
part = st.segmented_control(
    "内容", [TERMS, FORMULAS, DICTIONARY, FIRST], key=GUIDE_PART, bind="query-params", default=TERMS, required=True
)
if part == TERMS:
    show(cached(view, terms))
elif part == FORMULAS:
    for title, rule in formulas(view).items():
        show(heading(title))
        st.text(rule)
elif part == FIRST:
    show(heading("使い方"), steps(staff=True))
else:
    st.markdown(FIRST_HEADING + data_dictionary(view.strategy).partition(FIRST_HEADING)[2])
