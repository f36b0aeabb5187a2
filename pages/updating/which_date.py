"""The one date of データ更新: the 時点 of the reports that are collected, checked and published."""

from __future__ import annotations

from datetime import date

import streamlit as st

from kdx_metrics.numbers.meeting.reporting_status import coming_day
from kdx_metrics.plan.fiscal_calendar import month_end, wareki
from pages.frame.words import plain
from pages.html import paragraph, show
from pages.view.view import View


def date_of_data(view: View) -> date | None:
    """Choose the 時点 of the data, at first the end of the month whose reports are due; None while the box is empty."""
    published = view.source.now()
    newest = None if published.is_empty else published.dates[-1]
    first, last = view.strategy.first_day, view.strategy.last_day
    with st.container(horizontal=True, vertical_alignment="bottom", width="content", key="which-date"):
        chosen = st.date_input(
            "データの時点(いつの状態か)",
            min(max(coming_day(newest, view.today), first), last),
            min_value=first,
            max_value=last,
            key="upload-as-at",
            format="YYYY/MM/DD",
            width=220,
        )
        show(paragraph(_beside(chosen, newest), kind="kdx-beside-date"), width=300)
    return chosen


def _beside(chosen: date | None, newest: date | None) -> str:
    said = "日付を選んでください" if chosen is None else f"{wareki(chosen)}の状態として公開します"
    return said if newest is None else f"{said}(公開済みの最新は{wareki(newest)})"


def say_which_date(view: View, as_at: date) -> None:
    """Say what is special about a 時点 before the newest one, or later than this month's end."""
    published = view.source.now()
    newest = published.dates[-1]
    if not published.is_empty and as_at < newest:
        said = (
            f"{wareki(as_at)}は、公開済みの最新の時点({wareki(newest)})より前です。{wareki(as_at)}の状態として記録され、"
            "最新の表示は変わりません。最新の表示に反映するときは、上の「データの時点」を直してください。"
        )
        st.warning(plain(said), icon=":material/history:")
    elif as_at > month_end(view.today):
        st.warning(plain(f"{wareki(as_at)}は、今月の末日より先です。お間違いないかご確認ください。"))
