"""会議資料: the meeting's papers from the view on screen, made only when asked for."""

from __future__ import annotations

from functools import partial

import streamlit as st

from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.meeting.briefing import revision_of
from kdx_metrics.meeting.next_period import next_period_draft
from kdx_metrics.numbers.meeting.carry_over import period_end_outlook
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.papers import FORMATS, Format, build, file_name_of, mime_of
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.wording.meeting.outlooks import period_end
from pages.html import finding, heading, joined, paragraph, show, tag
from pages.view.meeting import recorded_decisions
from pages.view.view import View

WORDS: dict[Format, tuple[str, str]] = {
    "pptx": ("PowerPoint", "図と表を編集できるスライドです。理由はノートに入っています。"),
    "xlsx": ("Excel", "すべての表と、計算式の入った数値です。"),
    "html": ("配布資料(印刷用)", "開いて印刷すると A4 横の配布資料になります。"),
    "text": ("議事録用の要約", "そのまま貼り付けられる文章です。"),
}


UNREAD = "保存先に接続できないため、決定事項を載せていません。"


def papers(view: View, previous: Summary | None) -> None:
    """Offer the four papers; each is made when its button is pressed."""
    compared = (
        f"{wareki(previous.as_of)}との比較を含みます。" if previous is not None else "比べる前回の時点はありません。"
    )
    show(
        heading(f"会議資料({wareki(view.as_of)}時点)"),
        finding(f"{compared}どの資料にも時点・版・照合番号が入ります。"),
        paragraph("ボタンを押すと作成します。PowerPoint は数秒かかります。"),
    )
    for form in FORMATS:
        label, about = WORDS[form]
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"paper-{form}"):
            show(joined([tag("b", label), about], " "))
            st.download_button(
                "作成してダウンロード",
                partial(_made, form, view, previous),
                file_name_of(form, view.summary),
                mime_of(form),
                key=f"make-{form}",
                on_click="ignore",
                icon=":material/download:",
            )


def _made(form: Format, view: View, previous: Summary | None) -> bytes:
    revision = revision_of(view.summary.snapshot)
    recorded = recorded_decisions(view)
    decisions = None if recorded is None else [decision.content for decision in recorded]
    unread = UNREAD if recorded is None else ""
    paper = build(form, view.summary, previous, revision=revision, today=view.today, decisions=decisions, unread=unread)
    return paper.data


def next_period(view: View) -> None:
    """Offer the draft of the next 期's rows, to start from in Excel."""
    summary = view.city
    outlook = period_end_outlook(summary)
    show(heading("次期の案"), finding(period_end(outlook)))
    draft = next_period_draft(summary, outlook)
    if draft.empty:
        st.info("次の期に置く取組の案はありません。")
        return
    st.download_button(
        f"次期の取組の案({len(draft)}行)をCSVでダウンロード",
        lambda: to_csv_bytes(draft),
        "next_period_draft.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
