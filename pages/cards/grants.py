"""交付金の報告 as it is shown."""

from __future__ import annotations

from kdx_metrics.views.grants import Granted, grant_report
from kdx_metrics.views.listing import Listing
from pages.cards.card import cached
from pages.view.view import View


def report_in_view(view: View) -> Listing[Granted]:
    """The report on grants of a view."""
    return grant_report(view.summary)


def report_on_screen(view: View) -> Listing[Granted]:
    """The report without the columns that none of its rows fills, which its files keep."""
    return cached(view, report_in_view).filled()
