"""Classes 61 and 65–69: codes that became dates, too many digits, spans as dates, ditto marks, 課, turned text."""

from __future__ import annotations

from kdx_metrics.plan.strategy import Department
from tests.intake.bad_inputs.building import ACTION, Case, Said, actions, actuals, kpis, milestones

_LISTED = {
    "departments": (Department(name="DX推進室", aliases=("情報政策課",)), Department(name="市民課")),
}


def _became_date(at: str, header: str, typed: str, code: str) -> Said:
    return Said(
        at,
        "code_became_date",
        f"{header}「{typed}」は日付です。Excelが番号を日付に変えたようです。",
        f"セルの表示形式を「文字列」にしてから、{code} のような元の番号を入力し直してください。",
    )


def _ditto(at: str, header: str, mark: str) -> Said:
    return Said(
        at,
        "ditto_mark",
        f"{header}「{mark}」は上と同じという印です。",
        "1行ごとに読むので、上と同じ値もそのまま入力してください。",
    )


def _two_departments(at: str, typed: str) -> Said:
    return Said(
        at,
        "two_departments",
        f"所管課「{typed}」に課が二つ以上あります。",
        "主に担当する課だけを残し、ほかの課は「関係課」の列に書いてください。",
    )


def _turned(at: str, header: str) -> Said:
    return Said(
        at,
        "bidirectional_character",
        f"「{header}」に、文字の向きを変える目に見えない文字が入っています。",
        "セルの文字を消して入力し直してください。",
    )


def _strange(at: str, header: str, name: str, nearest: str) -> Said:
    return Said(
        at,
        "unknown_department",
        f"{header}「{name}」は戦略の課にありません。「{nearest}」ではありませんか。",
        "書き間違いなら直してください。新しい課なら strategy.toml に加えてください。",
    )


