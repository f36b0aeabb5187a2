"""KPIs in short, where a plan has nothing else to begin with."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.wording.groups import departments
from kdx_metrics.wording.kpi import kpi_sentences
from pages.cards.card import cached
from pages.frame.words import plain
from pages.html import finding, heading, paragraph, show
from pages.tables.listings import listed_kpis
from pages.tables.show_table import show_table
from pages.view.address import DEPARTMENT
from pages.view.view import View, link_query


def no_kpis(view: View, department: str) -> None:
    """Say that the 所管課 has none, with the way to those of the city."""
    show(paragraph(departments.no_kpis(department)))
    query = {name: value for name, value in link_query(view).items() if name != DEPARTMENT}
    st.page_link("kpis.py", label=plain(f"全庁の{len(view.city.kpis)}指標へ"), query_params=query)


def kpis_in_short(view: View) -> None:
    """Draw how many KPIs are on their way, and the table of all."""
    kpis = view.summary.kpis
    show(heading("指標"), finding(kpi_sentences.counts(kpis)))
    show_table(cached(view, listed_kpis, tuple(kpi.kpi_id for kpi in kpis)), below=["marks", "outlook"])
