"""データ更新: staff collect reports, see what is wrong and what would change, and publish; templates, 回収状況."""

from __future__ import annotations

import streamlit as st

from pages.frame.words import plain
from pages.updating.reporting import returns_table
from pages.updating.templates import template_downloads
from pages.updating.upload import upload_steps
from pages.updating.which_date import date_of_data
from pages.view.address import UPDATE_PART
from pages.view.view import current_view

UPLOAD, TEMPLATES, RETURNS = "取り込み", "ひな形", "回収状況"

view = current_view()
if view.source.trouble:
    st.error(f"いまは公開できません。{plain(view.source.trouble)}", icon=":material/cloud_off:")
else:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        part = st.segmented_control(
            "内容", [UPLOAD, TEMPLATES, RETURNS], key=UPDATE_PART, bind="query-params", default=UPLOAD, required=True
        )
        as_at = date_of_data(view)
    if as_at is None:
        st.info("データの時点を選んでください。", icon=":material/calendar_month:")
    elif part == TEMPLATES:
        template_downloads(view, as_at)
    elif part == RETURNS:
        returns_table(view, as_at)
    else:
        upload_steps(view, as_at)
