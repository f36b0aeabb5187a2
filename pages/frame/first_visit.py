"""はじめての方へ: what a first visitor is told, from one button in the header; always at hand in データの見方.

The server's first answer to a browser brings a cookie that says so, its next answers one that says otherwise: the
button is there on the first visit only, without a script of ours on the page.
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.web.routes.first_page import FIRST_VISIT, VISIT
from pages.frame.people import may
from pages.html import joined, listing, paragraph, show, tag

MEMBERS = (
    (
        "何が分かるか",
        "全体概況で、計画に対する進み具合と遅れている柱が分かります。見出しの列から各画面へ移れます。",
    ),
    ("ご判断いただきたいこと", "所管課が本部に求めている判断を、問いから示します。押すとその取組・指標が開きます。"),
    ("数値と根拠", "どの図にも「数値と根拠」があり、もとの表、計算のしかた、CSVのダウンロードが開きます。"),
    (
        "同じ画面を送る",
        "選んだ時点や絞り込みはアドレスに残ります。「リンク」を送ると、相手にも同じ画面が開きます。",
    ),
)
STAFF = (
    "データ更新",
    "①「ひな形」から自分の課の表をダウンロードして記入し、②「取り込み」で選んで誤りと変わる数値を確かめ、③公開します。",
)
_CLOSED = "_first_visit_closed"


def first_visit() -> None:
    """Draw the button on a browser's first visit until it is put away."""
    if st.context.cookies.get(VISIT) != FIRST_VISIT or st.session_state.get(_CLOSED):
        return
    with st.popover("はじめての方へ", icon=":material/help:", key="first-visit"):
        show(steps(staff=may(EDITORS)))
        show(paragraph("あとから「データの見方」でもご覧になれます。"))
        st.button("案内を閉じる", on_click=_close, icon=":material/close:")


def _close() -> None:
    st.session_state[_CLOSED] = True


def steps(*, staff: bool) -> Markup:
    """Four steps for everybody, one more for those who update data."""
    told = [*MEMBERS, STAFF] if staff else MEMBERS
    return listing((joined([tag("b", title), text], " ") for title, text in told), "ol", kind="kdx-steps")
