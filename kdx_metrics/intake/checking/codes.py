"""Every issue code: how severe, what it means, and the words of its message and its mend.

The one registry behind messages, the data dictionary and the tests. `{value}`, `{header}` and the other fields of
a template are filled where the issue is found; templates are ours, so a hostile cell is only ever an argument.
"""

from __future__ import annotations

from dataclasses import dataclass

from kdx_metrics.intake.issues import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of issue: `meaning` for the data dictionary, `message` and `fix` as templates."""

    severity: Severity
    meaning: str
    message: str
    fix: str


def _error(meaning: str, message: str, fix: str) -> Code:
    return Code("error", meaning, message, fix)


def _warning(meaning: str, message: str, fix: str) -> Code:
    return Code("warning", meaning, message, fix)


_SAVE_AS_CSV = "Excelで開き、「名前を付けて保存」で「CSV UTF-8(コンマ区切り)」を選んで保存し直してください。"

FILE_CODES = {
    "missing_file": _error("ファイルがない", "{file}がありません。", "{file}を置いてください。"),
    "empty_file": _error(
        "ファイルが空", "ファイルに何も書かれていません。", "保存したファイルか、選び直してください。"
    ),
    "file_too_large": _error(
        "ファイルが大きすぎる",
        "ファイルの大きさ({size})が上限({limit})を超えています。",
        "表を分けるか、不要な行と列を消してください。",
    ),
    "not_csv": _error("CSVではないファイル", "名前にかかわらず、中身は{kind}です。", _SAVE_AS_CSV),
    "nul_byte": _error(
        "文字ではないデータが混じっている", "{row}行目に文字ではないデータ(NUL)が混じっています。", _SAVE_AS_CSV
    ),
    "utf16": _error("UTF-16で保存されている", "「Unicodeテキスト」(UTF-16)で保存されています。", _SAVE_AS_CSV),
    "undecodable": _error("文字コードを読めない", "{row}行目の文字を読めません。{why}", "{mend}"),
    "mixed_encoding": _error(
        "文字コードが混じっている",
        "{row}行目だけ別の文字コードで書かれています(UTF-8とShift_JISが混じっています)。",
        "別のファイルをつなげた部分を消し、Excelで貼り付け直して保存してください。",
    ),
    "wrong_separator": _error("区切りがコンマではない", "列が{separator}で区切られています。", _SAVE_AS_CSV),
    "unclosed_quote": _error(
        "二重引用符が閉じていない",
        '{row}行目の二重引用符(")が正しく閉じられていません。',
        '文字としての " は "" と2つ続けて書くか、Excelで保存し直してください。',
    ),
    "unknown_table": _error(
        "どの表か分からない",
        "1行目の見出しが、{tables}のどの表とも合いません。",
        "ひな形の見出しを1行目に貼り付けてください。",
    ),
    "wrong_table": _error(
        "別の表のファイル",
        "「{wanted}」の表として読みましたが、見出しは「{found}」の表のものです。",
        "「{found}」の表として読み込むか、「{wanted}」のファイルを選び直してください。",
    ),
    "title_above_header": _error(
        "見出しより上に行がある",
        "1行目が見出しではありません。{row}行目が見出しのようです。",
        "見出しより上の行({above})を削除し、見出しを1行目にしてください。",
    ),
    "missing_column": _error(
        "必要な列がない", "必要な列「{header}」がありません。", "見出しが「{header}」の列を加えてください。"
    ),
    "duplicate_header": _error(
        "見出しが重複",
        "見出し「{header}」が2回あります(最初は{first}列)。",
        "どちらかの列を削除するか、見出しを直してください。",
    ),
    "unknown_column": _warning(
        "表にない列",
        "列「{header}」は{table}の表にないため、読み込みません。",
        "見出しの書き間違いなら直してください。不要ならこのままでかまいません。",
    ),
    "too_many_columns": _error(
        "列が多すぎる", "列が{count}列あります(上限{limit}列)。", "表の外のメモや計算の列を削除してください。"
    ),
    "too_many_rows": _error("行が多すぎる", "データが{count}行あります(上限{limit}行)。", "表を分けてください。"),
    "no_rows": _error(
        "データの行がない", "見出しだけで、データの行がありません。", "2行目からデータを入力してください。"
    ),
    "ragged_row": _error(
        "見出しより列が多い行",
        "この行には見出しのない列に値があります。",
        'コンマを含む文字は "…" で囲むか、はみ出した値を消してください。',
    ),
    "short_row": _warning(
        "見出しより列が少ない行",
        "この行は{count}列しかなく、残りの{short}列を空欄として読みました。",
        "右側の列が空欄でよいか確かめてください。",
    ),
    "repeated_header": _error(
        "途中に見出しの行がある", "データの途中に見出しの行があります。", "この行を削除してください。"
    ),
    "total_row": _error(
        "合計の行がある",
        "「{value}」の行は集計の行のようです。",
        "合計や平均の行を削除してください(集計は画面で行います)。",
    ),
}

CELL_CODES = {
    "required_missing": _error(
        "必須の欄が空欄", "「{header}」が{blank}です。", "「{header}」を入力してください。{hint}"
    ),
    "control_character": _error(
        "制御文字が入っている",
        "「{header}」に目に見えない制御文字が入っています。",
        "セルの文字を消して入力し直してください。",
    ),
    "cell_too_long": _error(
        "セルの文字が多すぎる",
        "「{header}」が{count}文字あります(Excelの1セルの上限は{limit}文字)。",
        "文字を減らしてください。",
    ),
    "not_a_number": _error("数値として読めない", "{header}「{value}」は数値として読めません。{why}", "{mend}"),
    "unit_in_cell": _error(
        "数値に単位や文字が付いている",
        "{header}「{value}」は数値だけではありません。{why}",
        "数値だけを入力してください。読み替えるのは、その列の単位だけです(機械可読性ルール L2-01)。",
    ),
    "trailing_note": _error(
        "数値に注記が付いている",
        "{header}「{value}」は数値だけではありません。{why}",
        "注記は「備考」の列に移し、数値だけを残してください(機械可読性ルール L1-07)。",
    ),
    "percent_fraction": _warning(
        "1未満の割合",
        "{header}「{value}」は{value}%と読みました。{why}",
        "割合なら0~100の数に直してください。このままでよければ {value}% と書くと確かです。",
    ),
    "not_a_date": _error("日付として読めない", "{header}「{value}」は日付として読めません。{why}", "{mend}"),
    "excel_serial": _error("Excelの通し番号の日付", "{header}「{value}」は日付として読めません。{why}", "{mend}"),
    "era_out_of_range": _error("その元号にない日付", "{header}「{value}」は日付として読めません。{why}", "{mend}"),
    "weekday_mismatch": _warning(
        "曜日が合わない",
        "{header}「{value}」の曜日が合いません。{why}",
        "日付と曜日のどちらが正しいか確かめてください。",
    ),
    "unknown_pillar": _error(
        "知らない柱", "柱「{value}」は戦略にありません。", "次のいずれかを入力してください: {choices}"
    ),
    "unknown_period": _error(
        "知らない期", "期「{value}」は戦略にありません。", "次のいずれかを入力してください: {choices}"
    ),
    "unknown_status": _error(
        "知らない状況", "状況「{value}」は使えません。", "次のいずれかを入力してください: {choices}"
    ),
    "unknown_choice": _error(
        "選択肢にない語", "{header}「{value}」は使えません。", "次のいずれかを入力してください: {choices}"
    ),
    "lost_leading_zeros": _warning(
        "先頭の0が消えた番号",
        "{header}「{value}」はほかの番号より短く、Excelで先頭の0が消えたのかもしれません。",
        "{length}けたの番号なら、セルの表示形式を「文字列」にして入力し直してください。",
    ),
}

RULE_CODES = {
    "duplicate_key": _error(
        "同じ行が二つある", "{key}が{first}行目と同じです。", "どちらかの行を削除するか、番号や日付を直してください。"
    ),
    "progress_out_of_range": _error(
        "進捗率が0~100の外", "進捗率「{value}」は0から100の範囲にありません。", "0から100の数を入力してください。"
    ),
    "weight_not_positive": _error(
        "重みが0以下",
        "重み「{value}」は0より大きい数ではありません。",
        "0より大きい数を入力するか、空欄(1とみなします)にしてください。",
    ),
    "completed_not_100": _error(
        "完了なのに100でない",
        "状況が「完了」ですが、進捗率が「{value}」です。",
        "完了なら進捗率を100か空欄に、途中なら状況を「実施中」などにしてください。",
    ),
    "not_started_with_progress": _error(
        "未着手なのに進捗がある",
        "状況が「未着手」ですが、進捗率が「{value}」です。",
        "着手しているなら状況を直し、未着手なら進捗率を0か空欄にしてください。",
    ),
    "end_before_start": _error(
        "終わりが始まりより前",
        "{header}「{value}」が{start_header}({start})より前です。",
        "どちらかの日付を直してください。",
    ),
    "end_outside_plan": _error(
        "完了予定が計画期間の外",
        "完了予定「{value}」が計画期間({first}~{last})の外です。",
        "計画期間の中の日付を入力してください。",
    ),
    "end_outside_period": _warning(
        "完了予定が期の外",
        "完了予定「{value}」が{period}({first}~{last})の外です。",
        "期か完了予定を確かめてください。次の期に続くなら、その期の行を加えます。",
    ),
    "start_before_plan": _warning(
        "開始予定が計画期間より前",
        "開始予定「{value}」が計画の初日({first})より前です。",
        "以前から続く取組ならこのままでかまいません。",
    ),
    "updated_after_as_at": _error(
        "更新日が時点より後",
        "更新日「{value}」がデータの時点({as_at})より後です。",
        "更新日か、データの時点を直してください。",
    ),
    "pillar_differs": _error(
        "同じ取組で柱が違う",
        "取組番号「{key}」の柱が{first}行目({other})と違います。",
        "同じ取組の柱は一つにするか、別の取組番号にしてください。",
    ),
    "title_differs": _warning(
        "同じ取組で名前が違う",
        "取組番号「{key}」の取組名が{first}行目「{other}」と違います。",
        "言い換えならこのままでかまいません。別の取組なら番号を変えてください。",
    ),
    "no_target": _error(
        "目標が一つもない",
        "指標「{key}」に目標値が一つもありません。",
        "少なくとも一つの期の目標値を入力してください。",
    ),
    "target_wrong_side": _error(
        "目標が方向性と逆",
        "方向性が「{direction}」ですが、最後の目標「{value}」が基準値({baseline})の反対側にあります。",
        "方向性、基準値、目標値のいずれかを直してください。",
    ),
    "target_dips": _warning(
        "目標が途中で後戻り",
        "方向性が「{direction}」ですが、目標「{value}」がその前({before})より後戻りしています。",
        "意図した目標か確かめてください。",
    ),
    "tolerance_missing": _error(
        "許容幅がない", "方向性が「維持」ですが、許容幅がありません。", "維持とみなす幅(0以上の数)を入力してください。"
    ),
    "tolerance_negative": _error(
        "許容幅が負", "許容幅「{value}」が0より小さい数です。", "0以上の数を入力してください。"
    ),
    "tolerance_unused": _warning(
        "使わない許容幅",
        "許容幅は方向性が「維持」の指標だけで使います。",
        "方向性を確かめてください。増加・減少なら空欄にします。",
    ),
    "future_actual": _error(
        "時点より後の実績",
        "時点「{value}」がデータの時点({as_at})より後です。",
        "{hint}日付か、データの時点を直してください。",
    ),
    "orphan_kpi": _error(
        "指標の表にない実績",
        "指標番号「{value}」が指標の表(kpis.csv)にありません。",
        "番号を直すか、指標の表に加えてください。",
    ),
    "falling_cumulative": _warning(
        "累計が減った",
        "累計の指標「{key}」の実績「{value}」が、前の値({before}、{on})より小さくなっています。",
        "累計の値か、その年度だけの値でないか確かめてください。",
    ),
}

CODES: dict[str, Code] = FILE_CODES | CELL_CODES | RULE_CODES
