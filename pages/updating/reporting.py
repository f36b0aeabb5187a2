"""回収状況 of each 所管課 for a 時点: all of them, and those that still owe."""

from __future__ import annotations

from datetime import date

from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.publications.returned import returned
from kdx_metrics.views.reporting import reporting, still_owing
from kdx_metrics.wording import rules
from kdx_metrics.wording.groups import headlines
from pages.html import finding, heading, paragraph, show
from pages.tables.show_table import show_table
from pages.view.view import View


def returns_table(view: View, as_at: date) -> None:
    """Draw one row per 所管課, those that still owe most first."""
    of = returned(view.source.now(), as_at)
    show(
        heading(f"{wareki(as_at)}時点の回収状況"),
        finding(headlines.returns(of.departments)),
        paragraph(rules.reports(of.since, as_at, view.strategy)),
    )
    show_table(reporting(of.departments), download="returns.csv")


def owing(view: View, as_at: date, *, in_full: bool) -> None:
    """Draw the 所管課 whose reports for the 時点 are still to come; in full with the numbers of their 取組."""
    departments = returned(view.source.now(), as_at).departments
    if not in_full:
        show(paragraph(headlines.returns(departments)))
        return
    show(finding(headlines.returned(departments)))
    show_table(still_owing(departments))
    show(paragraph("取組の名称と報告の済んだ課は「回収状況」に、配る表は「ひな形」にあります。", kind="kdx-source"))
