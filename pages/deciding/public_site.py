"""公開サイト: the edition for citizens, brought out by an editor who has seen what is new in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from kdx_metrics.database.errors import StoreError
from kdx_metrics.intake.issues import errors
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.publications.source import summary_at
from kdx_metrics.settings import get_settings
from kdx_metrics.site.allowed import NotPublishable
from kdx_metrics.site.content import Edition
from kdx_metrics.site.edition import editions
from kdx_metrics.site.first_seen import Shown, first_seen, in_words, shown_by, shown_in
from kdx_metrics.site.making import edition_from, last_download, none_of_broken, write_site, zip_site
from pages.frame.people import acting
from pages.frame.words import plain
from pages.html import finding, heading, paragraph, show
from pages.tables.show_table import show_table
from pages.view.connection import this_page
from pages.view.view import View

REHEARSED = "_site_rehearsed"  # in the session: the data, 時点 and compared date that were looked through


def public_site(view: View, since: date | None) -> None:
    """Offer the edition of the 時点 in view once its rehearsal has been shown."""
    show(
        heading("公開サイト"),
        paragraph(f"{wareki(view.as_of)}時点の、市民に見せるページとオープンデータを作ります。全課の内容です。"),
    )
    if trouble := _trouble(view):
        st.info(plain(trouble), icon=":material/info:")
        return
    plan = (view.data.token, view.as_of, since)
    if st.button("はじめて公開されるものを確かめる", key="site-rehearse", icon=":material/fact_check:"):
        st.session_state[REHEARSED] = plan
    if st.session_state.get(REHEARSED) != plan:
        return
    try:
        _bring_out(view, _edition(view, since), _earlier(view))
    except (StoreError, NotPublishable) as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")


def _trouble(view: View) -> str:
    """The reason for which no edition can be made now; "" where there is none."""
    if view.source.trouble:
        return view.source.trouble
    if view.is_estimate:
        return "時点が今日より先です。報告のある時点を選んでください。"
    if broken := errors(view.source.issues(view.data)):
        return none_of_broken(broken)
    return ""


def _edition(view: View, since: date | None) -> Edition:
    folder = get_settings().site_dir
    before = summary_at(view.data, since) if since is not None and since < view.as_of else None
    return edition_from(view.data, view.city, before, editions(folder) if folder else ())


def _earlier(view: View) -> Sequence[Shown]:
    """Editions that citizens have seen: those in the folder of the site; without one, the one downloaded last."""
    if folder := get_settings().site_dir:
        return shown_in(folder)
    last = last_download(view.source.store)
    if last is None:
        return []
    day, revision = last
    data = view.source.now(revision)
    return [shown_by(edition_from(data, summary_at(data, day), None))]


def _bring_out(view: View, edition: Edition, earlier: Sequence[Shown]) -> None:
    news = first_seen(edition, earlier)
    show(finding(in_words(news, earlier)))
    if len(news):
        show_table(news, key="site-news")
    folder, page, store = get_settings().site_dir, this_page(), view.source.store
    with st.container(horizontal=True):
        if folder is not None and st.button(
            "公開サイトに書き出す", key="site-write", type="primary", icon=":material/public:"
        ):
            try:
                write_site(store, acting(), folder, edition)
            except OSError as error:
                st.error(
                    f"公開サイトのフォルダーに保存できません({plain(error.strerror or '')})。", icon=":material/error:"
                )
            else:
                st.success(plain(f"{wareki(view.as_of)}時点の公開サイトを書き出しました。"), icon=":material/check:")
        st.download_button(
            "zipをダウンロード",
            lambda: zip_site(store, acting(page), edition),
            f"public-site-{view.as_of}.zip",
            "application/zip",
            key="site-zip",
            on_click="ignore",
            icon=":material/download:",
        )
