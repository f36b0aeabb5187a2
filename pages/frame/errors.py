"""The card shown in place of a page that failed: plain Japanese and a reference number, never a trace."""

from __future__ import annotations

import streamlit as st
import structlog

from kdx_metrics import logs
from kdx_metrics.database.errors import StoreUnavailable
from pages.frame.words import plain


def show_script_error(error: Exception) -> bool:
    """Log the trace and show the card; True tells Streamlit that the error has been shown.

    A store that is away is no fault of the program: its reason is shown, and nobody has to report it.
    """
    if isinstance(error, StoreUnavailable):
        structlog.stdlib.get_logger(__name__).warning("state_out_of_reach", reason=str(error))
        st.error(
            f"選んだ時点のデータを読み込めません。{plain(str(error))}ほかの時点は、前に表示したものならご覧になれます。",
            icon=":material/cloud_off:",
        )
        return True
    reference = logs.script_error(error)
    st.error(
        "申し訳ありません。この画面を表示できませんでした。\n\n"
        "ほかの画面はお使いいただけます。再読み込みしても直らないときは、"
        f"**受付番号 {reference}** を添えて管理者にお知らせください。",
        icon=":material/error:",
    )
    return True
