"""ご判断いただきたいこと in full: reasons, 課題, 今後の対応, since when, what was decided, and a place to decide."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.identity.people import Person
from kdx_metrics.meeting.agenda import Meeting, about_item, since_when
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.decisions import Decision
from kdx_metrics.meeting.points import decision_line
from kdx_metrics.numbers.attention import AttentionItem
from kdx_metrics.wording import headlines, kpi_sentences
from kdx_metrics.wording.reasons import reason
from kdx_metrics.wording.words import ATTENTION_WORDS
from pages.deciding.decision_form import decision_form
from pages.tables.show_table import show_table
from pages.view.meeting import recorded_decisions
from pages.view.view import View

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
SENTENCES = ("理由", "課題・見通し", "今後の対応", "決定")  # below their line


def attention_full(view: View, material: Material, meeting: Meeting, person: Person | None) -> None:
    """Draw the whole list, nothing cut; an editor records what was decided."""
    items, decisions = view.summary.attention, recorded_decisions(view) or []
    table = full_table(view, material, items, decisions)
    st.html(f"<p class='kdx-finding'>{headlines.attention(items)}</p>")
    show_table(table, "ご判断いただきたいことの一覧", below=SENTENCES, download="attention.csv")
    if person is None or not person.may(EDITORS):
        st.caption("決定の記録は、編集者の方がサインインするとできます。")
        return
    st.html("<h2 class='kdx-title'>決定を記録する</h2>")
    decision_form(view, person, meeting.on, None, key="attention")


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
                reason(item, material.summary),
                issue,
                next_step,
                since_when(history, item),
                "\n".join(lines),
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _texts(material: Material, item: AttentionItem) -> tuple[str, str]:
    if item.kpi is not None:
        short = item.kind == "kpi_forecast_short"  # its reason is the forecast already
        return "" if short else kpi_sentences.outlook(item.kpi, material.summary.forecasts[item.id]), ""
    row = material.summary.actions.loc[item.row]
    return str(row["issue"]), str(row["next_step"])
