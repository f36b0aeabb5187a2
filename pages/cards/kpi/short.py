"""The way from a 所管課 without KPIs to those of the city."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.wording.groups import departments
from pages.frame.words import plain
from pages.html import paragraph, show
from pages.view.address import DEPARTMENT
from pages.view.view import View, link_query


def no_kpis(view: View, department: str) -> None:
    """Say that the 所管課 has none, with the way to those of the city."""
    show(paragraph(departments.no_kpis(department)))
    query = {name: value for name, value in link_query(view).items() if name != DEPARTMENT}
    st.page_link("kpis.py", label=plain(f"全庁の{len(view.city.kpis)}指標へ"), query_params=query)
