"""指標: actuals against targets, path and forecast as small multiples, one 指標 in full, and the table of all."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.ordering import kpis_worst_first
from kdx_metrics.views.kpis import observations
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.kpi.kpi_explanations import explain_kpi
from kdx_metrics.wording.words import KPI_RATING_WORDS
from pages.cards.card import Card, cached, card, figure
from pages.cards.figures import draw_kpi, words_of_kpi
from pages.cards.kpi.detail import kpi_detail, xmr_card
from pages.cards.kpi.key import KEY
from pages.cards.kpi.short import no_kpis
from pages.cards.kpi.small import small_cards
from pages.frame.filters import is_worst_first, pillar_filter
from pages.html import finding, heading, show
from pages.tables.listings import listed_kpis
from pages.tables.show_table import show_table
from pages.view.address import KPI, KPI_RATING
from pages.view.navigation import linked_select
from pages.view.view import View, current_view


def kpi_card(view: View, kpi: KpiResult) -> Card:
    """One KPI in full: its course, target steps, path and forecast."""
    forecast = view.summary.forecasts[kpi.kpi_id]
    sentence, words = cached(view, words_of_kpi, kpi.kpi_id)
    return Card(
        key=f"kpi-{kpi.kpi_id}-large",
        title=kpi_sentences.full_name(kpi),
        finding=sentence,
        alt=words,
        body=figure(view, draw_kpi, kpi.kpi_id),
        table=lambda: observations(kpi),
        why=lambda: explain_kpi(kpi, forecast, view.strategy),
    )


def all_kpis(view: View) -> None:
    """Draw the filters, and what they choose as charts and as a table."""
    names = {kpi.kpi_id: f"{kpi.kpi_id} {kpi.name}" for kpi in view.summary.kpis}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="filters"):
        pillar, worst_first = pillar_filter(view.strategy), is_worst_first()
        ratings = st.multiselect(
            "評価",
            list(KPI_RATING_WORDS),
            format_func=kpi_sentences.rating_choice,
            key=KPI_RATING,
            bind="query-params",
            placeholder="すべて",
        )
        chosen = linked_select("指標を詳しく見る", KPI, names, "(すべての指標)")
    ordered = view.summary.kpis
    if worst_first:
        ordered = kpis_worst_first(ordered, view.summary.attention)
    kpis = [k for k in ordered if (not pillar or k.pillar == pillar) and (not ratings or k.rating in ratings)]
    show(finding(kpi_sentences.counts(kpis)), Markup() if chosen else KEY)
    if chosen:
        kpi = view.summary.kpi(chosen)
        card(kpi_card(view, kpi))
        kpi_detail(view, kpi)
        xmr_card(view, kpi)
    else:
        with st.container(key="small-cards"):
            show(small_cards(view, kpis))
    show(heading("指標の一覧"))
    show_table(
        cached(view, listed_kpis, tuple(kpi.kpi_id for kpi in kpis)),
        below=["direction", "baseline", "expected", "target_on", "marks", "outlook", "cause", "next_step"],
        download="kpis_view.csv",
    )


current = current_view()
if current.department and not current.summary.kpis:
    no_kpis(current, current.department)
else:
    all_kpis(current)
