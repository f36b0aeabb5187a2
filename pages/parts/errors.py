"""The card shown in place of a page that failed: plain Japanese and a reference number, never a trace."""

from __future__ import annotations

import streamlit as st

from kdx_metrics import logs


def show_script_error(error: Exception) -> bool:
    """Log the trace and show the card; True tells Streamlit that the error has been shown."""
    reference = logs.script_error(error)
    st.error(
        "申し訳ありません。この画面を表示できませんでした。\n\n"
        "ほかの画面はお使いいただけます。再読み込みしても直らないときは、"
        f"**受付番号 {reference}** を添えて管理者にお知らせください。",
        icon=":material/error:",
    )
    return True
