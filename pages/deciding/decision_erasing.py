"""抹消 of a decision, for administrators: a reason, a tick, and what remains afterwards."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.database.errors import StoreError
from kdx_metrics.meeting.decision_redaction import redact_decision
from kdx_metrics.meeting.decisions import Decision
from pages.frame.people import acting
from pages.frame.words import plain
from pages.view.view import View


def erasing_form(view: View, decision: Decision) -> str:
    """Draw the form; the sentence to show once the decision is erased, "" before."""
    with st.expander("抹消(個人情報などを誤って記録したとき)"), st.form(f"erase-decision-{decision.id}"):
        st.text(
            "すべての版の内容と所管課を消します。元に戻せません。ハッシュ値・日時・担当・理由は残り、"
            "決定事項は書き直せます。バックアップにある写しは消えません。"
        )
        reason = st.text_input("抹消の理由", max_chars=500)
        sure = st.checkbox(f"No.{decision.id} の内容を抹消することを確認しました")
        if not st.form_submit_button("抹消する", icon=":material/delete_forever:"):
            return ""
    if not sure:
        st.error("確認の欄にチェックを入れてください。")
        return ""
    try:
        remains = redact_decision(view.source.store, acting(), decision.id, reason=reason)
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
        return ""
    return f"No.{decision.id} の内容を抹消しました。{remains}"
