"""The frame of every page: page config, navigation, the header with 時点 and 所管課, then the page itself."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.publications.live import get_source
from kdx_metrics.web.counters import measured
from pages.frame.header import header
from pages.frame.style import style
from pages.view.navigation import remember_page, requested_page, switch
from pages.view.view import mode

TITLES = {
    "overview": "全体概況",
    "progress": "柱・期別の進捗",
    "actions": "取組一覧",
    "kpis": "KPI",
    "timeline": "年表",
    "changes": "変化と決定",
    "meeting": "会議モード",
    "guide": "データの見方",
    "update": "データ更新",
    "history": "更新履歴",
}

about = get_source().strategy.about
st.set_page_config(page_title=f"{about.title} 進捗", layout="wide")
style(mode())

PAGES = {name: st.Page(f"{name}.py", title=title, default=name == "overview") for name, title in TITLES.items()}
page = st.navigation(list(PAGES.values()), position="top")
if (requested := requested_page()) is not None:
    name, query = requested
    switch(PAGES[name], query)
remember_page(page.url_path or "overview")
with measured(page.url_path or "overview"):
    if page.title != TITLES["meeting"]:  # it fills the window and brings its own line
        header(page.title)
    page.run()
