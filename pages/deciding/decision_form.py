"""Recording a decision: kind, text, what it concerns, who is to do it by when. Editors only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from kdx_metrics.database.errors import StoreError
from kdx_metrics.meeting.decisions import KINDS, LONGEST_TEXT, Content, add
from pages.frame.people import acting
from pages.frame.words import plain
from pages.view.view import View

NOTHING = "(取組・指標なし)"


@dataclass(frozen=True, slots=True)
class Subject:
    """Subject of a decision: an action row or a KPI, and the department that answers for it."""

    action_id: str = ""
    period: int | None = None
    kpi_id: str = ""
    department: str = ""


def subjects(view: View) -> dict[str, Subject]:
    """Label → subject: nothing, every action row, every KPI."""
    rows = view.city.actions
    choices = {NOTHING: Subject()}
    for row in rows[["action_id", "period", "title", "department"]].to_dict("records"):
        period = view.strategy.period(int(row["period"]))
        label = f"{row['action_id']} {period.name} {row['title']}"
        choices[label] = Subject(row["action_id"], period.number, "", row["department"])
    for kpi in view.city.kpis:
        choices[f"{kpi.kpi_id} {kpi.name}"] = Subject("", None, kpi.kpi_id, kpi.department)
    return choices


def decision_form(view: View, meeting: date, about: Subject | None, *, key: str) -> None:
    """Draw the form; `about` is chosen to begin with. A new form begins after each record."""
    done = f"_decided-{key}"
    turn = st.session_state.setdefault(f"_turn-{key}", 0)
    if message := st.session_state.pop(done, None):
        st.success(plain(message), icon=":material/check_circle:")
    known = subjects(view)
    chosen = next((label for label, subject in known.items() if about is not None and _same(subject, about)), NOTHING)
    form = f"{key}-{turn}-{chosen}"
    with st.form(f"decide-{form}"):
        kind = st.segmented_control("種類", KINDS, default=KINDS[0], required=True, key=f"kind-{form}")
        text = st.text_area("内容", key=f"text-{form}", max_chars=LONGEST_TEXT, height=100)
        label = st.selectbox("取組・指標", list(known), index=list(known).index(chosen), key=f"about-{form}")
        departments = ["", *view.city.snapshot.departments]
        mine = known[chosen].department
        department = st.selectbox(
            "所管課",
            departments,
            index=departments.index(mine) if mine in departments else 0,
            format_func=lambda name: name or "(選んだ取組・指標の所管課)",
            key=f"department-{form}",
        )
        due = st.date_input("期限", None, key=f"due-{form}", format="YYYY/MM/DD")
        if not st.form_submit_button("記録する", type="primary", icon=":material/save:"):
            return
    subject = known[label]
    content = Content(
        kind=kind,
        text=text or "",
        meeting_on=meeting,
        action_id=subject.action_id,
        period=subject.period,
        kpi_id=subject.kpi_id,
        department=department or subject.department,
        due=due,
    )
    try:
        made = add(view.source.store, acting(), content)
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
        return
    st.session_state[done] = f"記録しました(No.{made.id})。"
    st.session_state[f"_turn-{key}"] = turn + 1
    st.rerun()


def _same(subject: Subject, other: Subject) -> bool:
    return (subject.action_id, subject.period, subject.kpi_id) == (other.action_id, other.period, other.kpi_id)
