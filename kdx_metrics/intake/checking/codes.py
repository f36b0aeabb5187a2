"""Issue codes of files and cells; those of rules stand beside the rules of their table."""

from __future__ import annotations

from kdx_metrics.plan.tables.codes import REQUIRED_MISSING, by_name, error, warning

_SAVE_AS_CSV = "Excelで開き、「名前を付けて保存」で「CSV UTF-8(コンマ区切り)」を選んで保存し直してください。"

FILE_CODES = by_name(
    error("missing_file", "ファイルがない", "{file}がありません。", "{file}を置いてください。"),
    error("empty_file", "ファイルが空", "ファイルに何も書かれていません。", "保存したファイルか、選び直してください。"),
    error(
        "file_too_large",
        "ファイルが大きすぎる",
        "ファイルの大きさ({size})が上限({limit})を超えています。",
        "表を分けるか、不要な行と列を消してください。",
    ),
    error("not_csv", "CSVではないファイル", "名前にかかわらず、中身は{kind}です。", _SAVE_AS_CSV),
    error(
        "nul_byte",
        "文字ではないデータが混じっている",
        "{row}行目に文字ではないデータ(NUL)が混じっています。",
        _SAVE_AS_CSV,
    ),
    error("utf16", "UTF-16で保存されている", "「Unicodeテキスト」(UTF-16)で保存されています。", _SAVE_AS_CSV),
    error("undecodable", "文字コードを読めない", "{row}行目の文字を読めません。{why}", "{mend}"),
    error(
        "mixed_encoding",
        "文字コードが混じっている",
        "{row}行目だけ別の文字コードで書かれています(UTF-8とShift_JISが混じっています)。",
        "別のファイルをつなげた部分を消し、Excelで貼り付け直して保存してください。",
    ),
    error("wrong_separator", "区切りがコンマではない", "列が{separator}で区切られています。", _SAVE_AS_CSV),
    error(
        "unclosed_quote",
        "二重引用符が閉じていない",
        '{row}行目の二重引用符(")が正しく閉じられていません。',
        '文字としての " は "" と2つ続けて書くか、Excelで保存し直してください。',
    ),
    error(
        "unknown_table",
        "どの表か分からない",
        "1行目の見出しが、{tables}合いません。",
        "ひな形の見出しを1行目に貼り付けてください。",
    ),
    error(
        "wrong_table",
        "別の表のファイル",
        "「{wanted}」の表として読みましたが、見出しは「{found}」の表のものです。",
        "「{found}」の表として読み込むか、「{wanted}」のファイルを選び直してください。",
    ),
    error(
        "title_above_header",
        "見出しより上に行がある",
        "1行目が見出しではありません。{row}行目が見出しのようです。",
        "見出しより上の行({above})を削除し、見出しを1行目にしてください。",
    ),
    error(
        "missing_column",
        "必要な列がない",
        "必要な列「{header}」がありません。",
        "見出しが「{header}」の列を加えてください。",
    ),
    error(
        "duplicate_header",
        "見出しが重複",
        "見出し「{header}」が2回あります(最初は{first}列)。",
        "どちらかの列を削除するか、見出しを直してください。",
    ),
    warning(
        "unknown_column",
        "表にない列",
        "列「{header}」は{table}の表にないため、読み込みません。",
        "見出しの書き間違いなら直してください。不要ならこのままでかまいません。",
    ),
    error(
        "too_many_columns",
        "列が多すぎる",
        "列が上限({limit}列)を超えています。",
        "表の外のメモや計算の列を削除してください。",
    ),
    error(
        "too_many_rows",
        "行が多すぎる",
        "データが上限({limit}行)を超えています。",
        "表を分けてください。",
    ),
    error(
        "cell_too_far",
        "表から遠く離れたセル",
        "シート「{sheet}」のセル {cell} に値があります(読めるのは{rows}行・{columns}列まで)。",
        "離れたセルの値を消すか、表だけのシートに分けてください。",
    ),
    error(
        "workbook_too_heavy",
        "重すぎるExcelブック",
        "このExcelブックは、読み取りに使える時間とメモリーを超えました。",
        "表だけを新しいブックに貼り付けて保存し直してください。",
    ),
    error(
        "error_cell",
        "エラー値のセル",
        "セルがエラー({error})になっています。",
        "計算式を直すか、正しい値を入力してください。",
    ),
    error(
        "formula_without_value",
        "値のない計算式",
        "計算式の結果が保存されていません。",
        "Excelで開いて計算し直してから保存するか、値を入力してください。",
    ),
    warning(
        "struck_row", "取り消し線のある行", "取り消し線のある行です。値は読みました。", "不要な行なら削除してください。"
    ),
    warning("hidden_row", "非表示の行", "非表示の行です。値は読みました。", "不要な行なら削除してください。"),
    warning(
        "hidden_column",
        "非表示の列",
        "{letters}列は非表示です。値は読みました。",
        "不要な列なら削除してください。",
    ),
    warning(
        "cell_comments",
        "コメントのあるセル",
        "コメントのあるセルがあります({cells})。コメントは読みません。",
        "必要な内容は備考に書いてください。",
    ),
    warning(
        "other_sheets",
        "ほかのシート",
        "シート「{sheet}」を読みました。{others}",
        "読まなかったシートに必要な表があれば、1行目を見出しにしてください。",
    ),
    warning(
        "hidden_sheets",
        "非表示のシート",
        "シート「{sheet}」を読みました。非表示のシート({hidden})は読んでいませんが、ファイルと一緒に保存されます。",
        "渡したくない内容なら、シートを削除してから選び直してください。",
    ),
    error(
        "no_rows",
        "データの行がない",
        "見出しだけで、データの行がありません。",
        "2行目からデータを入力してください。",
    ),
    error(
        "ragged_row",
        "見出しより列が多い行",
        "この行には見出しのない列に値があります。",
        'コンマを含む文字は "…" で囲むか、はみ出した値を消してください。',
    ),
    warning(
        "short_row",
        "見出しより列が少ない行",
        "この行は{count}列しかなく、残りの{short}列を空欄として読みました。",
        "右側の列が空欄でよいか確かめてください。",
    ),
    error(
        "repeated_header",
        "途中に見出しの行がある",
        "データの途中に見出しの行があります。",
        "この行を削除してください。",
    ),
    error(
        "total_row",
        "合計の行がある",
        "「{value}」の行は集計の行のようです。",
        "合計や平均の行を削除してください(集計は画面で行います)。",
    ),
)

