"""差し戻し and 抹消: the two ways to undo a publication."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.database.errors import Rejected, StoreError
from kdx_metrics.plan.tables import publications
from kdx_metrics.publications.proposal.rehearsal import difference
from kdx_metrics.publications.publishing import roll_back
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.revisions import Revision, heads
from pages.frame.people import acting
from pages.frame.words import plain
from pages.revisions.erased_words import erased_words
from pages.revisions.revision_list import DONE
from pages.revisions.stored import current_state, frame_of
from pages.tables.differences import show_difference
from pages.tables.issues import issues_listing
from pages.tables.show_table import show_table
from pages.view.view import View

BASE = "_history_base"  # in the session: the revision looked at, and the head that its changes were shown on


def roll_back_step(view: View, revision: Revision) -> None:
    """Show what going back would change, and do it on top of what was shown."""
    state = current_state(view)
    current = heads(state.revisions).get(revision.table)
    if current is None or current.content_sha256 == revision.content_sha256:
        st.caption("この版の内容は、いま表示されている内容と同じです。")
        return
    spec = publications(view.data.strategy)[revision.table]
    changes = difference(frame_of(view, current), frame_of(view, revision), spec)
    with st.expander(f"差し戻すと変わるところ(いまの第{current.id}版と比べて {changes.counts})"):
        show_difference(changes, spec, "差し戻しによる変化")
    with st.form(f"roll-back-{revision.id}"):
        note = st.text_input("差し戻しの理由", placeholder="例: 誤った表を公開したため", max_chars=500)
        wanted = st.form_submit_button(f"第{revision.id}版の内容に差し戻す", icon=":material/undo:")
    shown, base = st.session_state.get(BASE, (None, None))
    st.session_state[BASE] = (revision.id, state.head.number)
    if not wanted:
        return
    base = base if shown == revision.id else state.head.number
    try:
        publication = roll_back(view.source.store, view.strategy, acting(), revision.id, note=note, base=base)
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
        if isinstance(refusal, Rejected):
            show_table(issues_listing(refusal.issues, "差し戻すと生じる誤り"))
        return
    number = next(iter(publication.revisions.values()))
    st.session_state[DONE] = f"第{revision.id}版の内容を第{number}版として公開しました。元の版も残っています。"
    st.rerun()


def erase_step(view: View, revision: Revision) -> None:
    """Ask for a reason and a confirmation, and erase the content."""
    with st.expander("抹消(個人情報などを誤って公開したとき)"), st.form(f"erase-{revision.id}"):
        st.text("内容は元に戻せません。ハッシュ値・日時・担当・理由は残ります。バックアップにある写しは消えません。")
        reason = st.text_input("抹消の理由", max_chars=500)
        sure = st.checkbox(f"第{revision.id}版の内容を抹消することを確認しました")
        if not st.form_submit_button("抹消する", icon=":material/delete_forever:"):
            return
    if not sure:
        st.error("確認の欄にチェックを入れてください。")
        return
    try:
        erased = redact(view.source.store, view.strategy, acting(), revision.id, reason=reason)
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
        return
    st.session_state[DONE] = erased_words(erased)
    st.rerun()
