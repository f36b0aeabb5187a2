"""One 指標 in full: its numbers, who answers for it, the results of the 期 that have ended, and its process chart."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.kpi.spc import analyse
from kdx_metrics.views.kpis import described, in_detail, kpis, observations, period_results
from kdx_metrics.wording import alt
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.kpi.kpi_explanations import explain_xmr
from pages.cards.card import Card, card, figure
from pages.cards.figures import draw_xmr
from pages.cards.strategy.links import linked_actions
from pages.cards.voices.opinions import opinions_on_kpi
from pages.frame.words import plain
from pages.html import definition_list, heading, show
from pages.tables.show_table import show_table
from pages.view.view import View


def kpi_detail(view: View, kpi: KpiResult) -> None:
    """Draw the numbers of one KPI and its 期の結果, where a 期 has ended with a target."""
    show(heading("この指標の数値"))
    show_table(kpis([kpi], view.summary).only(*in_detail(view.strategy)), "この指標の数値")
    show(definition_list(described(kpi, view.summary)))
    linked_actions(view, kpi.kpi_id)
    if opinions := opinions_on_kpi(view, kpi.kpi_id):
        show(opinions)
    if kpi.results:
        show(heading("期の結果"))
        show_table(period_results(kpi, view.strategy))


def xmr_card(view: View, kpi: KpiResult) -> None:
    """Draw the process behaviour chart where there is data enough, or say why there is none."""
    chart, forecast = analyse(kpi), view.summary.forecasts[kpi.kpi_id]
    if chart is None:
        st.info(f"管理図(XmR)は表示しません: {plain(kpi_sentences.no_chart(kpi))}")
        return
    card(
        Card(
            key=f"xmr-{kpi.kpi_id}",
            title=f"{kpi.name}の管理図(XmR)",
            finding=kpi_sentences.xmr(kpi, chart, forecast),
            alt=alt.xmr(kpi, chart, forecast),
            body=figure(view, draw_xmr, kpi.kpi_id),
            table=lambda: observations(kpi),
            why=lambda: explain_xmr(kpi, chart),
        ),
    )
