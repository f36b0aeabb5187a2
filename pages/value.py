"""お金と効果: what the strategy has cost and what it has brought, per 年度 and 取組, and the report on grants."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.exports.workbook_report import Sheet, write_report
from kdx_metrics.meeting.briefing import revision_of
from kdx_metrics.plan.fiscal_calendar import wareki_and_iso
from kdx_metrics.wording.value import grant
from pages.cards.card import cached, card
from pages.cards.grants import report_in_view, report_on_screen
from pages.cards.value import costs_card, effects_card, value_card, worths_card
from pages.frame.words import source_line
from pages.html import heading, listing, paragraph, show
from pages.tables.show_table import download_button, show_table
from pages.view.view import View, current_view

NAME = "grant_report"
SOURCES = {"action_years": "年度評価", "effects": "効果"}


def report_workbook(view: View) -> bytes:
    """The report on grants as a workbook."""
    report, summary = report_in_view(view), view.summary
    stamp = f"時点 {wareki_and_iso(view.as_of)}・版 {revision_of(summary.snapshot)}・照合番号 {summary.token}"
    return write_report([Sheet(report.caption, report, frozen=3)], title=report.caption, stamp=stamp)


def grants(view: View) -> None:
    """Draw the report on grants, its files, and the grants that were published beside it."""
    report = cached(view, report_in_view)
    published = [each for each in view.strategy.grants if each.published_on <= view.as_of]
    if not len(report) and not published:
        return
    show(heading(report.caption))
    if published:
        show(listing((f"{grant(each)}出典 {each.source}" for each in published), kind="kdx-notes"))
    if len(report):
        show_table(cached(view, report_on_screen), below=["ahead"])
        download_button(lambda: report.frame, f"{NAME}.csv")
        st.download_button(
            "Excelをダウンロード",
            lambda: report_workbook(view),
            f"{NAME}.xlsx",
            on_click="ignore",
            icon=":material/download:",
        )


view = current_view()
if not view.summary.money and not view.summary.effects:
    show(paragraph("この時点までの予算額・決算額と効果は、まだありません。"))
else:
    card(value_card(view))
    if view.summary.money:
        card(costs_card(view))
    if view.summary.effects:
        card(effects_card(view))
    if (value := view.summary.value) is not None and value.actions:
        card(cached(view, worths_card))
grants(view)
show(paragraph(source_line(view, SOURCES), kind="kdx-source"))
