"""The first two steps of an upload: how each file was read, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from kdx_metrics.exports.corrected import corrected_copy
from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.intake.checking import CheckedFile, CheckLimits, check, check_all, is_strategy_file
from kdx_metrics.intake.decoding import ENCODING_WORDS
from kdx_metrics.intake.issues import Repair
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, publications, tables
from kdx_metrics.publications.proposal.merging import merge
from kdx_metrics.views.listing import Column, Columns, Listing
from pages.frame.words import plain
from pages.html import heading, show
from pages.tables.issues import issues_listing
from pages.tables.show_table import show_table


@dataclass(frozen=True)
class Sent:
    """One file as it came, and what the check of one of its tables found."""

    name: str
    data: bytes
    checked: CheckedFile


def check_together(files: Sequence[tuple[str, bytes]], snapshot: Snapshot, rows: int) -> list[Sent]:
    """Check files that are to be published together at the snapshot's date, with a bar while it lasts.

    A table is held against those that it refers to, in force and sent beside it; nobody is blamed for missing in a
    list that is itself yet to be mended.
    """
    bar = st.progress(0.0, "読み取っています…")
    # A strategy that is sent along is the one by which the others are read.
    settings = [check(data, snapshot.strategy, file_name=name) for name, data in files if is_strategy_file(name)]
    strategy = next((file.strategy for file in settings if file.strategy is not None), snapshot.strategy)
    specs = tables(strategy)
    beside = {name: snapshot.table(name) for name in specs}

    limits = CheckLimits(rows=rows)

    def again(sent: Sent) -> Sent:
        checked = check(
            sent.data,
            strategy,
            file_name=sent.name,
            table=sent.checked.table,
            as_at=snapshot.as_of,
            beside=beside,
            together=True,
            limits=limits,
        )
        return Sent(sent.name, sent.data, checked)

    files_sent: list[Sent] = []
    for number, (name, data) in enumerate(files):
        bar.progress(number / len(files), f"読み取っています({number + 1}/{len(files)} {plain(name)})…")
        checks = check_all(
            data, strategy, file_name=name, as_at=snapshot.as_of, beside=beside, together=True, limits=limits
        )
        files_sent += [Sent(name, data, checked) for checked in checks]
    changed: set[str] = set()
    for spec in specs.values():
        if not changed.isdisjoint(spec.refers_to):
            files_sent = [again(each) if each.checked.table == spec.name else each for each in files_sent]
        if mine := [each.checked for each in files_sent if each.checked.table == spec.name]:
            changed.add(spec.name)
            _lay_over(beside, mine, spec)
    bar.empty()
    return files_sent


def _lay_over(beside: dict[str, pd.DataFrame], sent: Sequence[CheckedFile], spec: Table) -> None:
    """Lay the files of one table over the frame in force; one that could not be read leaves none."""
    for checked in sent:
        if checked.frame is None:
            beside.pop(spec.name, None)
        elif spec.name in beside:
            beside[spec.name] = merge(beside[spec.name], checked.frame, spec, checked.positions)


def reading_step(files: Sequence[Sent], strategy: Strategy) -> None:
    """Draw 読み取り: table, encoding, rows, and every repair before → after."""
    show(heading("3. 確かめる: 読み取り"))
    show_table(readings(files, strategy))
    for sent in files:
        if sent.checked.repair_count:
            with st.expander(f"{plain(sent.name)}: 読み替えたセル {sent.checked.repair_count}件(元の値 → 読んだ値)"):
                show_table(Listing(f"{sent.name}の読み替えたセル", REPAIR_COLUMNS, sent.checked.repairs))


def issues_step(files: Sequence[Sent], strategy: Strategy) -> None:
    """Draw 誤りと注意: every issue with its Excel address; the list and a corrected copy to download."""
    show(heading("3. 確かめる: 誤りと注意"))
    for number, sent in enumerate(files):
        name, checked = sent.name, sent.checked
        errors = sum(issue.severity == "error" for issue in checked.issues)
        if not checked.issue_count:
            st.success(f"{plain(name)}: 誤りも注意もありません。", icon=":material/check_circle:")
            continue
        said = f"{plain(name)}: {counted(errors, checked)}"
        (st.error if errors else st.warning)(said, icon=":material/rule:")
        listing = issues_listing(checked.issues, f"{name}の誤りと注意")
        show_table(listing)
        with st.container(horizontal=True):
            st.download_button(
                "この一覧をCSVでダウンロード",
                to_csv_bytes(listing.frame),
                f"{name}_確認結果.csv",
                "text/csv",
                key=f"issues-{number}-{name}",
                on_click="ignore",
            )
            if checked.repairs:
                st.download_button(
                    "読み替えを反映したCSVをダウンロード",
                    partial(corrected_copy, sent.data, name, strategy, checked.repairs, checked.table),
                    f"{name.rsplit('.', 1)[0]}_修正版.csv",
                    "text/csv",
                    key=f"corrected-{number}-{name}",
                    on_click="ignore",
                )


def counted(errors: int, checked: CheckedFile) -> str:
    """「誤り3件、注意1件」; 「ほかに…」 where there are more than are put into words."""
    more = checked.issue_count - len(checked.issues)
    beyond = f"(ほかに{more:,}件。直すと続きが表示されます)" if more else ""
    return f"誤り{errors:,}件、注意{len(checked.issues) - errors:,}件{beyond}"


def readings(files: Sequence[Sent], strategy: Strategy) -> Listing[Sent]:
    """One row per file: what it was taken for."""
    specs = publications(strategy)

    def label(sent: Sent) -> str:
        return specs[sent.checked.table].label if sent.checked.table else "判別できません"

    columns: Columns[Sent] = (
        Column("file", "ファイル", lambda sent: sent.name),
        Column("table", "表", label),
        Column("encoding", "文字コード", lambda sent: _encoding(sent.checked)),
        Column("rows", "行数", lambda sent: sent.checked.rows, "count"),
        Column("repairs", "読み替え", lambda sent: sent.checked.repair_count, "count"),
        Column("issues", "誤り・注意", lambda sent: sent.checked.issue_count, "count"),
    )
    return Listing("ファイルの読み取り結果", columns, files)


def _encoding(checked: CheckedFile) -> str:
    """A workbook has no encoding; neither has a file that could not be read at all."""
    if checked.encoding:
        return ENCODING_WORDS[checked.encoding]
    return "Excelブック" if checked.table else "判別できません"


REPAIR_COLUMNS: Columns[Repair] = (
    Column("cell", "セル", lambda repair: repair.cell),
    Column("before", "元の値", lambda repair: repair.before),
    Column("after", "読んだ値", lambda repair: repair.after),
)
