"""版の比較: two revisions of one table, cell by cell."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.plan.tables import publications
from kdx_metrics.publications.proposal.rehearsal import difference
from pages.html import finding, show
from pages.revisions.stored import current_state, frame_of, newest_first, revision_label
from pages.tables.differences import difference_listing, show_difference
from pages.view.view import View

WIDE = 480  # px: the name of a version; on a telephone the two stand below each other


def comparison(view: View) -> None:
    """Choose two revisions of one table and draw every cell that differs."""
    revisions = [revision for revision in newest_first(current_state(view)) if not revision.redaction]
    specs = publications(view.data.strategy)
    published = {revision.table for revision in revisions}
    names = [name for name in specs if name in published]
    name = st.selectbox("表", names, format_func=lambda table: specs[table].label, key="compare-table")
    by_number = {revision.id: revision for revision in revisions if revision.table == name}
    if len(by_number) < 2:  # noqa: PLR2004  # a comparison has two sides
        st.info("この表には比べられる版がまだ2つありません。")
        return

    def label(number: int) -> str:
        return revision_label(view, by_number[number])

    with st.container(horizontal=True):
        after = st.selectbox("新しい版", list(by_number), format_func=label, key="compare-after", width=WIDE)
        before = st.selectbox("古い版", list(by_number), index=1, format_func=label, key="compare-before", width=WIDE)
    changes = difference(frame_of(view, by_number[before]), frame_of(view, by_number[after]), specs[name])
    show(finding(changes.counts))
    show_difference(changes, specs[name], "版の違い")
    st.download_button(
        "違いの一覧をCSVでダウンロード",
        lambda: to_csv_bytes(difference_listing(changes, specs[name]).frame),
        f"{name}_比較.csv",
        "text/csv",
        on_click="ignore",
    )