CELL_CODES = by_name(
    REQUIRED_MISSING,
    error(
        "control_character",
        "制御文字が入っている",
        "「{header}」に目に見えない制御文字が入っています。",
        "セルの文字を消して入力し直してください。",
    ),
    error(
        "bidirectional_character",
        "向きを変える文字が入っている",
        "「{header}」に、文字の向きを変える目に見えない文字が入っています。",
        "セルの文字を消して入力し直してください。",
    ),
    error(
        "ditto_mark",
        "上と同じという印",
        "{header}「{value}」は上と同じという印です。",
        "1行ごとに読むので、上と同じ値もそのまま入力してください。",
    ),
    error(
        "cell_too_long",
        "セルの文字が多すぎる",
        "「{header}」が{count}文字あります(Excelの1セルの上限は{limit}文字)。",
        "文字を減らしてください。",
    ),
    error("not_a_number", "数値として読めない", "{header}「{value}」は数値として読めません。{why}", "{mend}"),
    error(
        "unit_in_cell",
        "数値に単位や文字が付いている",
        "{header}「{value}」は数値だけではありません。{why}",
        "数値だけを入力してください。読み替えるのは、その列の単位だけです(機械可読性ルール L2-01)。",
    ),
    error(
        "trailing_note",
        "数値に注記が付いている",
        "{header}「{value}」は数値だけではありません。{why}",
        "注記は「備考」の列に移し、数値だけを残してください(機械可読性ルール L1-07)。",
    ),
    error(
        "bound_differs",
        "数値に付いた語が方向性と合わない",
        "{header}「{value}」は数値だけではありません。{why}",
        "{mend}",
    ),
    error("not_a_fiscal_year", "年度として読めない", "{header}「{value}」は年度として読めません。{why}", "{mend}"),
    warning(
        "percent_fraction",
        "1未満の割合",
        "{header}「{value}」は{value}%と読みました。{why}",
        "割合なら0~100の数に直してください。このままでよければ {value}% と書くと確かです。",
    ),
    error("not_a_date", "日付として読めない", "{header}「{value}」は日付として読めません。{why}", "{mend}"),
    error("excel_serial", "Excelの通し番号の日付", "{header}「{value}」は日付として読めません。{why}", "{mend}"),
    error("era_out_of_range", "その元号にない日付", "{header}「{value}」は日付として読めません。{why}", "{mend}"),
    warning(
        "weekday_mismatch",
        "曜日が合わない",
        "{header}「{value}」の曜日が合いません。{why}",
        "日付と曜日のどちらが正しいか確かめてください。",
    ),
    error(
        "too_many_digits",
        "数値のけたが多すぎる",
        "{header}「{value}」は有効数字が15けたを超えています。",
        "15けたまでの数に丸めてください。番号なら数値の列には入れません。",
    ),
    error(
        "code_became_date",
        "日付に変わった番号",
        "{header}「{value}」は日付です。Excelが番号を日付に変えたようです。",
        "セルの表示形式を「文字列」にしてから、{day} のような元の番号を入力し直してください。",
    ),
    error(
        "two_departments",
        "課が二つ以上ある",
        "{header}「{value}」に課が二つ以上あります。",
        "主に担当する課だけを残し、ほかの課は「関係課」の列に書いてください。",
    ),
    warning(
        "unknown_department",
        "知らない課",
        "{header}「{name}」は戦略の課にありません。{nearest}",
        "書き間違いなら直してください。新しい課なら strategy.toml に加えてください。",
    ),
    error(
        "unknown_pillar",
        "知らない柱",
        "柱「{value}」は戦略にありません。",
        "次のいずれかを入力してください: {choices}",
    ),
    error(
        "unknown_period",
        "知らない期",
        "期「{value}」は戦略にありません。",
        "次のいずれかを入力してください: {choices}",
    ),
    error(
        "unknown_status",
        "知らない状況",
        "状況「{value}」は使えません。",
        "次のいずれかを入力してください: {choices}",
    ),
    error(
        "unknown_theme",
        "知らない施策",
        "施策「{value}」は戦略にありません。",
        "次のいずれかを入力するか、空欄にしてください: {choices}",
    ),
    error(
        "unknown_choice",
        "選択肢にない語",
        "{header}「{value}」は使えません。",
        "次のいずれかを入力してください: {choices}",
    ),
    warning(
        "lost_leading_zeros",
        "先頭の0が消えた番号",
        "{header}「{value}」はほかの番号より短く、Excelで先頭の0が消えたのかもしれません。",
        "{length}けたの番号なら、セルの表示形式を「文字列」にして入力し直してください。",
    ),
)

READING_CODES = FILE_CODES | CELL_CODES
