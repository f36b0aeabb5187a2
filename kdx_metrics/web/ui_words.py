"""Streamlit's English on screen → Japanese, in this one place.

`static/ui-words.js` replaces whole phrases of text and of the attributes that are read aloud or shown on hover. An
upgrade of Streamlit that words a phrase differently shows in tests/browser/test_ui_words.py. Streamlit has no
translation of its own (its issues 1353 and 13500).
"""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    # uploader
    "Upload": "ファイルを選ぶ",
    "Add files": "ファイルを追加",
    "Drag and drop files here": "ここにファイルを置いてください",
    "Drag and drop a file here": "ここにファイルを置いてください",
    "File Uploader": "ファイルの選択",
    "Error uploading file": "ファイルを送れませんでした",
    # downloads
    "Failed to generate file for download": "ファイルを用意できませんでした。画面を開き直してください。",
    # choices
    "Choose an option": "選んでください",
    "Choose options": "選んでください",
    "No options to select": "選べる項目がありません",
    "No results": "該当がありません",
    "Select all": "すべて選ぶ",
    "Clear all": "すべて消す",
    "Clear value": "消す",
    "Clear entry": "消す",
    "Clear selection": "選択を解除",
    "All selected options have been cleared.": "選択をすべて解除しました。",
    "Selected values": "選んだ値",
    "Multiselect options": "選択肢",
    "Selectbox options": "選択肢",
    "Open": "開く",
    "Close": "閉じる",
    "Cancel": "やめる",
    "Press Enter to apply": "Enterキーで反映",
    "Press Enter to submit form": "Enterキーで送信",
    "Press Ctrl+Enter to submit form": "Ctrl+Enterキーで送信",
    "Press Ctrl+Enter to apply": "Ctrl+Enterキーで反映",
    "Press ⌘+Enter to submit form": "⌘+Enterキーで送信",
    "Press ⌘+Enter to apply": "⌘+Enterキーで反映",
    # tables
    "Download as CSV": "CSVをダウンロード",
    "Show/hide columns": "列の表示・非表示",
    "Fullscreen": "全画面",
    "Close fullscreen": "全画面を閉じる",
    "Search": "検索",
    "Close Search": "検索を閉じる",
    "Next Result": "次の結果",
    "Previous Result": "前の結果",
    "Sort ascending": "昇順に並べる",
    "Sort descending": "降順に並べる",
    "Pin column": "列を固定",
    "Unpin column": "列の固定を解除",
    "Hide column": "列を隠す",
    "Autosize": "幅を合わせる",
    "Format": "表示形式",
    "Statistics": "統計",
    "Copy column name": "列名をコピー",
    "Dataframe column menu": "列のメニュー",
    "Loading...": "読み込んでいます…",
    "No data": "データがありません",
    "No content": "内容がありません",
    "empty": "空",
    "None": "－",
    # calendar
    "Choose date": "日付を選ぶ",
    "Previous month": "前の月",
    "Next month": "次の月",
    # the parts of a date that is not filled in yet
    "yyyy": "年",
    "mm": "月",
    "dd": "日",
    "Calendar": "カレンダー",
    # copying
    "Copy to clipboard": "コピー",
    "Copied": "コピーしました",
    # frame
    "Main menu": "メニュー",
    "App pages": "画面の一覧",
    "Skip to main content": "本文へ移動",
    "Navigate to home page": "全体概況へ",
    "Expand sidebar": "メニューを開く",
    "Collapse sidebar": "メニューを閉じる",
    "Scroll tabs left": "左へ",
    "Scroll tabs right": "右へ",
    "Rerun": "再読み込み",
    "Settings": "設定",
    "Print": "印刷",
    "Theme": "配色",
    "Light": "明るい",
    "Dark": "暗い",
    "Use system setting": "端末の設定に合わせる",
    "System": "端末の設定",
    "Record a screencast": "画面を録画",
    "Clear cache": "一時データを消す",
    "About": "この画面について",
    "Stop": "止める",
    "Running...": "計算しています…",
    "Connecting": "接続しています…",
    "Connecting to Streamlit server": "接続しています…",
    "Connection error": "接続が切れました",
    "Connection lost. Please wait for the app to reconnect, then try again.": (
        "接続が切れました。つながり直すまでお待ちください。"
    ),
    "Streamlit server is not responding. Are you connected to the internet?": (
        "つなぎ直しています。そのままお待ちください。"
    ),
    "Reconnected to server.": "つながり直しました。",
    "Unable to connect to Streamlit server": "サーバーに接続できません",
    "Network error": "通信できませんでした",
    "Try again": "もう一度試す",
    "Page not found": "ページが見つかりません",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": (
        "サーバーが止まっているようです。しばらくしても直らないときは、管理者にお知らせください。"
    ),
}

# JavaScript regular expression → replacement, for phrases that hold a number, a name or a size.
PATTERNS: Mapping[str, str] = {
    r"^([\d.,]+ ?[KMG]?B) per file(?: • (.*))?$": "またはここへファイルを置く(1ファイル $1 まで)",
    r"^File must be ([\d.,]+ ?[KMG]?B) or smaller\.$": "ファイルは $1 以下にしてください。",
    r"^(.*) files are not allowed\.$": "この種類のファイル($1)は使えません。",
    r"^File type must be (.*)$": "使えるファイルの種類: $1",
    r"^Remove (.+)$": "$1 を外す",
    r"^Select (\d+) matches$": "該当する$1件を選ぶ",
    r"^Shortcut (.+)$": "ショートカット $1",
    r"^View (\d+) more$": "ほか$1件を表示",
    r"^(\d+) more$": "ほか$1画面",
    r"^You can only select up to (\d+) .*$": "選べるのは$1件までです。",
    r"^You have requested page .*$": "お探しのページは見つかりませんでした。全体概況を表示しています。",
}
