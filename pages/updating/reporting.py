"""回収状況 of each 所管課 for the 時点 in view."""

from __future__ import annotations

from kdx_metrics.numbers.reporting_status import returns
from kdx_metrics.views.reporting import reporting
from kdx_metrics.wording import headlines, rules
from pages.html import finding, heading, paragraph, show
from pages.tables.show_table import show_table
from pages.view.view import View


def returns_table(view: View) -> None:
    """Draw one row per 所管課, those that still owe most first."""
    earlier = [day for day in view.data.dates if day < view.as_of]
    since = earlier[-1] if earlier else None
    departments = returns(view.city.actions, since, view.as_of)
    show(
        heading(f"{view.as_of} 時点の回収状況"),
        finding(headlines.returns(departments)),
        paragraph(rules.reports(since, view.as_of)),
    )
    show_table(reporting(departments), download="returns.csv")
