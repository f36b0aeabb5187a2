"""取り込み in four steps on one page: reports are collected, files chosen, checked and rehearsed, then published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kdx_metrics.database.errors import OverLimit, Rejected, StaleBase, StoreError
from kdx_metrics.database.schema.revisions import Mode
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.tables import SETTINGS, STRATEGY, tables
from kdx_metrics.publications.proposal.limits import Limits
from kdx_metrics.publications.proposal.merging import suggest_mode
from kdx_metrics.publications.proposal.staging import Proposal, Upload, prepare
from kdx_metrics.publications.publishing import Publication, publish
from kdx_metrics.publications.reports import default_day
from kdx_metrics.publications.source import Source, summary_at
from kdx_metrics.settings import get_settings
from kdx_metrics.wording.readers import changed
from pages.frame.people import acting
from pages.frame.words import plain
from pages.html import heading, show, tag
from pages.tables.issues import issues_listing
from pages.tables.show_table import show_table
from pages.updating.published import Published, forget, last_publication, remember
from pages.updating.rehearsing import rehearsal
from pages.updating.reporting import owing
from pages.updating.upload_box import ROUND, file_box
from pages.updating.upload_reading import Sent, check_together, issues_step, reading_step
from pages.updating.which_date import say_which_date
from pages.view.view import View

SHOWN = "_upload_shown"
MODE_WORDS: dict[Mode, str] = {"replace": "全体置換(このファイルが表の全部)", "merge": "部分更新(ある行だけ差し替え)"}


STEPS = "報告を集める", "ファイルを選ぶ", "確かめる", "公開する"


def upload_steps(view: View, as_at: date) -> None:
    """Walk one upload from who still owes a report to its publication."""
    settings = get_settings()
    way = st.container(key="way")
    last_publication(view)
    left, right = st.columns([2, 3], gap="medium")
    with right:
        show(heading(f"2. {STEPS[1]}"))
        files = file_box(settings)
    with left:
        show(heading(f"1. {STEPS[0]}"))
        if view.uses("action_plan"):
            owing(view, as_at, in_full=not files)
    if not files:
        _draw_way(way, 2)
        return
    forget()
    try:
        Limits.of(settings).check_files([(file.name, file.size) for file in files])
        read = [(file.name, file.getvalue()) for file in files]
        sent = check_together(read, view.source.now().snapshot(as_at), settings.max_rows)
        reading_step(sent, view.strategy)
        issues_step(sent, view.strategy)
        may_go_on = all(file.checked.ok for file in sent)
        _draw_way(way, 4 if may_go_on else 3)
        if may_go_on:
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
    show(heading(f"3. {STEPS[2]}: 変わる数値"))
    uploads = [
        Upload(file.name, file.data, file.checked.table, _mode(view, file, number, as_at))
        if file.checked.table != STRATEGY
        else Upload(file.name, file.data, STRATEGY)
        for number, file in enumerate(sent)
    ]
    say_which_date(view, as_at)
    if any(file.checked.table == STRATEGY for file in sent):
        st.info(
            plain(
                f"{SETTINGS.label}は{wareki(as_at)}の時点から使われます。それより前の時点の評価と数値は変わりません。"
            )
            + "過去の時点の評価も変えるときは、「データの時点」をその日付にしてください。",
            icon=":material/tune:",
        )
    try:
        with st.spinner("反映した場合の変化を計算しています…"):
            proposal = prepare(view.source.store, view.strategy, uploads, as_at=as_at, limits=Limits.of(get_settings()))
            rehearsal(view, proposal)
    except Rejected as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
        show_table(issues_listing(refusal.issues, "反映すると生じる誤り"))
    except StoreError as refusal:
        st.info(plain(str(refusal)), icon=":material/info:")
    else:
        _publish(view, uploads, proposal)


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
    with st.container(key="publishing"):
        show(heading(f"4. {STEPS[3]}"))
        with st.form("publish"):
            note = st.text_input("公開の理由(メモ)", placeholder="例: 10月末の進捗報告を反映", max_chars=500)
            wanted = st.form_submit_button(
                plain(f"{wareki(proposal.as_at)}時点として公開する"), type="primary", icon=":material/publish:"
            )
    plan = (proposal.as_at, *((file.file_name, hash(file.data), file.mode) for file in uploads))
    shown_plan, base = st.session_state.get(SHOWN, (None, None))
    st.session_state[SHOWN] = (plan, proposal.base)
    if not wanted:
        return
    if shown_plan != plan:  # the choice was changed and the button pressed before the new rehearsal was seen
        st.warning("内容が変わりました。上の確認をもう一度ご覧になってから公開してください。")
        return
    earlier = view.source.now()
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
            f"{plain(str(refusal))}上の内容は、最新の公開に対する確認に更新されています。",
            icon=":material/sync_problem:",
        )
    except StoreError as refusal:
        st.error(plain(str(refusal)), icon=":material/error:")
    else:
        st.session_state[ROUND] += 1
        remember(_published(earlier, view.source.now(), proposal.as_at, made, view.today))
        st.rerun()


def _published(earlier: Source, now: Source, as_at: date, made: Publication, today: date) -> Published:
    """The publication beside the versions that it replaced, and the views that open first, before and after.

    One for a day to come is compared as it will stand on that day, and readers see the earlier view until then.
    """
    before = summary_at(earlier, default_day(earlier, today))
    after = summary_at(now, default_day(now, max(today, as_at)))
    origins = before.snapshot.origins
    replaced = {name: origins[name].revision for name in made.revisions if name in origins}
    versions = {name: number for name, number in replaced.items() if number is not None}
    return Published(as_at, made.revisions, versions, changed(before, after, default_day(now, today)))


def _draw_way(way: DeltaGenerator, step: int) -> None:
    """Draw the four steps, with the one at which the clerk stands."""
    steps = (
        tag("li", name, **({"aria_current": "step"} if number == step else {}))
        for number, name in enumerate(STEPS, start=1)
    )
    with way:
        show(tag("ol", *steps, kind="kdx-way"))
