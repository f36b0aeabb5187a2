"""The line at the head of every page: what is in view, how fresh it is, and the two filters that apply everywhere."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st
from markupsafe import Markup

from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.publications.source import Source, summary_at
from pages.frame.banners import banners
from pages.frame.first_visit import first_visit
from pages.frame.news import news
from pages.frame.people import badge
from pages.frame.words import days_left, reports, updated
from pages.html import joined, paragraph, show, tag
from pages.titles import PageEntry
from pages.view.address import AS_OF, DEPARTMENT, REVISION, pinned_revision, show_date
from pages.view.view import View, dates_in_reach, default_as_of, take_view, today

_DEFAULT = "_default_as_of"


def header(page: PageEntry, data: Source) -> View:
    """Draw the header over `data` and return the view that it holds; without choices that of the city's newest."""
    has_view = page.has_view
    if has_view:
        _follow_default(data)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="header"):
        first_line = st.container(width="stretch", gap=None)
        first_visit()
        if has_view:
            _filters(data)
            link = st.popover("リンク", icon=":material/link:", key="share", on_change="rerun")
    view = take_view(data, is_chosen=has_view)
    if has_view and link.open:
        with link:
            st.text("この表示のアドレス(時点と版を固定)")
            st.code(_address(view), language=None, wrap_lines=True)
    with first_line:
        show(_title(view, page))
    facts = _facts(view, has_view=has_view)
    show(paragraph(tag("span", badge(), kind="kdx-person"), facts, kind="kdx-facts"))
    news(view)
    banners(view, has_view=has_view)
    return view


def _filters(data: Source) -> None:
    first, last = dates_in_reach(data.strategy)
    st.date_input(
        "表示する時点",
        # Without a value Streamlit takes the session's date for the default, and it keeps no default in the address
        # (streamlit/streamlit#16055).
        value=default_as_of(data),
        min_value=first,
        max_value=last,
        key=AS_OF,
        bind="query-params",
        format="YYYY/MM/DD",
        label_visibility="collapsed",
        width=140,
    )
    st.button("今日", key="to-today", on_click=show_date, args=(today(),), help="時点を今日にします")
    st.selectbox(
        "所管課",
        ["", *_departments(data)],
        format_func=lambda name: name or "全庁(所管課)",
        key=DEPARTMENT,
        bind="query-params",
        label_visibility="collapsed",
        width=190,
    )


def _departments(data: Source) -> tuple[str, ...]:
    return summary_at(data, st.session_state[AS_OF]).snapshot.departments


def _follow_default(data: Source) -> None:
    """Move with the default 時点 when a publication brings a newer one."""
    newest = default_as_of(data)
    followed = st.session_state.get(_DEFAULT, newest)
    if followed != newest and st.session_state.get(AS_OF) == followed:
        st.session_state[AS_OF] = newest
    st.session_state[_DEFAULT] = newest


def _title(view: View, page: PageEntry) -> Markup:
    title = (page.of_department if view.department else "") or page.title
    department = [tag("small", view.department)] if view.department else []
    sample = tag("span", "サンプルデータ", kind="kdx-badge")
    samples = view.summary.snapshot.samples
    shown = [sample] if (samples if page.shows is None else samples.intersection(page.shows)) else []
    return tag("div", tag("h1", joined([title, *department], " ")), *shown, kind="kdx-head")


def _facts(view: View, *, has_view: bool) -> Markup:
    """Each fact on one line where there is room: the dates in them would be broken at their hyphens."""
    as_of = [f"{wareki(view.as_of)}時点"] if has_view else []
    facts = *as_of, reports(view), f"今日は{days_left(view)}", updated(view)
    return joined(tag("span", fact, "・" if fact != facts[-1] else "", kind="kdx-fact") for fact in facts)


def _address(view: View) -> str:
    query: dict[str, str] = {key: str(value) for key, value in st.query_params.items()}
    query[AS_OF] = view.as_of.isoformat()
    if newest := pinned_revision() or view.summary.snapshot.newest_revision:
        query[REVISION] = str(newest)
    base = (st.context.url or "").split("?")[0]
    return f"{base if urlsplit(base).path else base + '/'}?{urlencode(query)}"
