"""Issue codes of cells."""

from __future__ import annotations

from kdx_metrics.plan.tables.codes import REQUIRED_MISSING, by_name, error, warning

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
        "施策は strategy.toml の [[theme]] で決めます。番号か名称を入力するか、空欄にしてください。{choices}",
    ),
    error(
        "unknown_assessment",
        "知らない評価",
        "{header}「{value}」は評価の語にありません。",
        "評価の語は strategy.toml の [[assessment]] で決めます。その語を入力するか、空欄にしてください。{choices}",
    ),
    error(
        "letter_for_cross",
        "×ではなく英字のx",
        "{header}「{value}」は英字です。×ですか。",
        "×なら「×」(かける)を入力し直してください。評価がまだなら空欄にしてください。",
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
