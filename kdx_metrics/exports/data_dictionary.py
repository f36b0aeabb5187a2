"""Data dictionary in Japanese (data/README.md), generated from the tables, the strategy and the issue codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kdx_metrics.exports.strategy_settings import listed_meanings
from kdx_metrics.intake.checking.across import rule_codes
from kdx_metrics.intake.checking.cell_codes import CELL_CODES
from kdx_metrics.intake.checking.codes import FILE_CODES
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Column, ColumnKind, Table, tables
from kdx_metrics.plan.tables.codes import SEVERITY_WORDS, Code

_KINDS: Mapping[ColumnKind, str] = {
    "code": "番号",
    "codes": "番号(複数)",
    "department": "文字",
    "departments": "文字(複数)",
    "choice": "選択",
    "period": "選択",
    "fiscal_year": "年度",
    "text": "文字",
    "date": "日付",
    "fiscal_date": "日付・年度",
    "start_date": "日付・月・年度",
    "end_date": "日付・月・年度",
    "percent": "割合(%)",
    "number": "数値",
}

_PREFACE = """\
# データ定義書

<!-- 自動で作られます。書き換えず、`python -m kdx_metrics dictionary --output data/README.md` で作り直してください -->

このフォルダーには、戦略の定義と、画面に表示するデータの最初の状態があります。

| ファイル | 内容 |
|---|---|
| strategy.toml | 戦略の名称、柱、期、評価の境目と語など、団体ごとに決めること(「strategy.toml の項目」) |
{files}
| archive/日付/ | 過去の会議の時点での同じ表 |

出典が「サンプル」で始まる行は、表示を確かめるための架空の値です。市が公表した値ではありません。
年表は実際の出来事で、行ごとに出典があります。

## ファイルの形

- 文字コードは UTF-8(BOMの有無は問いません)または Shift_JIS(cp932)です。書き出すときは BOM付き UTF-8 です。
- 1行目が見出し、2行目からデータです。列の順番は自由です。見出しは英語名でもかまいません。
- 1行に1件を書きます。合計の行、見出しの上の表題、セルの結合は使いません。
- 表にない列は読み込まず、注意として知らせます。すべて空欄の行は読み飛ばします。
- 誤りが一つでもあると公開できません。注意だけなら公開できます。

## セルの読み方

- 数値: `1234`、`1,234`、全角数字、`▲5`(−5)を読みます。
- 単位: 数値のあとの単位は、その列の単位(割合なら %、指標ならその単位)だけを読み替えます(L2-01)。
- 割合: 0から100で書きます。`40`、`40%`、`４０％` は同じです。
- 値なし: 空欄、`-`、`…`、`未集計`、`集計中`、`未公表`、`調査中`、`秘匿` は値なしです。0とは区別します(L1-09)。
- 注記: `2,211(H26)` のように数値に注記を付けず、備考に書きます(L1-07)。
- 日付: `2025-12-26`、`2025/12/26`、`2025年12月26日`、`令和7年12月26日`、`R7.12.26` を読みます。
- 年度: 基準日と時点には `令和7年度` も書けます。その年度の3月31日とみなします。
- 月と年度: 開始予定では初日(`2025年4月`、`令和8年度当初`)、完了予定では末日(`R8.3`、`令和8年度末`)とみなします。
- 年度の列: `令和7年度`、`R7`、`2025` のいずれかです。
- 以上・以下: 目標値は、方向性が同じなら `95%以上`、`10分以内` のように書けます。
- 課: 全角・半角、空白、異体字の違いは一つの課とみなし、ファイルで最初の書き方にそろえます。
- 上と同じという印(`〃`、`同上`)、日付に変わった番号、文字の向きを変える文字は誤りです。
- 数値は有効数字15けたまで読みます。
- いくつも書く欄: 関係課と関係する番号は「、」で区切ります。
- 読み替えたセルは、すべて元の値とともに一覧で示します。

(L1-09 などは、デジタル庁「行政データにおける機械可読性に関するルール」の番号です)
"""

_SETTINGS = """\
## strategy.toml の項目

一つだけの場所は `[rating]` のように、いくつも書く場所は `[[pillar]]` のように書きます。\
書かない項目は既定のとおりです。知らない項目は誤りとして、行番号とともに知らせます。

"""


def data_dictionary(strategy: Strategy) -> str:
    """Data dictionary as Markdown, ending in one line break."""
    specs = tables(strategy).values()
    files = "\n".join(f"| {table.file_name} | {table.label}の表。{table.about} |" for table in specs)
    parts = [_PREFACE.format(files=files), *map(_table, specs), *_strategy(strategy), *_codes(strategy)]
    return "\n".join(part.strip() + "\n" for part in parts)


def _table(table: Table) -> str:
    key = "と".join(f"「{table.headers[name]}」" for name in table.key)
    rows = [
        (column.header, f"`{column.name}`", _KINDS[column.kind], "必須" if column.required else "", _rule(column))
        for column in table.columns
    ]
    either = "取組の表と指標の表は、どちらか一つだけでもかまいません。"
    optional = either if table.leading else "この表はなくてもかまいません。"
    pair = "の組" if len(table.key) > 1 else ""
    head = f"## {table.file_name} {table.label}\n\n{table.about}{key}{pair}が同じ行は一つだけです。{optional}\n\n"
    return head + _grid(("見出し", "英語名", "種類", "必須", "規則"), rows)


def _rule(column: Column) -> str:
    return column.rule or ("日付または年度" if column.kind == "fiscal_date" else "")


def _strategy(strategy: Strategy) -> Iterator[str]:
    pillars = [(pillar.id, pillar.name, pillar.role, "、".join(pillar.aliases)) for pillar in strategy.pillars]
    yield "## 柱と期(strategy.toml)\n\n" + _grid(("番号", "名前", "役割", "読み替える語"), pillars)
    periods = [
        (str(period.number), period.name, f"{period.first_day} ~ {period.last_day}") for period in strategy.periods
    ]
    yield _grid(("番号", "期", "期間"), periods)
    words = [(word, "、".join(aliases)) for word, aliases in strategy.status.items()]
    if words:
        yield "状況の言い換え\n\n" + _grid(("状況", "読み替える語"), words)
    yield _SETTINGS + _grid(("場所", "項目", "必須・既定", "意味"), listed_meanings())


def _codes(strategy: Strategy) -> Iterator[str]:
    yield "## 誤りと注意の一覧\n\n符号(code)は変わりません。誤りがあると公開できません。"
    of_rules = {name: code for name, code in rule_codes(strategy).items() if name not in CELL_CODES}
    kinds = (("ファイルと見出し", FILE_CODES), ("セル", CELL_CODES), ("行と表", of_rules))
    for title, codes in kinds:
        yield f"### {title}\n\n" + _grid(("符号", "区分", "意味"), map(_code, codes.items()))


def _code(item: tuple[str, Code]) -> tuple[str, ...]:
    name, code = item
    return f"`{name}`", SEVERITY_WORDS[code.severity], code.meaning


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