CASES = (
    Case(
        61,
        "codes that Excel has made dates of",
        actions(*({"取組番号": code} for code in ("1月1日", "2026-01-02", "3-Jan", "4/1", "1-1", "2-03"))).encode(),
        said=(
            _became_date("A2", "取組番号", "1月1日", "1-1"),
            _became_date("A3", "取組番号", "2026-01-02", "1-2"),
            _became_date("A4", "取組番号", "3-Jan", "1-3"),
            _became_date("A5", "取組番号", "4/1", "4-1"),
        ),
        repairs=(("A4", "3-Jan", "3-JAN"),),
    ),
    Case(
        61,
        "codes that are dates where others are referred to",
        milestones({"関係": "1-1、2月3日"}).encode(),
        said=(_became_date("G2", "関係", "1-1、2月3日", "2-3"),),
    ),
    Case(
        65,
        "more than 15 digits",
        actuals({"実績値": "12345678901234567"}, {"時点": "2026-08-31", "実績値": "123456789012345"}).encode(),
        said=(
            Said(
                "C2",
                "too_many_digits",
                "実績値「12345678901234567」は有効数字が15けたを超えています。",
                "15けたまでの数に丸めてください。番号なら数値の列には入れません。",
            ),
        ),
    ),
    Case(
        66,
        "months and years as the first and the last day",
        actions(
            {"開始予定": "令和7年度当初", "完了予定": "令和8年度末"},
            {"取組番号": "A-02", "開始予定": "2025年4月", "完了予定": "R8.3"},
            {"取組番号": "A-03", "開始予定": "R7年度", "完了予定": "R8年度中"},
        ).encode(),
        reads={
            (2, "planned_start"): "2025-04-01",
            (2, "planned_end"): "2027-03-31",
            (3, "planned_start"): "2025-04-01",
            (3, "planned_end"): "2026-03-31",
            (4, "planned_start"): "2025-04-01",
            (4, "planned_end"): "2027-03-31",
        },
        repairs=(
            ("G2", "令和7年度当初", "2025-04-01"),
            ("H2", "令和8年度末", "2027-03-31"),
            ("G3", "2025年4月", "2025-04-01"),
            ("H3", "R8.3", "2026-03-31"),
            ("G4", "R7年度", "2025-04-01"),
            ("H4", "R8年度中", "2027-03-31"),
        ),
    ),
    Case(
        66,
        "a whole year of which nobody says which",
        actions({"完了予定": "通年"}).encode(),
        said=(
            Said(
                "H2",
                "not_a_date",
                "完了予定「通年」は日付として読めません。どの年度か分かりません。",
                "2025-12-26、2025年12月26日、令和7年12月26日、R7.12.26 のいずれかの形で入力してください。",
            ),
        ),
    ),
    Case(
        67,
        "ditto marks in every kind of column",
        actions(
            {},
            {"取組番号": "〃", "取組名": "同上", "所管課": "々", "完了予定": "〃", "状況": "〃", "進捗率": "〃"},
            {"取組番号": "〃"},
        ).encode(),
        said=(
            _ditto("A3", "取組番号", "〃"),
            _ditto("D3", "取組名", "同上"),
            _ditto("E3", "所管課", "々"),
            _ditto("H3", "完了予定", "〃"),
            _ditto("I3", "状況", "〃"),
            _ditto("J3", "進捗率", "〃"),
            _ditto("A4", "取組番号", "〃"),
        ),
    ),
    Case(
        68,
        "one 課 in five spellings",
        actions(
            {"所管課": "⻑寿ｻﾎﾟｰﾄ室"},
            {"取組番号": "A-02", "所管課": "長寿サポート室"},
            {"取組番号": "A-03", "所管課": "長寿 サポート室"},
            {"取組番号": "A-04", "所管課": "長寿サポート室\U000e0100"},
            {"取組番号": "A-05", "所管課": "　長寿ｻﾎﾟｰﾄ室", "関係課": "長寿サポート室，市民課\n市民課"},
        ).encode(),
        reads={(row, "department"): "⻑寿ｻﾎﾟｰﾄ室" for row in range(2, 7)}
        | {(6, "related_departments"): "⻑寿ｻﾎﾟｰﾄ室、市民課"},
        repairs=(
            ("E3", "長寿サポート室", "⻑寿ｻﾎﾟｰﾄ室"),
            ("E4", "長寿 サポート室", "⻑寿ｻﾎﾟｰﾄ室"),
            ("E5", "長寿サポート室\U000e0100", "⻑寿ｻﾎﾟｰﾄ室"),
            ("E6", "　長寿ｻﾎﾟｰﾄ室", "⻑寿ｻﾎﾟｰﾄ室"),
            ("Q6", "長寿サポート室，市民課\n市民課", "⻑寿ｻﾎﾟｰﾄ室、市民課"),
        ),
    ),
    Case(
        68,
        "two 課 in a cell, and one that looks like two",
        actions(
            {"所管課": "総務課・市民課"},
            {"取組番号": "A-02", "所管課": "子ども・子育て支援課"},
            {"取組番号": "A-03", "所管課": "総務課\nDX推進室"},
        ).encode(),
        said=(_two_departments("E2", "総務課・市民課"), _two_departments("E4", "総務課␊DX推進室")),
    ),
    Case(
        68,
        "課 of the strategy, by another name and by none",
        kpis(
            {"所管課": "情報政策課"}, {"指標番号": "K-02", "所管課": "市民部", "関係課": "ＤＸ推進室、DX推進課"}
        ).encode(),
        strategy=_LISTED,
        said=(_strange("N3", "所管課", "市民部", "市民課"), _strange("R3", "関係課", "DX推進課", "DX推進室")),
        reads={(2, "department"): "DX推進室", (3, "related_departments"): "DX推進室、DX推進課"},
        repairs=(("N2", "情報政策課", "DX推進室"), ("R3", "ＤＸ推進室、DX推進課", "DX推進室、DX推進課")),
    ),
    Case(
        69,
        "text that turns its direction, in cells and in a header",
        actions(
            {"取組名": "窓口\u202eXD", "備考": "\u2066確認", "更新日": "2026-10-01\u200e"},
            header=[*ACTION, "メモ\u202e"],
        ).encode(),
        said=(
            _turned("Q1", "メモ�"),
            _turned("D2", "取組名"),
            _turned("N2", "更新日"),
            _turned("P2", "備考"),
        ),
    ),
)
