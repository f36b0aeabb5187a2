"""One 指標 in full: its numbers, who answers for it, and the results of the 期 that have ended."""

from __future__ import annotations

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.views.kpis import described, in_detail, kpis, period_results
from pages.html import definition_list, heading, show
from pages.tables.show_table import show_table
from pages.view.view import View


def kpi_detail(view: View, kpi: KpiResult) -> None:
    """Draw the numbers of one KPI and its 期の結果, where a 期 has ended with a target."""
    show(heading("この指標の数値"))
    show_table(kpis([kpi], view.summary).only(*in_detail(view.strategy)), "この指標の数値")
    show(definition_list(described(kpi, view.summary)))
    if kpi.results:
        show(heading("期の結果"))
        show_table(period_results(kpi, view.strategy))
