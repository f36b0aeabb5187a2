"""版の一覧と一つの版: the list of revisions; download as uploaded, roll back, erase; compare any two."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kdx_metrics.database.actors import ADMINISTRATORS, EDITORS, Actor
from kdx_metrics.database.errors import Rejected, StoreError, StoreUnavailable
from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.identity.people import Person
from kdx_metrics.intake.decoding import ENCODING_WORDS
from kdx_metrics.plan.tables import tables
from kdx_metrics.publications.publishing import roll_back
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.rehearsal import difference
from kdx_metrics.publications.revisions import KIND_WORDS, MODE_WORDS, Revision, heads, uploaded_bytes
from kdx_metrics.publications.store_source import State
from kdx_metrics.publications.tables_at import read_tables
from kdx_metrics.views.listing import Column, Columns, Listing
from pages.frame.words import local_time, plain
from pages.html import finding, heading, show
from pages.tables.show_table import pick_table, show_table
from pages.updating.differences import counts, difference_listing, show_difference
from pages.updating.upload_reading import issues_listing
from pages.view.address import VERSION, choose
from pages.view.navigation import linked_select
from pages.view.view import View

DONE, BASE = "_history_done", "_history_base"


def current_state(view: View) -> State:
    """Head and revisions now. Raises StoreUnavailable while the store has never been opened."""
    store_source = view.source.store_source
    if store_source is None:
        raise StoreUnavailable(view.source.trouble)
    return store_source.state()


def revisions(view: View) -> list[Revision]:
    """Every revision, newest first."""
    return list(current_state(view).revisions)[::-1]


def revisions_table(view: View) -> Revision | None:
    """Draw the list; the revision whose row is chosen."""
    if message := st.session_state.pop(DONE, None):
        st.success(message, icon=":material/check_circle:")
    every = revisions(view)
    current = {one.id for one in heads(every).values()}
    labels = {name: table.label for name, table in tables(view.strategy).items()}
    columns: Columns[Revision] = (
        Column("id", "版", lambda revision: revision.id, "ordinal", pixels=48),
        Column("current", "現在", lambda revision: "●" if revision.id in current else ""),
        Column("table", "表", lambda revision: labels[revision.table]),
        Column("as_at", "時点", lambda revision: revision.as_at, "date"),
        Column("published_at", "公開日時", lambda revision: local_time(view, revision.published_at)),
        Column("by", "担当", lambda revision: revision.by),
        Column("note", "理由", lambda revision: revision.note, pixels=300),
        Column("kind", "種類", _kind),
        Column("rows", "行数", lambda revision: revision.rows, "count"),
        Column("file", "ファイル", lambda revision: revision.file_name, pixels=170),
    )
    # A table of its own for each state of the list: a position in an older one would be another revision.
    pick_table(
        Listing("版の一覧", columns, every),
        key=f"revision-table-{every[0].id if every else 0}",
        on_pick=lambda position: choose(VERSION, str(every[position].id)),
    )
    names = {str(one.id): f"{_label(view, one)} {labels[one.table]}" for one in every}
    chosen = linked_select(
        "版を選ぶ", VERSION, names, "(表の行を選ぶか、ここで選ぶと、ダウンロード・差し戻しができます)"
    )
    return next((one for one in every if str(one.id) == chosen), None)


def _kind(revision: Revision) -> str:
    return "抹消済み" if revision.redaction else f"{KIND_WORDS[revision.kind]}({MODE_WORDS[revision.mode]})"


def one_revision(view: View, person: Person | None, one: Revision) -> None:
    """Draw one revision: its facts, its bytes as uploaded, and what the person may do with it."""
    with st.container(border=True, key="revision"):
        show(heading(f"第{one.id}版"))
        encoding = ENCODING_WORDS.get(one.encoding or "", "Excelブック")
        st.text(f"SHA-256 {one.sha256}\n{one.file_name}({one.size:,}バイト)・{encoding}")
        if one.merged_sha256:
            st.caption("部分更新です。ダウンロードできるのは、送られたままのファイル(その課の行だけ)です。")
        if one.redaction:
            gone = one.redaction
            said = f"内容は {local_time(view, gone.at)} に {gone.by} が抹消しました。理由: {gone.reason}"
            st.warning(plain(said), icon=":material/delete_forever:")
            return
        st.download_button(
            "アップロードされたままダウンロード",
            lambda: _bytes(view, one.id),
            one.file_name,
            "application/octet-stream",
            key=f"bytes-{one.id}",
            on_click="ignore",
            icon=":material/download:",
        )
        if person is not None and person.may(EDITORS):
            _roll_back(view, person, one)
        if person is not None and person.may(ADMINISTRATORS):
            _erase(view, person, one)


def _bytes(view: View, number: int) -> bytes:
    with view.source.store.reading() as connection:
        return uploaded_bytes(connection, number)


def _roll_back(view: View, person: Person, one: Revision) -> None:
    """Show what going back would change, and do it on top of what was shown."""
    state = current_state(view)
    now = heads(state.revisions).get(one.table)
    if now is None or now.content_sha256 == one.content_sha256:
        st.caption("この版の内容は、いま表示されている内容と同じです。")
        return
    spec = tables(view.strategy)[one.table]
    found = difference(_frame(view, now), _frame(view, one), spec)
    with st.expander(f"差し戻すと変わるところ(いまの第{now.id}版と比べて {counts(found)})"):
        show_difference(found, spec, "差し戻しによる変化")
    with st.form(f"roll-back-{one.id}"):
        note = st.text_input("差し戻しの理由", placeholder="例: 誤った表を公開したため", max_chars=500)
        wanted = st.form_submit_button(f"第{one.id}版の内容に差し戻す", icon=":material/undo:")
    shown, base = st.session_state.get(BASE, (None, None))
    st.session_state[BASE] = (one.id, state.head.number)
    if not wanted:
        return
    base = base if shown == one.id else state.head.number
    try:
        made = roll_back(view.source.store, view.strategy, _actor(person), one.id, note=note, base=base)
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
        if isinstance(refusal, Rejected):
            show_table(issues_listing(refusal.issues, "差し戻すと生じる誤り"))
        return
    number = next(iter(made.revisions.values()))
    st.session_state[DONE] = f"第{one.id}版の内容を第{number}版として公開しました。元の版も残っています。"
    st.rerun()


def _erase(view: View, person: Person, one: Revision) -> None:
    with st.expander("抹消(個人情報などを誤って公開したとき)"), st.form(f"erase-{one.id}"):
        st.text("内容は元に戻せません。ハッシュ値・日時・担当・理由は残ります。バックアップにある写しは消えません。")
        reason = st.text_input("抹消の理由", max_chars=500)
        sure = st.checkbox(f"第{one.id}版の内容を抹消することを確認しました")
        if not st.form_submit_button("抹消する", icon=":material/delete_forever:"):
            return
    if not sure:
        st.error("確認の欄にチェックを入れてください。")
        return
    try:
        erased = redact(view.source.store, _actor(person), one.id, reason=reason)
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
        return
    built = "・".join(f"第{number}版" for number in erased.built_on)
    also = f" 部分更新で引き継いだ {built} にも同じ行が残っているかもしれません。" if built else ""
    st.session_state[DONE] = f"第{'・'.join(map(str, erased.revisions))}版の内容を抹消しました。{also}"
    st.rerun()


def _actor(person: Person) -> Actor:
    return person.actor(st.context.ip_address or "")


def compare_step(view: View) -> None:
    """Choose two revisions of one table and draw every cell that differs."""
    every = [one for one in revisions(view) if not one.redaction]
    specs = tables(view.strategy)
    published = {revision.table for revision in every}
    names = [name for name, spec in specs.items() if name in published or not spec.optional]
    name = st.selectbox("表", names, format_func=lambda table: specs[table].label, key="compare-table")
    mine = {one.id: one for one in every if one.table == name}
    if len(mine) < 2:  # noqa: PLR2004  # a comparison has two sides
        st.info("この表には比べられる版がまだ2つありません。")
        return
    with st.container(horizontal=True):
        numbers = list(mine)
        after = st.selectbox("新しい版", numbers, format_func=lambda one: _label(view, mine[one]), key="compare-after")
        before = st.selectbox(
            "古い版", numbers, index=1, format_func=lambda one: _label(view, mine[one]), key="compare-before"
        )
    found = difference(_frame(view, mine[before]), _frame(view, mine[after]), specs[name])
    show(finding(counts(found)))
    show_difference(found, specs[name], "版の違い")
    st.download_button(
        "違いの一覧をCSVでダウンロード",
        lambda: to_csv_bytes(difference_listing(found, specs[name]).frame),
        f"{name}_比較.csv",
        "text/csv",
        on_click="ignore",
    )


def _label(view: View, one: Revision) -> str:
    return f"第{one.id}版({one.as_at} 時点、{local_time(view, one.published_at)} {one.by})"


def _frame(view: View, one: Revision) -> pd.DataFrame:
    with view.source.store.reading() as connection:
        return read_tables(view.strategy, {one.table: one}, connection).frames[one.table]
