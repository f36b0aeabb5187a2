"""データ更新: staff upload, see what is wrong and what would change, and publish; templates and who has reported."""

from __future__ import annotations

import streamlit as st

from pages.frame.words import plain
from pages.updating.reporting import returns_table
from pages.updating.templates import template_downloads
from pages.updating.upload import upload_steps
from pages.view.address import UPDATE_PART
from pages.view.view import current_view

UPLOAD, TEMPLATES, RETURNS = "取り込み", "ひな形", "回収状況"

view = current_view()
if view.source.trouble:
    st.error(f"いまは公開できません。{plain(view.source.trouble)}", icon=":material/cloud_off:")
else:
    part = st.segmented_control(
        "内容", [UPLOAD, TEMPLATES, RETURNS], key=UPDATE_PART, bind="query-params", default=UPLOAD, required=True
    )
    if part == TEMPLATES:
        template_downloads(view)
    elif part == RETURNS:
        returns_table(view)
    else:
        upload_steps(view)
