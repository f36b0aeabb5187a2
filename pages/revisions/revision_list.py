"""版の一覧: every revision, newest first, and the choice of one."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.plan.tables import TableName, publications
from kdx_metrics.publications.revisions import KIND_WORDS, MODE_WORDS, Revision, heads
from kdx_metrics.publications.store_source import State
from kdx_metrics.views.listing import Column, Columns, Listing
from pages.cards.card import cached
from pages.frame.people import may
from pages.frame.words import local, plain
from pages.revisions.stored import current_state, newest_first, revision_label
from pages.tables.show_table import pick_table
from pages.view.address import VERSION, choose
from pages.view.navigation import linked_select
from pages.view.view import View

DONE = "_history_done"  # in the session: the message after a change
IN_FORCE = "使用中"


def revision_list(view: View) -> Revision | None:
    """Draw the list; the revision whose row is chosen. Accounts, names to sign in with, are for editors."""
    if message := st.session_state.pop(DONE, None):
        st.success(plain(message), icon=":material/check_circle:")
    state = current_state(view)
    revisions = newest_first(state)
    # A table of its own for each state of the list: a position in an older one would be another revision.
    pick_table(
        cached(view, _versions, state, with_accounts=may(EDITORS)),
        key=f"revision-table-{revisions[0].id if revisions else 0}",
        on_pick=lambda position: choose(VERSION, str(revisions[position].id)),
    )
    chosen = linked_select(
        "版を選ぶ",
        VERSION,
        cached(view, _choices, state),
        f"(選ぶと、{'ダウンロード・差し戻し' if may(EDITORS) else 'ダウンロード'}ができます)",
    )
    return next((revision for revision in revisions if str(revision.id) == chosen), None)


def _versions(view: View, state: State, *, with_accounts: bool) -> Listing[Revision]:
    """One row per revision, newest first."""
    current, labels = {revision.id for revision in heads(state.revisions).values()}, _labels(view)
    columns: Columns[Revision] = (
        Column("id", "版", lambda revision: revision.id, "ordinal", pixels=48),
        Column("current", "現在", lambda revision: IN_FORCE if revision.id in current else ""),
        Column("table", "表", lambda revision: labels[revision.table]),
        Column("as_at", "時点", lambda revision: revision.as_at, "date"),
        Column("published_at", "公開日時", lambda revision: local(view, revision.published_at), "date"),
        Column("by", "担当", lambda revision: revision.by),
        *([Column("account", "アカウント", lambda revision: revision.account)] if with_accounts else []),
        Column("note", "理由", lambda revision: revision.note, pixels=250),
        Column("kind", "種類", _kind),
        Column("rows", "行数", lambda revision: revision.rows, "count"),
        Column("file", "ファイル", lambda revision: revision.file_name, pixels=170),
    )
    return Listing("版の一覧", columns, newest_first(state))


def _choices(view: View, state: State) -> dict[str, str]:
    """Number → label of each revision, newest first."""
    labels = _labels(view)
    return {
        str(revision.id): revision_label(view, revision, labels[revision.table]) for revision in newest_first(state)
    }


def _labels(view: View) -> dict[TableName, str]:
    return {name: table.label for name, table in publications(view.data.strategy).items()}


def _kind(revision: Revision) -> str:
    return "抹消済み" if revision.redaction else f"{KIND_WORDS[revision.kind]}({MODE_WORDS[revision.mode]})"
