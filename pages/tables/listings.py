"""Listings of what is in view, under which name a page keeps them."""

from __future__ import annotations

from typing import Any

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.views import actions, kpis
from kdx_metrics.views.listing import Listing
from pages.view.view import View


def listed_actions(view: View, rows: tuple[int, ...]) -> Listing[Any]:
    """取組 in view by their rows in the file."""
    return actions.on_screen(view.summary.actions.loc[list(rows)], view.strategy)


def brief_actions(view: View, rows: tuple[int, ...]) -> Listing[Any]:
    """The same without what every row of a narrow screen would be longer for."""
    return listed_actions(view, rows).without(*actions.LAST)


def listed_kpis(view: View, kpi_ids: tuple[str, ...]) -> Listing[KpiResult]:
    """指標 in view by their numbers."""
    return kpis.on_screen([view.summary.kpi(kpi_id) for kpi_id in kpi_ids], view.summary)
