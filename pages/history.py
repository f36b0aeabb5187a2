"""更新履歴: every version with its author, time and reason; compare, download, roll back, erase; the audit log."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.database.actors import ADMINISTRATORS
from kdx_metrics.database.errors import StoreError
from pages.frame.people import may
from pages.frame.words import plain
from pages.revisions.audit_log import audit_log
from pages.revisions.comparison import comparison
from pages.revisions.revision_detail import revision_detail
from pages.revisions.revision_list import revision_list
from pages.view.address import HISTORY_PART
from pages.view.view import current_view

REVISIONS, COMPARE, AUDIT = "版の一覧", "版の比較", "監査ログ"

view = current_view()
parts = [REVISIONS, COMPARE, *([AUDIT] if may(ADMINISTRATORS) else [])]
part = st.segmented_control("内容", parts, key=HISTORY_PART, bind="query-params", default=REVISIONS, required=True)
if view.source.store_source is None:
    st.warning(f"保存先を開けないため、履歴を表示できません。{plain(view.source.trouble)}", icon=":material/cloud_off:")
else:
    try:
        if part == COMPARE:
            comparison(view)
        elif part == AUDIT:
            audit_log(view)
        else:
            chosen = revision_list(view)
            if chosen is not None:
                revision_detail(view, chosen)
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
