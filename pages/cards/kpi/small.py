"""Small multiples of 指標: all cards are one message, since a page of fifteen would send sixty."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.wording.kpi import kpi_sentences
from pages.cards.card import cached
from pages.cards.figures import draw_small_kpi
from pages.html import finding, heading, page_link, tag
from pages.view.address import KPI
from pages.view.view import View, address_of


def small_cards(view: View, kpis: Iterable[KpiResult]) -> Markup:
    """One small card per 指標, with the way to its numbers."""
    return tag("div", *(cached(view, _small_card, kpi.kpi_id) for kpi in kpis), kind="kdx-small-cards")


def _small_card(view: View, kpi_id: str) -> Markup:
    """Title, finding and picture of a 指標; 数値と根拠 stand with the 指標 in full."""
    kpi, address = view.summary.kpi(kpi_id), address_of(view, "kpis", **{KPI: kpi_id})
    return tag(
        "article",
        heading(page_link(address, kpi_sentences.full_name(kpi))),
        finding(kpi_sentences.headline(kpi, view.summary.forecasts[kpi_id])),
        draw_small_kpi(view, kpi_id),
        page_link(address, "数値と根拠", kind="kdx-numbers", aria_label=f"{kpi.name}の数値と根拠"),
        id=f"kpi-{kpi_id}",
    )
