"""ご判断いただきたいこと in full: reasons, 課題, 今後の対応, since when, what was decided, and a place to decide."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from kdx_metrics import findings
from kdx_metrics.attention import AttentionItem
from kdx_metrics.export import to_csv_bytes
from kdx_metrics.identity.people import Person
from kdx_metrics.meeting import Meeting, about_item, since_when
from kdx_metrics.meeting_points import decision_line
from kdx_metrics.reports.material import Material
from kdx_metrics.store.actors import EDITORS
from kdx_metrics.store.decisions import Decision
from kdx_metrics.words import ATTENTION_WORDS
from pages.parts.decision_form import Subject, decision_form
from pages.parts.meeting_state import recorded
from pages.parts.show_table import show_table
from pages.parts.state import View

PICKED = "attention-full"
COLUMNS = (
    "順",
    "種類",
    "番号",
    "期",
    "名称",
    "所管課",
    "理由",
    "課題・見通し",
    "今後の対応",
    "一覧に載った時点",
    "決定",
)


def attention_full(view: View, material: Material, meeting: Meeting, person: Person | None) -> None:
    """Draw the whole list; an editor picks a line and records what was decided about it."""
    items, decisions = view.summary.attention, recorded(view) or []
    table = full_table(view, material, items, decisions)
    st.html(f"<p class='kdx-finding'>{findings.attention(items)}</p>")
    show_table(table, "ご判断いただきたいことの一覧", key=PICKED, on_select=lambda: None)
    st.download_button("CSVをダウンロード", to_csv_bytes(table), "attention.csv", "text/csv", on_click="ignore")
    rows = st.session_state[PICKED].selection.rows
    picked = rows[0] if rows and rows[0] < len(items) else None
    if picked is None:
        st.caption("表の行を選ぶと、全文を表示します。")
    else:
        st.html(_in_full(table.iloc[picked]))
    if person is None or not person.may(EDITORS):
        st.caption("決定の記録は、編集者の方がサインインするとできます。")
        return
    st.html("<h2 class='kdx-title'>決定を記録する</h2>")
    about = None if picked is None else subject_of(items[picked])
    decision_form(view, person, meeting.on, about, key="attention")


def full_table(view: View, material: Material, items: list[AttentionItem], decisions: list[Decision]) -> pd.DataFrame:
    """One row an item, in the list's order."""
    history = view.history()
    rows = []
    for place, item in enumerate(items, 1):
        issue, next_step = _texts(material, item)
        lines = [decision_line(one.content) for one in about_item(decisions, item)]
        rows.append(
            (
                place,
                ATTENTION_WORDS[item.kind].label,
                item.id,
                item.period,
                item.title,
                item.department,
                item.reason,
                issue,
                next_step,
                since_when(history, item),
                "\n".join(lines),
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def subject_of(item: AttentionItem) -> Subject:
    """What a decision about the item concerns."""
    return Subject(kpi_id=item.id) if item.period is None else Subject(item.id, item.period)


def _in_full(row: pd.Series) -> str:
    """One line of the table as a list of its fields, nothing cut."""
    fields = ((str(name), "－" if pd.isna(value) or value == "" else str(value)) for name, value in row.items())
    return f"<dl class='kdx-texts'>{''.join(f'<dt>{name}</dt><dd>{escape(text)}</dd>' for name, text in fields)}</dl>"


def _texts(material: Material, item: AttentionItem) -> tuple[str, str]:
    if item.period is None or item.row is None:
        return material.summary.forecasts[item.id].text, ""
    row = material.summary.actions.loc[item.row]
    return str(row["issue"]), str(row["next_step"])
