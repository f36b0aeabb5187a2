"""取り込み: files → 読み取り → 確認 → 反映前の確認 → 公開, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kdx_metrics.checking import Checked, check
from kdx_metrics.checking import Limits as CheckLimits
from kdx_metrics.identity.people import Person
from kdx_metrics.store.errors import OverLimit, Rejected, StaleBase, StoreError
from kdx_metrics.store.layers import Upload
from kdx_metrics.store.merging import suggest_mode
from kdx_metrics.store.preparing import Proposal, prepare
from kdx_metrics.store.publishing import publish
from kdx_metrics.store.schema import Mode
from kdx_metrics.store.settings import StoreSettings
from kdx_metrics.tables import tables
from pages.parts.rehearsing import rehearsal
from pages.parts.state import View
from pages.parts.upload_reading import issues_step, reading_step

ROUND, DONE, SHOWN = "_upload_round", "_upload_done", "_upload_shown"
MODE_WORDS: dict[Mode, str] = {"replace": "全体置換(このファイルが表の全部)", "merge": "部分更新(ある行だけ差し替え)"}


@dataclass(frozen=True)
class Sent:
    """One file as it came, and what its check found."""

    name: str
    data: bytes
    checked: Checked


def upload_steps(view: View, person: Person) -> None:
    """Walk one upload from its files to its publication."""
    if message := st.session_state.pop(DONE, None):
        st.success(message, icon=":material/check_circle:")
    settings = StoreSettings()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        files = st.file_uploader(
            "CSV または Excel(.xlsx)を選んでください"
            f"(1ファイル {settings.max_file_mb:g}MB・{settings.max_files}ファイルまで)",
            type=["csv", "xlsx"],
            accept_multiple_files=True,
            key=f"files-{st.session_state.setdefault(ROUND, 0)}",
        )
        as_at = st.date_input(
            "データの時点(いつの状態か)",
            view.today,
            min_value=view.strategy.first_day,
            max_value=view.strategy.last_day,
            key="upload-as-at",
            format="YYYY/MM/DD",
            width=220,
        )
    if not files:
        st.caption("ファイルの種類は見出しから自動で判別します。公開するまで、表示中のデータは変わりません。")
        return
    try:
        settings.limits.check_files([(file.name, file.size) for file in files])
    except OverLimit as refusal:
        st.error(str(refusal))
        return
    with st.spinner("読み取っています…"):
        sent = [_read(view, file, as_at) for file in files]
    files_read = [(one.name, one.data, one.checked) for one in sent]
    reading_step(files_read, view.strategy)
    issues_step(files_read, view.strategy)
    if all(one.checked.ok for one in sent):
        _rehearse_and_publish(view, person, sent, as_at)
    else:
        st.info("誤りを直して、もう一度ファイルを置いてください。誤りがある間は公開できません。")


def _read(view: View, file: UploadedFile, as_at: date) -> Sent:
    data = file.getvalue()
    rows = StoreSettings().max_rows
    kpis = view.data.snapshot(as_at).kpis
    checked = check(data, view.strategy, file_name=file.name, as_at=as_at, kpis=kpis, limits=CheckLimits(rows=rows))
    return Sent(file.name, data, checked)


def _rehearse_and_publish(view: View, person: Person, sent: Sequence[Sent], as_at: date) -> None:
    st.html("<h2 class='kdx-title'>3. 反映前の確認</h2>")
    uploads = [Upload(one.name, one.data, one.checked.table, _mode(view, one, as_at)) for one in sent]
    try:
        with st.spinner("反映した場合の変化を計算しています…"):
            proposal = prepare(view.source.store, view.strategy, uploads, as_at=as_at, limits=StoreSettings().limits)
            rehearsal(view, proposal)
    except Rejected as refusal:
        st.error(str(refusal))
        for issue in refusal.issues[:20]:
            st.text(f"{issue.cell or ''} {issue.message} {issue.fix}")
    except StoreError as refusal:
        st.info(str(refusal))
    else:
        _publish(view, person, uploads, proposal)


def _mode(view: View, one: Sent, as_at: date) -> Mode:
    """全体置換 or 部分更新: suggested from what the file holds, chosen by the editor."""
    table = tables(view.strategy)[one.checked.table or "action_plan"]
    snapshot = view.data.snapshot(as_at)
    current = {
        "action_plan": snapshot.actions,
        "kpis": snapshot.kpis,
        "kpi_actuals": snapshot.actuals,
        "milestones": snapshot.milestones,
    }[table.name]
    suggested: Mode = "replace" if one.checked.frame is None else suggest_mode(current, one.checked.frame, table)
    return st.radio(
        f"{one.name}({table.label} {one.checked.rows}行)の反映のしかた",
        list(MODE_WORDS),
        format_func=lambda mode: MODE_WORDS[mode] + ("・おすすめ" if mode == suggested else ""),
        index=list(MODE_WORDS).index(suggested),
        key=f"mode-{one.name}-{one.checked.sha256[:12]}",
        horizontal=True,
    )


def _publish(view: View, person: Person, uploads: Sequence[Upload], proposal: Proposal) -> None:
    st.html("<h2 class='kdx-title'>4. 公開</h2>")
    with st.form("publish"):
        note = st.text_input("公開の理由(メモ)", placeholder="例: 10月末の進捗報告を反映", max_chars=500)
        wanted = st.form_submit_button("公開する", type="primary", icon=":material/publish:")
    plan = (proposal.as_at, *((one.file_name, hash(one.data), one.mode) for one in uploads))
    shown_plan, base = st.session_state.get(SHOWN, (None, None))
    st.session_state[SHOWN] = (plan, proposal.base)
    if not wanted:
        return
    if shown_plan != plan:  # the choice was changed and the button pressed before the new rehearsal was seen
        st.warning("内容が変わりました。上の確認をもう一度ご覧になってから公開してください。")
        return
    try:
        made = publish(
            view.source.store,
            view.strategy,
            person.actor(st.context.ip_address or ""),
            uploads,
            as_at=proposal.as_at,
            note=note,
            base=base,
            limits=StoreSettings().limits,
        )
    except StaleBase as refusal:
        st.error(f"{refusal} 下の内容は最新の公開に対する確認に更新されました。", icon=":material/sync_problem:")
    except StoreError as refusal:
        st.error(str(refusal), icon=":material/error:")
    else:
        st.session_state[ROUND] += 1
        numbers = "・".join(str(number) for number in made.revisions.values())
        st.session_state[DONE] = f"公開しました(第{numbers}版、{proposal.as_at} 時点)。「更新履歴」から差し戻せます。"
        st.rerun()
