"""監査ログ: sign-ins, refusals, publications, roll-backs and account changes, for administrators."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kdx_metrics.database import audit
from kdx_metrics.database.actors import ADMINISTRATORS
from kdx_metrics.identity.people import Person
from pages.frame.words import local_time
from pages.revisions.audit_words import ACTIONS, detail_words, object_words
from pages.tables.show_table import show_table
from pages.view.view import View

SHOWN_AT_MOST = 2_000


def audit_log(view: View, person: Person) -> None:
    """Draw the newest entries; the role is asked again where they are read."""
    store = view.source.store
    audit.require(store, person.actor(st.context.ip_address or ""), ADMINISTRATORS, "read_audit", "audit log")
    table = pd.DataFrame(
        [
            {
                "日時": local_time(view, one.at),
                "だれが": one.actor,
                "操作": ACTIONS.get(one.action, one.action),
                "対象": object_words(one.object),
                "詳細": detail_words(one.detail),
                "接続元": one.address,
            }
            for one in audit.entries(store, at_most=SHOWN_AT_MOST)
        ],
        columns=["日時", "だれが", "操作", "対象", "詳細", "接続元"],
    )
    st.html(f"<p class='kdx-finding'>新しい順に{len(table):,}件を表示しています(最大{SHOWN_AT_MOST:,}件)。</p>")
    show_table(table, "監査ログ", download="audit.csv")
