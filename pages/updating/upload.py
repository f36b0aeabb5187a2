"""取り込み: files → 読み取り → 確認 → 反映前の確認 → 公開, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from kdx_metrics.database.errors import OverLimit, Rejected, StaleBase, StoreError
from kdx_metrics.database.schema.revisions import Mode
from kdx_metrics.plan.tables import STRATEGY, tables
from kdx_metrics.publications.limits import Limits
from kdx_metrics.publications.merging import suggest_mode
from kdx_metrics.publications.publishing import publish
from kdx_metrics.publications.staging import Proposal, Upload, prepare
from kdx_metrics.settings import get_settings
from pages.frame.people import acting
from pages.frame.words import plain
from pages.html import heading, show
from pages.tables.issues import issues_listing
from pages.tables.show_table import show_table
from pages.updating.rehearsing import rehearsal
from pages.updating.upload_box import ROUND, file_box
from pages.updating.upload_reading import Sent, check_together, issues_step, reading_step
from pages.view.view import View

DONE, SHOWN = "_upload_done", "_upload_shown"
MODE_WORDS: dict[Mode, str] = {"replace": "全体置換(このファイルが表の全部)", "merge": "部分更新(ある行だけ差し替え)"}


def upload_steps(view: View) -> None:
    """Walk one upload from its files to its publication."""
    if message := st.session_state.pop(DONE, None):
        st.success(plain(message), icon=":material/check_circle:")
    settings = get_settings()
    files, as_at = file_box(view, settings)
    if not files or as_at is None:
        return
    try:
        Limits.of(settings).check_files([(file.name, file.size) for file in files])
        read = [(file.name, file.getvalue()) for file in files]
        sent = check_together(read, view.source.now().snapshot(as_at), settings.max_rows)
        reading_step(sent, view.strategy)
        issues_step(sent, view.strategy)
        if all(file.checked.ok for file in sent):
            _rehearse_and_publish(view, sent, as_at)
        else:
            st.info(
                "誤りを直して保存し、「ファイルを選び直す」を押してから、もう一度選んでください。公開はまだされていません。"
            )
    except OverLimit as refusal:
        st.error(f"{plain(str(refusal))}「ファイルを選び直す」を押して、選び直してください。", icon=":material/error:")
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")


def _rehearse_and_publish(view: View, sent: Sequence[Sent], as_at: date) -> None:
    show(heading("3. 反映前の確認"))
    uploads = [
        Upload(file.name, file.data, file.checked.table, _mode(view, file, number, as_at))
        if file.checked.table != STRATEGY
        else Upload(file.name, file.data, STRATEGY)
        for number, file in enumerate(sent)
    ]
    _say_which_date(view, as_at)
    try:
        with st.spinner("反映した場合の変化を計算しています…"):
            proposal = prepare(view.source.store, view.strategy, uploads, as_at=as_at, limits=Limits.of(get_settings()))
            rehearsal(proposal)
    except Rejected as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
        show_table(issues_listing(refusal.issues, "反映すると生じる誤り"))
    except StoreError as refusal:
        st.info(plain(str(refusal)), icon=":material/info:")
    else:
        _publish(view, uploads, proposal)


def _say_which_date(view: View, as_at: date) -> None:
    """Say what is special about a 時点 that is not between the newest one and today."""
    published = view.source.now()
    newest = published.dates[-1]
    if not published.is_empty and as_at < newest:
        st.warning(
            f"{as_at} は、公開済みの最新の時点({newest})より前です。{as_at} の状態として記録され、"
            "最新の表示は変わりません。最新の表示に反映するときは、上の「データの時点」を直してください。",
            icon=":material/history:",
        )
    elif as_at > view.today:
        st.warning(f"{as_at} は、今日({view.today})より先の日付です。お間違いないかご確認ください。")


def _mode(view: View, file: Sent, number: int, as_at: date) -> Mode:
    """全体置換 or 部分更新: suggested from what the file holds, chosen by the editor."""
    table = tables(view.strategy)[file.checked.table or ""]  # known, since the file could be read
    current = view.source.now().snapshot(as_at).table(table.name)
    suggested: Mode = "replace" if file.checked.frame is None else suggest_mode(current, file.checked.frame, table)
    return st.radio(
        f"{plain(file.name)}({plain(table.label)} {file.checked.rows}行)の反映のしかた",
        list(MODE_WORDS),
        format_func=lambda mode: MODE_WORDS[mode] + ("・おすすめ" if mode == suggested else ""),
        index=list(MODE_WORDS).index(suggested),
        key=f"mode-{number}-{file.name}-{file.checked.sha256[:12]}",
        horizontal=True,
    )


def _publish(view: View, uploads: Sequence[Upload], proposal: Proposal) -> None:
    show(heading("4. 公開"))
    with st.form("publish"):
        note = st.text_input("公開の理由(メモ)", placeholder="例: 10月末の進捗報告を反映", max_chars=500)
        wanted = st.form_submit_button("公開する", type="primary", icon=":material/publish:")
    plan = (proposal.as_at, *((file.file_name, hash(file.data), file.mode) for file in uploads))
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
            acting(),
            uploads,
            as_at=proposal.as_at,
            note=note,
            base=base,
            limits=Limits.of(get_settings()),
        )
    except StaleBase as refusal:
        st.error(
            f"{plain(str(refusal))} 上の内容は、最新の公開に対する確認に更新されています。",
            icon=":material/sync_problem:",
        )
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
    else:
        st.session_state[ROUND] += 1
        numbers = "・".join(str(number) for number in made.revisions.values())
        st.session_state[DONE] = f"公開しました(第{numbers}版、{proposal.as_at} 時点)。「更新履歴」から差し戻せます。"
        st.rerun()
