"""指標 that need attention on 全体概況: the worst by name, each with its small line and one click from itself."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.views.kpis import kpis
from kdx_metrics.wording import rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.kpi import kpi_sentences
from pages.cards.card import Card, cached
from pages.cards.kpi.line import kpi_line
from pages.frame.words import plain
from pages.html import show
from pages.view.address import KPI
from pages.view.meeting import meeting_material
from pages.view.view import View, address_of, link_query


class Row(NamedTuple):
    """One 指標: the label of its link, its small line and its value beside the target."""

    kpi_id: str
    label: str
    drawn: Markup


def worst_kpis_card(view: View, limit: int) -> Card:
    """The `limit` worst 指標 of the view, in the order of papers and meeting."""
    finding = cached(view, _finding)
    return Card(
        key="kpis-now",
        title=_title(view, limit),
        address=address_of(view, "kpis"),
        finding=finding,
        alt=finding,
        body=lambda: _rows(view, limit),
        table=lambda: kpis(_worst_first(view), view.summary, "指標(KPI)"),
        why=lambda: Explanation(rules.kpis(view.strategy)),
        tone=_tone(view.summary),
    )


def _title(view: View, limit: int) -> str:
    """Order of the 指標, and how many are not named here: the title leads to them."""
    more = len(view.summary.kpis) - limit
    return f"指標(悪い順・ほか{more}件)" if more > 0 else "指標(悪い順)"


def _finding(view: View) -> str:
    return kpi_sentences.alarms(view.summary)


def _tone(summary: Summary) -> str:
    """Rating in whose colour the 指標 are spoken of."""
    if summary.kpi_alarms:
        return "behind"
    return "on_track" if any(kpi.rating != "not_evaluable" for kpi in summary.kpis) else "not_evaluable"


def _worst_first(view: View) -> list[KpiResult]:
    return meeting_material(view)[1].kpis


def _rows(view: View, limit: int) -> None:
    for row in cached(view, _texts, limit):
        st.page_link("kpis.py", label=row.label, query_params=link_query(view, **{KPI: row.kpi_id}))
        show(row.drawn)


def _texts(view: View, limit: int) -> tuple[Row, ...]:
    palette = PALETTES[view.mode]
    return tuple(Row(kpi.kpi_id, plain(kpi.name), kpi_line(kpi, palette)) for kpi in _worst_first(view)[:limit])
