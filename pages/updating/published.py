"""After a publication: what changed for readers, and the ways on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.tables import TableName, publications
from pages.frame.words import plain
from pages.html import finding, show
from pages.view.address import AS_OF, CHANGES_PART, VERSION
from pages.view.view import View

PAPERS = "会議資料"  # the part of 変化と決定 with the papers
_LAST = "_last_publication"  # in the session


@dataclass(frozen=True, slots=True)
class Published:
    """One publication: its versions by table, those that they replaced, and what it changed for readers."""

    as_at: date
    revisions: Mapping[TableName, int]
    replaced: Mapping[TableName, int]
    changed: str


def remember(publication: Published) -> None:
    """Keep the publication until the page is left or the next file is chosen."""
    st.session_state[_LAST] = publication


def forget() -> None:
    """Put the last publication away."""
    st.session_state.pop(_LAST, None)


def last_publication(view: View) -> None:
    """Draw what was published, what it changed on screen, and the ways to look, to print and to undo."""
    done: Published | None = st.session_state.get(_LAST)
    if done is None:
        return
    numbers = "・".join(map(str, done.revisions.values()))
    with st.container(border=True, key="published"):
        said = f"公開しました(第{numbers}版、{wareki(done.as_at)}時点)。"
        st.success(plain(said), icon=":material/check_circle:")
        show(finding(done.changed))
        with st.container(horizontal=True):
            seen = {AS_OF: done.as_at.isoformat()}
            st.page_link("overview.py", label="画面で見る", icon=":material/monitoring:", query_params=seen)
            st.page_link(
                "changes.py", label=PAPERS, icon=":material/description:", query_params=seen | {CHANGES_PART: PAPERS}
            )
            for name, before in done.replaced.items():
                label = publications(view.strategy)[name].label
                st.page_link(
                    "history.py",
                    label=plain(f"差し戻す({label}を第{before}版に)"),
                    icon=":material/undo:",
                    query_params={VERSION: str(before)},
                )
