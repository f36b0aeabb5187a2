"""Issue codes of files, and all of reading; those of rules stand beside the rules of their table."""

from __future__ import annotations

from kdx_metrics.intake.checking.cell_codes import CELL_CODES
from kdx_metrics.intake.decoding import SAVE_AS_CSV
from kdx_metrics.plan.tables.codes import by_name, error, warning

FILE_CODES = by_name(
    error("missing_file", "ファイルがない", "{file}がありません。", "{file}を置いてください。"),
    error("empty_file", "ファイルが空", "ファイルに何も書かれていません。", "保存したファイルか、選び直してください。"),
    error(
        "file_too_large",
        "ファイルが大きすぎる",
        "ファイルの大きさ({size})が上限({limit})を超えています。",
        "表を分けるか、不要な行と列を消してください。",
    ),
    error("not_csv", "CSVではないファイル", "名前にかかわらず、中身は{kind}です。", "{mend}"),
    error(
        "other_workbook",
        "別の形式の表計算ファイル",
        "{kind}です。このままでは読み込めません。",
        "Excelで開き、「名前を付けて保存」で「Excelブック(.xlsx)」を選んで保存し直してください。",
    ),
    error(
        "workbook_with_password",
        "パスワード付きのExcelブック",
        "パスワードの付いたExcelブックです。このままでは読み込めません。",
        "Excelで開き、「ファイル」「情報」「ブックの保護」でパスワードを消してから保存し直してください。",
    ),
    error(
        "nul_byte",
        "文字ではないデータが混じっている",
        "{row}行目に文字ではないデータ(NUL)が混じっています。",
        SAVE_AS_CSV,
    ),
    error("utf16", "UTF-16で保存されている", "「Unicodeテキスト」(UTF-16)で保存されています。", SAVE_AS_CSV),
    error("undecodable", "文字コードを読めない", "{row}行目の文字を読めません。{why}", "{mend}"),
    error(
        "mixed_encoding",
        "文字コードが混じっている",
        "{row}行目だけ別の文字コードで書かれています(UTF-8とShift_JISが混じっています)。",
        "別のファイルをつなげた部分を消し、Excelで貼り付け直して保存してください。",
    ),
    error("wrong_separator", "区切りがコンマではない", "列が{separator}で区切られています。", SAVE_AS_CSV),
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
        "second_header_row",
        "見出しが2段になっている",
        "{row}行目は、見出しの2段目のようです。",
        "見出しを1行にまとめて(例: 「R7年度 計画」「R7年度 実績」)、この行を削除してください。",
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
        "merged_cells",
        "結合したセル",
        "結合したセルがあります({cells})。値は左上のセルにだけあり、ほかは空欄として読みます。",
        "Excelで「セルの結合」を解除し、それぞれのセルに値を入力してください。",
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
        "{mend}",
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

READING_CODES = FILE_CODES | CELL_CODES
