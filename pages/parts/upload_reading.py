"""The first two steps of an upload: how each file was read, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from kdx_metrics.checking import Checked
from kdx_metrics.corrected import corrected_copy
from kdx_metrics.export import to_csv_bytes
from kdx_metrics.issues import Issue
from kdx_metrics.strategy import Strategy
from kdx_metrics.tables import tables

Read = Sequence[tuple[str, bytes, Checked]]
ENCODINGS = {"utf-8-sig": "UTF-8(BOM付き)", "utf-8": "UTF-8", "cp932": "Shift_JIS(cp932)", None: "Excelブック"}


def reading_step(files: Read, strategy: Strategy) -> None:
    """Draw 1. 読み取り: table, encoding, rows, and every repair before → after."""
    specs = tables(strategy)
    st.html("<h2 class='kdx-title'>1. 読み取り</h2>")
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "ファイル": name,
                    "表": specs[checked.table].label if checked.table else "判別できません",
                    "文字コード": ENCODINGS[checked.encoding],
                    "行数": checked.rows,
                    "読み替え": checked.repair_count,
                    "誤り・注意": checked.issue_count,
                }
                for name, _, checked in files
            ]
        ),
        hide_index=True,
        alt="ファイルの読み取り結果",
    )
    for name, _, checked in files:
        if checked.repair_count:
            with st.expander(f"{name}: 読み替えたセル {checked.repair_count}件(元の値 → 読んだ値)"):
                st.dataframe(repairs_table(checked), hide_index=True, alt="読み替えたセル")


def issues_step(files: Read, strategy: Strategy) -> None:
    """Draw 2. 確認: every issue with its Excel address; the list and a corrected copy to download."""
    st.html("<h2 class='kdx-title'>2. 確認</h2>")
    for name, data, checked in files:
        errors = sum(issue.severity == "error" for issue in checked.issues)
        if not checked.issue_count:
            st.success(f"{name}: 誤りも注意もありません。", icon=":material/check_circle:")
            continue
        said = f"{name}: 誤り{errors}件、注意{checked.issue_count - errors}件"
        (st.error if errors else st.warning)(said, icon=":material/rule:")
        table = issues_table(checked.issues)
        st.dataframe(table, hide_index=True, placeholder="－", alt=f"{name}の誤りと注意")
        with st.container(horizontal=True):
            st.download_button(
                "この一覧をCSVでダウンロード",
                to_csv_bytes(table),
                f"{name}_確認結果.csv",
                "text/csv",
                key=f"issues-{name}",
                on_click="ignore",
            )
            if checked.repairs:
                st.download_button(
                    "読み替えを反映したCSVをダウンロード",
                    partial(corrected_copy, data, name, strategy, checked.repairs),
                    f"{name.rsplit('.', 1)[0]}_修正版.csv",
                    "text/csv",
                    key=f"corrected-{name}",
                    on_click="ignore",
                )


def repairs_table(checked: Checked) -> pd.DataFrame:
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
                "区分": "誤り" if one.severity == "error" else "注意",
                "セル": one.cell,
                "項目": one.column,
                "値": one.value,
                "内容": one.message,
                "直し方": one.fix,
            }
            for one in issues
        ]
    )
