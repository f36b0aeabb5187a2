"""The box into which files are dropped."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kdx_metrics.settings import Settings
from pages.html import show, stylesheet

ROUND = "_upload_round"
BOX = ".st-key-upload-box [data-testid=stFileUploader]"
# Streamlit marks a file that it turns away as invalid and does not tell the page.
REFUSED = f"""{BOX}:has([aria-invalid=true])::after {{content:"受け取れなかったファイルがあります(%s)。"
 "1ファイル%sまでのCSVかExcel(.xlsx)、strategy.tomlを選び直してください。サインアウトしたあとの画面からは送れません。";
 color:var(--kdx-behind);font-size:0.875rem}}
"""
MARKED = "印の付いたもの"


def file_box(settings: Settings) -> list[UploadedFile]:
    """Draw the box and 「ファイルを選び直す」; the chosen files."""
    limit = f"{settings.max_file_mb:g}MB"
    show(stylesheet(REFUSED % (MARKED, limit)))
    with st.container(key="upload-box"):
        files = st.file_uploader(
            f"CSV・Excel(.xlsx)か strategy.toml を選んでください(1ファイル {limit}・{settings.max_files}ファイルまで)",
            type=["csv", "xlsx", "toml"],
            accept_multiple_files=True,
            key=f"files-{st.session_state.setdefault(ROUND, 0)}",
        )
    if files:
        st.button("ファイルを選び直す", icon=":material/restart_alt:", on_click=_empty_the_box, key="empty-the-box")
    else:
        st.caption("ファイルの種類は見出しから自動で判別します。公開するまで、表示中のデータは変わりません。")
    return files


def _empty_the_box() -> None:
    st.session_state[ROUND] += 1
