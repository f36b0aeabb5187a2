"""The frame of every page: page config, navigation, the header with 時点 and 所管課, then the page itself."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import Page

from kdx_metrics.web.metrics import measured
from pages.frame.access import is_listed, is_open
from pages.frame.header import header
from pages.frame.no_data import is_before_data, no_data
from pages.frame.source import source
from pages.frame.style import style
from pages.titles import PAGES
from pages.view.navigation import remember_page, requested_page, switch
from pages.view.use import count_use
from pages.view.view import current_view, mode, take_data

data = take_data()
st.set_page_config(page_title=f"{data.strategy.about.title} 進捗", layout="wide")
style(mode())

navigable = {
    entry.name: st.Page(
        f"{entry.name}.py",
        title=entry.title,
        default=entry is PAGES[0],
        visibility="visible" if is_listed(entry, data) else "hidden",
    )
    for entry in PAGES
}
menus: dict[str, list[Page]] = {}
for entry in PAGES:
    listed = navigable[entry.name].visibility == "visible"  # a menu of hidden pages alone would stand empty
    menus.setdefault(entry.menu if listed else "", []).append(navigable[entry.name])
page = st.navigation(menus, position="top")
if (requested := requested_page()) is not None:
    name, query = requested
    switch(navigable[name], query)
count_use()
entry = next(entry for entry in PAGES if navigable[entry.name] is page)
remember_page(entry.name)
with measured(entry.name):
    if entry.has_header:
        header(entry, data)
    if is_open(entry, data):
        if entry.has_figures and is_before_data(current_view(), entry.about):
            no_data(current_view())
        else:
            page.run()
            if entry.has_figures and entry.shows is None:
                source(current_view())
