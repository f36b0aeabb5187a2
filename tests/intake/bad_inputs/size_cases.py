"""Classes 20–24: columns, rows and sizes, and the file of another table."""

from __future__ import annotations

from kdx_metrics.intake.checking import CheckLimits
from tests.intake.bad_inputs.building import ACTION, ACTUAL, Case, Said, actions, actuals, kpis, milestones
from tests.intake.bad_inputs.sentences import unit_in_cell

_HEADER = list(ACTION)


def _missing_column(header: str) -> Said:
    fix = f"見出しが「{header}」の列を加えてください。"
    return Said("1行", "missing_column", f"必要な列「{header}」がありません。", fix)


def _unknown_column(at: str, header: str) -> Said:
    fix = "見出しの書き間違いなら直してください。不要ならこのままでかまいません。"
    return Said(at, "unknown_column", f"列「{header}」は実績の表にないため、読み込みません。", fix)


def _total_row(at: str, word: str) -> Said:
    fix = "合計や平均の行を削除してください(集計は画面で行います)。"
    return Said(at, "total_row", f"「{word}」の行は集計の行のようです。", fix)


CASES = (
    Case(
        20,
        "columns missing",
        actions(header=[name for name in _HEADER if name not in {"状況", "完了予定", "備考"}]).encode(),
        said=(_missing_column("完了予定"), _missing_column("状況")),
    ),
    Case(
        20,
        "no target column at all",
        kpis(header=[name for name in kpis().splitlines()[0].split(",") if "目標" not in name]).encode(),
        said=(_missing_column("第1期目標"),),
    ),
    Case(
        20,
        "columns extra and reordered",
        actuals({"メモ": "内線123"}, header=["メモ", *reversed(ACTUAL)]).encode(),
        said=(_unknown_column("A1", "メモ"),),
        reads={(2, "value"): 900.0},
    ),
    Case(
        20,
        "a column without a name",
        (actuals().replace("備考", ",備考").replace("サンプル,", "サンプル,内線123,")).encode(),
        said=(_unknown_column("E1", "(見出しなし)"),),
        reads={(2, "source"): "サンプル"},
    ),
    Case(
        21,
        "a row with too many cells",
        actuals({}, {"時点": "2026-08-31"})
        .replace("2026-08-31,900,サンプル,", "2026-08-31,1,200,サンプル,")
        .rstrip()
        .encode()
        + b"!\r\n",
        said=(
            Said(
                "F3",
                "ragged_row",
                "この行には見出しのない列に値があります。",
                'コンマを含む文字は "…" で囲むか、はみ出した値を消してください。',
            ),
        ),
    ),
    Case(
        21,
        "a row with too few cells",
        (actuals() + "K-01,2026-08-31,850\r\n").encode(),
        said=(
            Said(
                "3行",
                "short_row",
                "この行は3列しかなく、残りの2列を空欄として読みました。",
                "右側の列が空欄でよいか確かめてください。",
            ),
        ),
        reads={(3, "value"): 850.0},
    ),
    Case(
        21,
        "blank rows and blank trailing columns",
        (actuals(header=[*ACTUAL, "", ""]) + ",,,,,,\r\n\r\n , ,　,,,,\r\nK-01,2026-08-31,850点,,,,\r\n").encode(),
        said=(unit_in_cell("C6", "850点", "点"),),
    ),
    Case(
        22,
        "a row of totals",
        (actions() + "合計" + "," * 9 + "40" + "," * 6 + "\r\n").encode(),
        said=(_total_row("A3", "合計"),),
    ),
    Case(
        22,
        "a row of averages in the name",
        actions({}, {"取組番号": "", "取組名": "平 均", "進捗率": "40.0"}).encode(),
        said=(_total_row("D3", "平 均"),),
    ),
    Case(
        23,
        "1,000 columns",
        (
            ",".join([*ACTUAL, *(f"列{n}" for n in range(995))])
            + "\n"
            + ",".join(["K-01", "2026-09-30", "1", *["x"] * 997])
            + "\n"
        ).encode(),
        said=(
            Said(
                "1行",
                "too_many_columns",
                "列が上限(100列)を超えています。",
                "表の外のメモや計算の列を削除してください。",
            ),
        ),
    ),
    Case(
        23,
        "a cell of a mebibyte",
        actions({"備考": "あ" * 350_000}).encode(),
        said=(
            Said(
                "P2",
                "cell_too_long",
                "「備考」が350,000文字あります(Excelの1セルの上限は32,767文字)。",
                "文字を減らしてください。",
            ),
        ),
    ),
    Case(
        23,
        "a file over the limit",
        actions().encode(),
        limits=CheckLimits(bytes=100),
        encoding=None,
        said=(
            Said(
                "",
                "file_too_large",
                "ファイルの大きさ(313バイト)が上限(100バイト)を超えています。",
                "表を分けるか、不要な行と列を消してください。",
            ),
        ),
    ),
    Case(
        23,
        "more rows than the limit",
        actuals({}, {"時点": "2026-08-31"}).encode(),
        limits=CheckLimits(rows=1),
        said=(Said("3行", "too_many_rows", "データが上限(1行)を超えています。", "表を分けてください。"),),
    ),
    Case(
        24,
        "the file of another table",
        milestones().encode(),
        table="action_plan",
        said=(
            Said(
                "",
                "wrong_table",
                "「取組」の表として読みましたが、見出しは「年表」の表のものです。",
                "「年表」の表として読み込むか、「取組」のファイルを選び直してください。",
            ),
        ),
    ),
    Case(
        24,
        "the file of no table",
        "氏名,住所\n鹿島太郎,鹿島市\n".encode(),
        said=(
            Said(
                "",
                "unknown_table",
                "1行目の見出しが、取組(action_plan.csv)・年度評価(action_years.csv)・指標(kpis.csv)・"
                "取組と指標(links.csv)・年度目標(kpi_targets.csv)・実績(kpi_actuals.csv)・年表(milestones.csv)・効果(effects.csv)・意見(voices.csv)のどの表とも合いません。",
                "ひな形の見出しを1行目に貼り付けてください。",
            ),
        ),
    ),
    Case(
        24,
        "a table found by its headers",
        milestones().encode(),
        reads={(2, "title"): "第1回本部会議", (2, "end_date"): None},
    ),
)
