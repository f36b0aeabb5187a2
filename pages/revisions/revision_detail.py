"""One revision: its facts, its bytes as uploaded, and what the person may do with it."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.database.actors import ADMINISTRATORS, EDITORS
from kdx_metrics.intake.decoding import ENCODING_WORDS
from kdx_metrics.publications.revisions import Revision, uploaded_bytes
from pages.frame.people import may
from pages.frame.words import local_time, plain
from pages.html import heading, show
from pages.revisions.undoing import erase_step, roll_back_step
from pages.view.view import View


def revision_detail(view: View, revision: Revision) -> None:
    """Draw the revision; editors may roll back to it, administrators erase it."""
    with st.container(border=True, key="revision"):
        show(heading(f"第{revision.id}版"))
        encoding = ENCODING_WORDS.get(revision.encoding or "", "Excelブック")
        st.text(f"SHA-256 {revision.sha256}\n{revision.file_name}({revision.size:,}バイト)・{encoding}")
        if revision.merged_sha256:
            st.caption("部分更新です。ダウンロードできるのは、送られたままのファイル(その課の行だけ)です。")
        if erasure := revision.redaction:
            text = f"内容は {local_time(view, erasure.at)} に {erasure.by} が抹消しました。理由: {erasure.reason}"
            st.warning(plain(text), icon=":material/delete_forever:")
            return
        st.download_button(
            "アップロードされたままダウンロード",
            lambda: _bytes(view, revision.id),
            revision.file_name,
            "application/octet-stream",
            key=f"bytes-{revision.id}",
            on_click="ignore",
            icon=":material/download:",
        )
        if may(EDITORS):
            roll_back_step(view, revision)
        if may(ADMINISTRATORS):
            erase_step(view, revision)


def _bytes(view: View, number: int) -> bytes:
    with view.source.store.reading() as connection:
        return uploaded_bytes(connection, number)
