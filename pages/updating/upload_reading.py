"""The first two steps of an upload: how each file was read, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from kdx_metrics.exports.corrected import corrected_copy
from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.intake.checking import CheckedFile, CheckLimits, check
from kdx_metrics.intake.decoding import ENCODING_WORDS
from kdx_metrics.intake.issues import Issue
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, tables
from kdx_metrics.plan.tables.codes import SEVERITY_WORDS
from kdx_metrics.publications.merging import merge
from pages.frame.words import plain
from pages.tables.show_table import show_table


@dataclass(frozen=True)
class Sent:
    """One file as it came, and what its check found."""

    name: str
    data: bytes
    checked: CheckedFile


def check_together(files: Sequence[tuple[str, bytes]], snapshot: Snapshot, rows: int) -> list[Sent]:
    """Check files that are to be published together at the snapshot's date, with a bar while it lasts.

    A table is held against those that it refers to, in force and sent beside it; nobody is blamed for missing in a
    list that is itself yet to be mended.
    """
    bar = st.progress(0.0, "読み取っています…")
    strategy, specs = snapshot.strategy, tables(snapshot.strategy)
    beside = {name: snapshot.table(name) for name in specs}

    def sent(name: str, data: bytes) -> Sent:
        limits = CheckLimits(rows=rows)
        return Sent(
            name, data, check(data, strategy, file_name=name, as_at=snapshot.as_of, beside=beside, limits=limits)
        )

    found = []
    for place, (name, data) in enumerate(files):
        bar.progress(place / len(files), f"読み取っています({place + 1}/{len(files)} {plain(name)})…")
        found.append(sent(name, data))
    changed: set[str] = set()
    for spec in specs.values():
        if not changed.isdisjoint(spec.refers_to):
            found = [sent(each.name, each.data) if each.checked.table == spec.name else each for each in found]
        if mine := [each.checked for each in found if each.checked.table == spec.name]:
            changed.add(spec.name)
            _lay_over(beside, mine, spec)
    bar.empty()
    return found


def _lay_over(beside: dict[str, pd.DataFrame], sent: Sequence[CheckedFile], spec: Table) -> None:
    """Lay the files of one table over the frame in force; one that could not be read leaves none."""
    for checked in sent:
        if checked.frame is None:
            beside.pop(spec.name, None)
        elif spec.name in beside:
            beside[spec.name] = merge(beside[spec.name], checked.frame, spec, checked.positions)


def reading_step(files: Sequence[Sent], strategy: Strategy) -> None:
    """Draw 1. 読み取り: table, encoding, rows, and every repair before → after."""
    st.html("<h2 class='kdx-title'>1. 読み取り</h2>")
    show_table(reading_table(files, strategy), "ファイルの読み取り結果")
    for sent in files:
        if sent.checked.repair_count:
            with st.expander(f"{plain(sent.name)}: 読み替えたセル {sent.checked.repair_count}件(元の値 → 読んだ値)"):
                show_table(repairs_table(sent.checked), f"{sent.name}の読み替えたセル")


def issues_step(files: Sequence[Sent], strategy: Strategy) -> None:
    """Draw 2. 確認: every issue with its Excel address; the list and a corrected copy to download."""
    st.html("<h2 class='kdx-title'>2. 確認</h2>")
    for place, sent in enumerate(files):
        name, checked = sent.name, sent.checked
        errors = sum(issue.severity == "error" for issue in checked.issues)
        if not checked.issue_count:
            st.success(f"{plain(name)}: 誤りも注意もありません。", icon=":material/check_circle:")
            continue
        said = f"{plain(name)}: {counted(errors, checked)}"
        (st.error if errors else st.warning)(said, icon=":material/rule:")
        show_table(issues_table(checked.issues), f"{name}の誤りと注意")
        with st.container(horizontal=True):
            st.download_button(
                "この一覧をCSVでダウンロード",
                to_csv_bytes(issues_table(checked.issues)),
                f"{name}_確認結果.csv",
                "text/csv",
                key=f"issues-{place}-{name}",
                on_click="ignore",
            )
            if checked.repairs:
                st.download_button(
                    "読み替えを反映したCSVをダウンロード",
                    partial(corrected_copy, sent.data, name, strategy, checked.repairs),
                    f"{name.rsplit('.', 1)[0]}_修正版.csv",
                    "text/csv",
                    key=f"corrected-{place}-{name}",
                    on_click="ignore",
                )


def counted(errors: int, checked: CheckedFile) -> str:
    """「誤り3件、注意1件」; 「ほかに…」 where there are more than are put into words."""
    more = checked.issue_count - len(checked.issues)
    beyond = f"(ほかに{more:,}件。直すと続きが表示されます)" if more else ""
    return f"誤り{errors:,}件、注意{len(checked.issues) - errors:,}件{beyond}"


def reading_table(files: Sequence[Sent], strategy: Strategy) -> pd.DataFrame:
    """One row a file: what it was taken for."""
    specs = tables(strategy)
    return pd.DataFrame(
        [
            {
                "ファイル": sent.name,
                "表": specs[sent.checked.table].label if sent.checked.table else "判別できません",
                "文字コード": _encoding(sent.checked),
                "行数": sent.checked.rows,
                "読み替え": sent.checked.repair_count,
                "誤り・注意": sent.checked.issue_count,
            }
            for sent in files
        ]
    )


def _encoding(checked: CheckedFile) -> str:
    """A workbook has no encoding; neither has a file that could not be read at all."""
    if checked.encoding:
        return ENCODING_WORDS[checked.encoding]
    return "Excelブック" if checked.table else "判別できません"


def repairs_table(checked: CheckedFile) -> pd.DataFrame:
    """One row a repaired cell."""
    return pd.DataFrame(
        [{"セル": one.cell, "元の値": one.before, "読んだ値": one.after} for one in checked.repairs],
        columns=["セル", "元の値", "読んだ値"],
    )


def issues_table(issues: Sequence[Issue]) -> pd.DataFrame:
    """One row an issue: errors first, then warnings, in file order."""
    return pd.DataFrame(
        [
            {
                "区分": SEVERITY_WORDS[one.severity],
                "セル": one.cell or (f"{one.row}行目" if one.row else "全体"),
                "項目": one.column,
                "値": one.value,
                "内容": one.message,
                "直し方": one.fix,
            }
            for one in issues
        ]
    )
