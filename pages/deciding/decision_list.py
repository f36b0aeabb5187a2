"""決定事項: every decision and homework with its state and history; editors change them, one by one or by CSV."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kdx_metrics.database.actors import ADMINISTRATORS, EDITORS
from kdx_metrics.database.errors import StoreError
from kdx_metrics.database.schema.decisions import ERASED_TEXT
from kdx_metrics.exports.workbook_templates import MEDIA_TYPE, template
from kdx_metrics.intake.issues import errors
from kdx_metrics.meeting.briefing import Meeting
from kdx_metrics.meeting.decisions import (
    KINDS,
    LONGEST_TEXT,
    STATES,
    Decision,
    StaleDecision,
    Version,
    apply,
    change,
    history,
)
from kdx_metrics.meeting.decisions_csv import define_decisions, read, to_frame
from kdx_metrics.meeting.homework import decision_rows
from kdx_metrics.meeting.points import decision_line
from kdx_metrics.views.listing import Column, Columns, Listing
from kdx_metrics.views.meeting.decisions import DecisionRow
from kdx_metrics.views.meeting.decisions import decisions as listing_of
from pages.deciding.decision_erasing import erasing_form
from pages.deciding.decision_form import decision_form
from pages.frame.people import acting, may
from pages.frame.words import local_time, plain
from pages.html import finding, heading, show
from pages.tables.issues import issues_listing
from pages.tables.show_table import download_button, show_table
from pages.view.address import DECISION, DECISION_STATES
from pages.view.meeting import recorded_decisions
from pages.view.navigation import linked_select
from pages.view.view import View

DONE, SEEN = "_decision_done", "_decision_seen"


def decisions_part(view: View, meeting: Meeting) -> None:
    """Draw the list with its filter; below it one decision, a new one and the CSV for editors."""
    if message := st.session_state.pop(DONE, None):
        st.success(plain(message), icon=":material/check_circle:")
    every = recorded_decisions(view)
    if every is None:
        st.warning("保存先に接続できないため、決定事項を表示できません。", icon=":material/cloud_off:")
        return
    states: list[str] = []
    if every:
        states = st.pills("状態", STATES, selection_mode="multi", key=DECISION_STATES, bind="query-params")
    shown = [decision for decision in every if not states or decision.content.state in states]
    left = sum(decision.content.is_open for decision in every)
    counted = f"決定・宿題{len(every)}件のうち、残りは{left}件です。" if every else "決定・宿題はまだありません。"
    show(finding(counted))
    if every:
        show_table(decisions_listing(view, meeting, shown))
    if every or may(EDITORS):
        download_button(lambda: to_frame(shown, view.strategy), "decisions.csv")
    if not may(EDITORS):
        st.caption("記録と変更、以前の内容の閲覧は、編集者の方がサインインするとできます。")
        return
    names = {str(decision.id): f"No.{decision.id} {decision.content.text}" for decision in shown}
    chosen = linked_select("記録を見る・変える", DECISION, names, "(選んでください)") if names else None
    decision = next((decision for decision in shown if str(decision.id) == chosen), None)
    if decision is None:
        st.session_state.pop(SEEN, None)  # whoever chooses a line again has read its newest version
    else:
        _history(view, decision)
        _change(view, decision)
        if may(ADMINISTRATORS) and (done := erasing_form(view, decision)):
            st.session_state.pop(SEEN, None)
            st.session_state[DONE] = done
            st.rerun()
    with st.expander("新しく記録する"):
        decision_form(view, meeting.on, None, key="list")
    with st.expander("CSVかExcelから取り込む"):
        _take_in(view, every)


def decisions_listing(view: View, meeting: Meeting, decisions: list[Decision]) -> Listing[DecisionRow]:
    """One row per decision, with the person who wrote it last."""
    rows = decision_rows((each.content for each in decisions), view.city, meeting.on, view.today)
    return listing_of(
        [
            row._replace(number=each.id, changed=f"{local_time(view, each.changed_at)} {each.changed_by}")
            for row, each in zip(rows, decisions, strict=True)
        ],
        "決定事項の一覧",
    )


def _history(view: View, decision: Decision) -> None:
    try:
        versions = history(view.source.store, acting(), decision.id)
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
        return
    columns: Columns[Version] = (
        Column("version", "順", lambda each: each.version, "ordinal"),
        Column("at", "日時", lambda each: local_time(view, each.at)),
        Column("by", "だれが", lambda each: each.by),
        Column("account", "アカウント", lambda each: each.account),
        Column("content", "内容", lambda each: decision_line(each.content)),
    )
    show(heading(f"No.{decision.id} の記録"))
    show_table(Listing(f"No.{decision.id} の変更の記録", columns, versions))


def _change(view: View, decision: Decision) -> None:
    """The form holds the version that was on screen when the line was chosen, so that nobody is overwritten."""
    number, seen = st.session_state.setdefault(SEEN, (decision.id, decision.version))
    if number != decision.id:
        seen = decision.version
        st.session_state[SEEN] = decision.id, seen
    content = decision.content
    # After a 抹消 new fields begin: those before still hold the erased text.
    key = f"{decision.id}{'-erased' if content.text == ERASED_TEXT else ''}"
    with st.form(f"change-{decision.id}"):
        with st.container(horizontal=True):
            kind = st.segmented_control("種類", KINDS, default=content.kind, required=True, key=f"c-kind-{key}")
            state = st.segmented_control("状態", STATES, default=content.state, required=True, key=f"c-state-{key}")
            due = st.date_input("期限", content.due, key=f"c-due-{key}", format="YYYY/MM/DD")
        text = st.text_area("内容", content.text, key=f"c-text-{key}", max_chars=LONGEST_TEXT)
        department = st.text_input("所管課", content.department, key=f"c-department-{key}", max_chars=200)
        if not st.form_submit_button("変更を保存", type="primary", icon=":material/save:"):
            return
    wanted = replace(content, kind=kind, state=state, due=due, text=text or "", department=(department or "").strip())
    try:
        change(view.source.store, acting(), decision.id, wanted, version=seen)
    except StaleDecision as refusal:
        st.session_state[SEEN] = decision.id, decision.version
        st.error(
            f"{plain(str(refusal))} 上の記録を見て、必要ならもう一度保存してください。", icon=":material/sync_problem:"
        )
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
    else:
        st.session_state.pop(SEEN, None)
        st.session_state[DONE] = f"No.{decision.id} を保存しました。"
        st.rerun()


def _take_in(view: View, every: list[Decision]) -> None:
    st.caption("「CSVをダウンロード」と同じ形です。番号のある行はその決定を変え、番号が空欄の行は新しく加えます。")
    turn = st.session_state.setdefault("_decision_csv", 0)
    st.download_button(
        "ひな形(Excel)",
        lambda: template(define_decisions(view.strategy)),
        "decisions_ひな形.xlsx",
        MEDIA_TYPE,
        on_click="ignore",
        icon=":material/download:",
    )
    file = st.file_uploader("決定事項のCSVまたはExcel", type=["csv", "xlsx"], key=f"decision-csv-{turn}")
    if file is None:
        return
    edits_read = read(file.getvalue(), view.city.snapshot, every, file_name=file.name)
    if broken := errors(edits_read.issues):
        st.error(f"誤りが{len(broken)}件あるため、取り込めません。", icon=":material/rule:")
    if edits_read.issues:
        show_table(issues_listing(edits_read.issues, "決定事項のCSVの誤りと注意"))
    if broken:
        return
    added = sum(edit.id is None for edit in edits_read.edits)
    st.text(f"新しく加える行 {added}件、番号のある行 {len(edits_read.edits) - added}件")
    if not st.button("取り込む", type="primary", icon=":material/publish:"):
        return
    try:
        apply(view.source.store, acting(), edits_read.edits)
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
    else:
        st.session_state["_decision_csv"] = turn + 1
        st.session_state[DONE] = f"{len(edits_read.edits)}件を取り込みました。"
        st.rerun()
