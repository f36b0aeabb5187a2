"""取組 and 指標 beside each other: what moves a 指標, and what a 取組 is to move."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.numbers.links import Link
from kdx_metrics.views.links import actions_of
from kdx_metrics.wording import links
from pages.cards.card import cached
from pages.cards.kpi.line import kpi_line
from pages.cards.kpi.worst import Row
from pages.frame.words import plain
from pages.html import finding, heading, joined, paragraph, show, tag
from pages.tables.show_table import show_table
from pages.view.address import KPI
from pages.view.view import View, link_query


def linked_actions(view: View, kpi_id: str) -> None:
    """Draw the 取組 that are to move a 指標, with what they and its value say together; nothing where none is named."""
    listing = actions_of(kpi_id, view.city)
    if len(listing):
        said = links.said(view.city.links[kpi_id])
        show(heading(listing.caption), *([finding(said)] if said else []))
        show_table(listing, below=("note",))


def linked_kpis(view: View, action_id: str) -> None:
    """Draw the 指標 that a 取組 is to move as small lines, each a way to itself, with what both say together."""
    for number, row in enumerate(cached(view, _small, action_id)):
        if not number:
            show(tag("h3", "この取組が動かす指標"))
        st.page_link("kpis.py", label=row.label, query_params=link_query(view, **{KPI: row.kpi_id}))
        show(row.drawn)


def _small(view: View, action_id: str) -> tuple[Row, ...]:
    by_kpi = view.city.links
    mine = [link for of_kpi in by_kpi.values() for link in of_kpi if link.action_id == action_id]
    return tuple(Row(each.kpi.kpi_id, plain(each.kpi.name), _drawn(view, each)) for each in mine)


def _drawn(view: View, each: Link) -> Markup:
    said = links.said(view.city.links[each.kpi.kpi_id])
    note = paragraph(f"{each.relation}: {each.note}" if each.note else each.relation, kind="kdx-quiet")
    line = kpi_line(each.kpi, PALETTES[view.mode])
    return joined([line, *([paragraph(said, kind="kdx-reason")] if said else []), note])
