"""課の一枚: a 所管課 with its 取組, 指標, questions, homework and report, on one sheet of paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from markupsafe import Markup

from kdx_metrics.meeting.homework import concerning, decision_rows, homework
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.publications.returned import returned
from kdx_metrics.views import department as views
from kdx_metrics.views.listing import Listing
from kdx_metrics.views.meeting.attention import Line
from kdx_metrics.views.meeting.decisions import DecisionRow, decisions
from kdx_metrics.wording.groups import departments
from pages.cards.kpi.short import no_kpis
from pages.html import finding, heading, paragraph, show
from pages.tables.show_table import show_table
from pages.view.address import ACTION, KPI
from pages.view.meeting import meeting_in_view, recorded_decisions
from pages.view.view import View, address_of, link_query

OPEN_DECISION = ("kind", "text", "due", "state")


def sheet(view: View, department: str) -> None:
    """Draw the sheet: what is worst and what is to say on the left, what is to do and to report on the right."""
    summary = view.summary

    def action(row: Any) -> str:  # noqa: ANN401  # a row of `rate()`
        return address_of(view, "actions", **{ACTION: row.action_id})

    def kpi(result: KpiResult) -> str:
        return address_of(view, "kpis", **{KPI: result.kpi_id})

    def item(line: Line) -> str:
        page, key = ("actions", ACTION) if line.item.kpi is None else ("kpis", KPI)
        return address_of(view, page, **{key: line.item.id})

    with st.container(key="sheet", gap="xsmall"):
        show(finding(departments.standing_of(department, summary)), *_report(view, department))
        left, right = st.columns([3, 2], gap="small")
        with left:
            if view.uses("action_plan"):
                _part("card-sheet-actions", views.actions(summary), "title", action)
                st.page_link("actions.py", label="この課の取組を一覧で開く", query_params=link_query(view))
        with right:
            _part("card-sheet-say", views.say(summary), "title", item)
            _homework(view)
            if len(waiting := views.voices(summary)):
                _part("card-sheet-voices", waiting)
            if summary.kpis:
                _part("card-sheet-kpis", views.kpis(summary), "name", kpi)
            elif view.uses("kpis"):
                no_kpis(view, department)


def _part(key: str, listing: Listing[Any], name: str = "", address: Callable[[Any], str] | None = None) -> None:
    """Draw a card with a table; its column `name` leads to the `address` of each item."""
    with st.container(border=True, key=key, gap="xsmall"):
        show(heading(listing.caption), *([] if len(listing) else [paragraph(listing.none)]))
        if len(listing):
            show_table(listing, below=views.BELOW, links={name: address} if address else {})


def _report(view: View, department: str) -> list[Markup]:
    """The state of the report of the 所管課; nothing for a city without 取組."""
    if not view.uses("action_plan"):
        return []
    return [
        paragraph(departments.report_of(returned(view.data, view.as_of).of(department), view.as_of), kind="kdx-facts")
    ]


def _homework(view: View) -> None:
    """Draw the open 決定・宿題 of the 所管課, by due date; nothing while the store cannot be asked."""
    recorded = recorded_decisions(view)
    if recorded is None:
        return
    meeting = meeting_in_view(view)
    of = homework(concerning((each.content for each in recorded), view.summary), meeting.on)
    still_open = [*of.left, *(content for content in of.new if content.is_open)]
    rows = decision_rows(still_open, view.summary, meeting.on, view.today)
    listing: Listing[DecisionRow] = decisions(rows, "宿題", "残っている決定・宿題はありません。")
    _part("card-sheet-homework", listing.only(*OPEN_DECISION))
