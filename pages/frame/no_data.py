"""The one card of a date before the first data, in place of a page's empty ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from kdx_metrics.wording import dates
from pages.html import heading, paragraph, show
from pages.view.address import show_date
from pages.view.view import View


def is_before_data(view: View, about: str) -> bool:
    """True for a page at a date before the first data, unless it is about a table that is there already."""
    return view.missing_until is not None and about not in view.city.snapshot.origins


def no_data(view: View, open_at: Callable[[date], None] = show_date) -> None:
    """Draw where the data begin, and the way there."""
    if (first := view.missing_until) is None:
        return
    with st.container(border=True, key="no-data"):
        show(heading(dates.NO_DATA))
        with st.container(horizontal=True, vertical_alignment="center"):
            show(paragraph(dates.first_data(first)), width="content")
            st.button("開く", type="primary", key="to-first-data", on_click=open_at, args=(first,))
