"""One revision: its facts, its table, its file as uploaded for editors, and what the person may do with it."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.database.actors import ADMINISTRATORS, EDITORS
from kdx_metrics.exports.typed_text import table_csv
from kdx_metrics.intake.decoding import ENCODING_WORDS
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.tables import publications
from kdx_metrics.publications.revisions import Revision, uploaded_file
from pages.frame.people import acting, may
from pages.frame.words import local_time, plain
from pages.html import heading, show
from pages.revisions.stored import frame_of
from pages.revisions.undoing import erase_step, roll_back_step
from pages.view.connection import this_page
from pages.view.view import View


def revision_detail(view: View, revision: Revision) -> None:
    """Draw the revision; editors may roll back to it, administrators erase it."""
    with st.container(border=True, key="revision"):
        label = publications(view.data.strategy)[revision.table].label
        show(heading(f"第{revision.id}版 {label}({wareki(revision.as_at)}時点)"))
        encoding = ENCODING_WORDS.get(revision.encoding or "", "Excelブック")
        st.text(f"SHA-256 {revision.sha256}\n{revision.file_name}({revision.size:,}バイト)・{encoding}")
        if erasure := revision.redaction:
            text = f"内容は {local_time(view, erasure.at)} に {erasure.by} が抹消しました。理由: {erasure.reason}"
            st.warning(plain(text), icon=":material/delete_forever:")
            return
        _downloads(view, revision)
        if may(EDITORS):
            roll_back_step(view, revision)
        if may(ADMINISTRATORS):
            erase_step(view, revision)


def _downloads(view: View, revision: Revision) -> None:
    """Offer the table to everybody, and to editors the file that it came in."""
    table, page = publications(view.data.strategy)[revision.table], this_page()
    with st.container(horizontal=True):
        st.download_button(
            "表をCSVでダウンロード",
            lambda: table_csv(frame_of(view, revision), table),
            f"{table.name}_第{revision.id}版.csv",
            "text/csv",
            key=f"table-{revision.id}",
            on_click="ignore",
            icon=":material/download:",
        )
        if may(EDITORS):
            st.download_button(
                "アップロードされたままダウンロード",
                lambda: uploaded_file(view.source.store, acting(page), revision.id),
                revision.file_name,
                "application/octet-stream",
                key=f"bytes-{revision.id}",
                on_click="ignore",
                icon=":material/download:",
            )
    if revision.merged_sha256 and may(EDITORS):
        st.caption("部分更新です。アップロードされたファイルにあるのは、送られた行だけです。")
