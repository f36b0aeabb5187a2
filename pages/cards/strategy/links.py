"""取組 and 指標 beside each other: what moves a 指標, and what a 取組 is to move."""

from __future__ import annotations

from kdx_metrics.views.links import actions_of, kpis_of
from kdx_metrics.wording import links
from pages.html import finding, heading, show
from pages.tables.show_table import show_table
from pages.view.view import View


def linked_actions(view: View, kpi_id: str) -> None:
    """Draw the 取組 that are to move a 指標, with what they and its value say together; nothing where none is named."""
    listing = actions_of(kpi_id, view.city)
    if len(listing):
        said = links.said(view.city.links[kpi_id])
        show(heading(listing.caption), *([finding(said)] if said else []))
        show_table(listing, below=("note",))


def linked_kpis(view: View, action_id: str) -> None:
    """Draw the 指標 that a 取組 is to move, with what both say together; nothing where none is named."""
    listing = kpis_of(action_id, view.city)
    if len(listing):
        told = [links.said(view.city.links[each.link.kpi.kpi_id]) for each in listing]
        show(heading(listing.caption), *(finding(said) for said in told if said))
        show_table(listing, below=("note",))
