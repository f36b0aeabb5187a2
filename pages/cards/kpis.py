"""KPIs in short, where a plan has nothing else to begin with."""

from __future__ import annotations

from kdx_metrics.wording import kpi_sentences
from pages.cards.card import cached
from pages.html import finding, heading, show
from pages.tables.listings import listed_kpis
from pages.tables.show_table import show_table
from pages.view.view import View


def kpis_in_short(view: View) -> None:
    """Draw how many KPIs are on their way, and the table of all."""
    kpis = view.summary.kpis
    show(heading("指標"), finding(kpi_sentences.counts(kpis)))
    show_table(cached(view, listed_kpis, tuple(kpi.kpi_id for kpi in kpis)), below=["marks", "outlook"])
