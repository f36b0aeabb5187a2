"""データの見方: terms, formulas in words with the thresholds in force, and the data dictionary."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.exports.data_dictionary import data_dictionary
from kdx_metrics.wording import rules
from kdx_metrics.wording.glossary import glossary
from kdx_metrics.wording.words import RATING_WORDS
from pages.frame.first_visit import steps
from pages.view.address import GUIDE_PART
from pages.view.view import current_view

view = current_view()
FIRST_HEADING = "## ファイルの形"
TERMS, FORMULAS, DICTIONARY, FIRST = "用語", "計算のしかた", "データ項目", "はじめての方へ"
part = st.segmented_control(
    "内容", [TERMS, FORMULAS, DICTIONARY, FIRST], key=GUIDE_PART, bind="query-params", default=TERMS, required=True
)
if part == TERMS:
    st.html(
        "<p class='kdx-finding'>評価の印: "
        + " ".join(f"<b>{mark}</b> {word}" for mark, word in RATING_WORDS.values())
        + "</p>"
    )
    st.html(
        "".join(
            f"<h2 class='kdx-title'>{heading}</h2><dl class='kdx-texts'>"
            + "".join(f"<dt>{term}</dt><dd>{meaning}</dd>" for term, meaning in terms.items())
            + "</dl>"
            for heading, terms in glossary(view.strategy).items()
        )
    )
elif part == FORMULAS:
    for heading, rule in {
        "取組の計画・実績・評価": rules.groups(view.strategy),
        "完了の見込み": rules.EARNED,
        "KPIの達成率・進度・評価": rules.kpis(view.strategy),
        "KPIの見込み": rules.forecasts(),
        "管理図(XmR)": rules.xmr(),
        "今日ご判断いただきたいことの順番": rules.attention_order(),
    }.items():
        st.html(f"<h2 class='kdx-title'>{heading}</h2>")
        st.text(rule)
elif part == FIRST:
    st.html("<h2 class='kdx-title'>使い方</h2>" + steps(staff=True))
else:
    st.markdown(FIRST_HEADING + data_dictionary(view.strategy).partition(FIRST_HEADING)[2])
