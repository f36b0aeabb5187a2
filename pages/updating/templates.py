"""ひな形: empty tables and the current data to fill in, as CSV and as Excel with choice lists."""

from __future__ import annotations

from datetime import date

import streamlit as st

from kdx_metrics.exports.typed_text import as_filled_in, table_csv
from kdx_metrics.exports.workbook_templates import MEDIA_TYPE, template
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.tables import SETTINGS, STRATEGY, Table, tables
from kdx_metrics.publications.revisions import Revision, heads, uploaded_file
from kdx_metrics.publications.source import summary_at
from pages.frame.people import acting
from pages.html import heading, paragraph, show, tag
from pages.view.address import DEPARTMENT
from pages.view.connection import this_page
from pages.view.view import View


def template_downloads(view: View, as_at: date) -> None:
    """Offer each table empty and filled; the chosen 所管課 narrows the filled one to its rows."""
    summary = summary_at(view.source.now(), as_at)
    department = st.selectbox(
        "所管課",
        ["", *summary.snapshot.departments],
        format_func=lambda name: name or "全庁",
        key=DEPARTMENT,
        bind="query-params",
        width=240,
    )
    snapshot = summary.snapshot.of_department(department or None)
    show(
        heading(f"ひな形と現在のデータ({department or '全庁'}・{wareki(as_at)}時点)"),
        paragraph(
            "所管課を選ぶと、現在のデータはその課の行だけになります。記入して保存したら、「取り込み」で選びます。所管課だけのファイルは、部分更新としてその課の行だけに反映されます。"
            "Excelのひな形は、選択肢が一覧から選べ、見出しに記入のしかたのメモが付いています。"
        ),
    )
    for table in tables(view.strategy).values():
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"template-{table.name}"):
            _name(table.label, table.file_name, is_optional=not table.leading)
            _buttons(snapshot, table)
    _settings_button(view, as_at)


def _settings_button(view: View, as_at: date) -> None:
    """Offer the strategy.toml in force at the chosen date, to change and publish."""
    page = this_page()
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="template-strategy"):
        _name(SETTINGS.label, SETTINGS.file_name, is_optional=True)
        if (revision := heads(view.data.revisions, as_at).get(STRATEGY)) is None:
            st.caption("まだ公開されていません。")
            return
        number = revision.id if isinstance(revision, Revision) else 0
        st.download_button(
            f"現在の {SETTINGS.file_name}",
            lambda: uploaded_file(view.source.store, acting(page), number),
            SETTINGS.file_name,
            "text/plain",
            key="strategy-現在",
            on_click="ignore",
            icon=":material/download:",
        )
        st.caption("評価の境目、言い換えの語、課の名前などです。メモ帳で直して保存し、「取り込み」で選びます。")


def _name(label: str, file_name: str, *, is_optional: bool) -> None:
    """Say the name of a table over that of its file."""
    file = f"{file_name}・任意" if is_optional else file_name
    show(tag("b", label), paragraph(file, kind="kdx-source"), width=160)


def _buttons(snapshot: Snapshot, table: Table) -> None:
    stem = table.file_name.removesuffix(".csv")
    mine = f"{stem}_{snapshot.department}" if snapshot.department else stem
    current, empty = snapshot.table(table.name), table.empty_frame()
    for label, file_name, make, mime in (
        ("空のCSV", f"{stem}_ひな形.csv", lambda: table_csv(empty, table), "text/csv"),
        ("空のExcel", f"{stem}_ひな形.xlsx", lambda: template(table), MEDIA_TYPE),
        ("現在のCSV", f"{mine}.csv", lambda: table_csv(current, table), "text/csv"),
        (
            "現在のExcel",
            f"{mine}.xlsx",
            lambda: template(table, as_filled_in(current, table).to_numpy().tolist()),
            MEDIA_TYPE,
        ),
    ):
        st.download_button(
            label, make, file_name, mime, key=f"{stem}-{label}", on_click="ignore", icon=":material/download:"
        )
