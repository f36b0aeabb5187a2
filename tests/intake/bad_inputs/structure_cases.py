"""Classes 14–19: separators, line ends, quotes and headers."""

from __future__ import annotations

import unicodedata

from tests.intake.bad_inputs.building import ACTUAL, Case, Said, actions, actuals, kpis
from tests.intake.bad_inputs.sentences import (
    SAVE_AGAIN,
    progress_out_of_range,
    required_missing,
    unknown_period,
    unknown_pillar,
)

_UNIT_ROW = ",".join(["(必須)"] * 3 + [""] * 13)
_GROUPS = ",".join(["基本情報", "", "", "", "", "", "日程", *[""] * 9])
_ENGLISH = "kpi_id,as_of,value\nK-01,2026-09-30,900\n"


def _wrong_separator(sign: str) -> Said:
    return Said("", "wrong_separator", f"列が{sign}で区切られています。", SAVE_AGAIN)


def _unclosed_quote(row: int) -> Said:
    fix = '文字としての " は "" と2つ続けて書くか、Excelで保存し直してください。'
    return Said(f"{row}行", "unclosed_quote", f'{row}行目の二重引用符(")が正しく閉じられていません。', fix)


CASES = (
    Case(
        14,
        "separated by tabs",
        actions().replace(",", "\t").encode(),
        encoding=None,
        said=(_wrong_separator("タブ"),),
    ),
    Case(
        14,
        "separated by semicolons",
        actuals().replace(",", ";").encode("cp932"),
        encoding=None,
        said=(_wrong_separator("セミコロン(;)"),),
    ),
    Case(
        14,
        "separated by bars",
        actuals().replace(",", "|").encode(),
        encoding=None,
        said=(_wrong_separator("縦線(|)"),),
    ),
    Case(
        15,
        "line ends of CR only",
        actuals({}, {"時点": "2026-08-31", "実績値": "850"}).replace("\r\n", "\r").encode(),
        reads={(3, "value"): 850.0},
    ),
    Case(
        16,
        "a line break inside quotes",
        actions({"課題": "一つ目\r\n二つ目"}, {"取組番号": "A-02", "進捗率": "101"}).encode(),
        said=(progress_out_of_range("J3", "101"),),
    ),
    Case(
        16,
        "a line break inside quotes is kept",
        actions({"課題": "一つ目\n二つ目", "備考": '"引用", と'}).encode(),
        reads={(2, "issue"): "一つ目\n二つ目", (2, "remarks"): '"引用", と'},
    ),
    Case(
        17,
        "a quote that is never closed",
        actuals({}, {"備考": "X"}).replace("X", '"X').encode(),
        said=(_unclosed_quote(3),),
    ),
    Case(
        17,
        "text after a closing quote",
        actuals({"備考": "X"}).replace("X", '"X"Y').encode(),
        said=(_unclosed_quote(2),),
    ),
    Case(
        18,
        "a header given twice",
        actuals(header=[*ACTUAL, "時点"]).encode(),
        said=(
            Said(
                "F1",
                "duplicate_header",
                "見出し「時点」が2回あります(最初はB列)。",
                "どちらかの列を削除するか、見出しを直してください。",
            ),
        ),
    ),
    Case(
        18,
        "headers padded and full-width",
        actuals().replace("実績値", " 実績 値　").replace("指標番号", "ｋｐｉ＿ｉｄ").encode(),
        reads={(2, "value"): 900.0},
        repairs=(("A1", "ｋｐｉ＿ｉｄ", "指標番号"), ("C1", " 実績 値　", "実績値")),
    ),
    Case(
        18,
        "headers in NFD",
        kpis(
            header=[
                unicodedata.normalize("NFD", "第2期目標") if name == "第2期目標" else name
                for name in kpis().splitlines()[0].split(",")
            ]
        ).encode(),
        reads={(2, "target_1"): 800.0},
    ),
    Case(18, "headers in English", _ENGLISH.encode(), reads={(2, "value"): 900.0}),
    Case(
        19,
        "a title above the header",
        ("かしまDX戦略 取組一覧\n\n" + actions()).encode(),
        said=(
            Said(
                "3行",
                "title_above_header",
                "1行目が見出しではありません。3行目が見出しのようです。",
                "見出しより上の行(1~2行目)を削除し、見出しを1行目にしてください。",
            ),
        ),
    ),
    Case(
        19,
        "a header of two rows",
        (_GROUPS + "\n" + actions()).encode("cp932"),
        encoding="cp932",
        said=(
            Said(
                "2行",
                "title_above_header",
                "1行目が見出しではありません。2行目が見出しのようです。",
                "見出しより上の行(1行目)を削除し、見出しを1行目にしてください。",
            ),
        ),
    ),
    Case(
        19,
        "a second header row below",
        actions().replace("\r\n", f"\r\n{_UNIT_ROW}\r\n", 1).encode(),
        said=(
            unknown_pillar("B2", "(必須)"),
            unknown_period("C2", "(必須)"),
            required_missing("D2", "取組名"),
            required_missing("E2", "所管課"),
            required_missing("G2", "開始予定"),
            required_missing("H2", "完了予定"),
            required_missing("I2", "状況"),
        ),
    ),
    Case(
        19,
        "the header again in the middle",
        actuals({}, dict(zip(ACTUAL, ACTUAL, strict=True)), {"時点": "2026-08-31"}).encode(),
        said=(Said("A3", "repeated_header", "データの途中に見出しの行があります。", "この行を削除してください。"),),
    ),
)
