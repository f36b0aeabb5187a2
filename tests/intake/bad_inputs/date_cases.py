"""Classes 29 and 30: dates, codes and texts as offices type them."""

from __future__ import annotations

import unicodedata

from tests.intake.bad_inputs.building import Case, Said, actions, kpis

_NFD = unicodedata.normalize("NFD", "デジタル窓口")
_DATES = (
    "2月30日",
    "2026/2/30",
    "45000",
    "平成33年",
    "平成33年4月1日",
    "R5.6",
    "25/12/26",
    "12/26/2025",
    "令和5年度",
    "2026-10-01 13:00",
    "令和元年",
    "昨年末",
)


def _not_a_date(at: str, typed: str, why: str = "") -> Said:
    fix = "2025-12-26、2025年12月26日、令和7年12月26日、R7.12.26 のいずれかの形で入力してください。"
    return Said(at, "not_a_date", f"更新日「{typed}」は日付として読めません。{why}", fix)


def _control_character(at: str, header: str) -> Said:
    message = f"「{header}」に目に見えない制御文字が入っています。"
    return Said(at, "control_character", message, "セルの文字を消して入力し直してください。")


CASES = (
    Case(
        29,
        "dates in every office's writing",
        actions(
            {"開始予定": "R7.4.1", "完了予定": "令和9年3月31日（水）", "更新日": "2026/10/1 0:00"},
            {"取組番号": "A-02", "開始予定": "㋿7.4.1", "完了予定": "2027年3月31日", "更新日": "Ｒ０８／１０／０１"},
        ).encode(),
        reads={
            (2, "planned_start"): "2025-04-01",
            (2, "planned_end"): "2027-03-31",
            (2, "updated_on"): "2026-10-01",
            (3, "planned_start"): "2025-04-01",
            (3, "planned_end"): "2027-03-31",
            (3, "updated_on"): "2026-10-01",
        },
        repairs=(
            ("G2", "R7.4.1", "2025-04-01"),
            ("H2", "令和9年3月31日（水）", "2027-03-31"),
            ("N2", "2026/10/1 0:00", "2026-10-01"),
            ("G3", "㋿7.4.1", "2025-04-01"),
            ("H3", "2027年3月31日", "2027-03-31"),
            ("N3", "Ｒ０８／１０／０１", "2026-10-01"),
        ),
    ),
    Case(
        29,
        "a fiscal year as a date of a KPI",
        kpis({"基準日": "令和4年度"}).encode(),
        reads={(2, "baseline_on"): "2023-03-31"},
        repairs=(("G2", "令和4年度", "2023-03-31"),),
    ),
    Case(
        29,
        "texts that are no date",
        actions(*({"取組番号": f"A-{n:02}", "更新日": text} for n, text in enumerate(_DATES, start=1))).encode(),
        said=(
            _not_a_date("N2", "2月30日", "年がありません。"),
            _not_a_date("N3", "2026/2/30", "2026年2月30日という日はありません。"),
            Said(
                "N4",
                "excel_serial",
                "更新日「45000」は日付として読めません。Excelの内部の通し番号で、2023-03-15(令和5年3月15日)に当たります。",
                "セルの表示形式を「日付」にして保存し直すか、2023-03-15 と入力してください。",
            ),
            Said(
                "N5",
                "era_out_of_range",
                "更新日「平成33年」は日付として読めません。平成にこの年はありません。",
                "令和3年(2021年)なら、令和3年4月1日 のように月と日まで入力してください。",
            ),
            Said(
                "N6",
                "era_out_of_range",
                "更新日「平成33年4月1日」は日付として読めません。平成にこの日はありません。",
                "令和3年4月1日(2021-04-01)なら、そのように入力してください。",
            ),
            _not_a_date("N7", "R5.6", "日がありません。"),
            _not_a_date("N8", "25/12/26", "年が2けたで、西暦か和暦か分かりません。"),
            _not_a_date("N9", "12/26/2025", "年・月・日の順ではありません。"),
            _not_a_date("N10", "令和5年度", "年度ではなく日付が必要な列です。"),
            _not_a_date("N11", "2026-10-01 13:00", "時刻が付いています。"),
            _not_a_date("N12", "令和元年", "月と日がありません。"),
            _not_a_date("N13", "昨年末"),
        ),
    ),
    Case(
        29,
        "a weekday that does not fit",
        actions({"完了予定": "令和9年3月31日（木）"}).encode(),
        said=(
            Said(
                "H2",
                "weekday_mismatch",
                "完了予定「令和9年3月31日（木）」の曜日が合いません。2027-03-31は水曜日です。",
                "日付と曜日のどちらが正しいか確かめてください。",
            ),
        ),
        reads={(2, "planned_end"): "2027-03-31"},
        repairs=(("H2", "令和9年3月31日（木）", "2027-03-31"),),
    ),
    Case(
        30,
        "leading zeros lost",
        actions({"取組番号": "001"}, {"取組番号": "002"}, {"取組番号": "3"}).encode(),
        said=(
            Said(
                "A4",
                "lost_leading_zeros",
                "取組番号「3」はほかの番号より短く、Excelで先頭の0が消えたのかもしれません。",
                "3けたの番号なら、セルの表示形式を「文字列」にして入力し直してください。",
            ),
        ),
        reads={(2, "action_id"): "001", (4, "action_id"): "3"},
    ),
    Case(
        30,
        "texts in NFD are composed",
        actions({"取組名": _NFD}).encode(),
        reads={(2, "title"): "デジタル窓口"},
        repairs=(("D2", _NFD, "デジタル窓口"),),
    ),
    Case(
        30,
        "variant kanji stay as typed",
        actions(
            {"所管課": "髙﨑課"}, {"取組番号": "A-02", "所管課": "高崎課"}, {"取組番号": "A-03", "所管課": "福祉課"}
        ).encode(),
        reads={(2, "department"): "髙﨑課", (3, "department"): "高崎課", (4, "department"): "福祉課"},
    ),
    Case(
        30,
        "a control character",
        actions({"取組名": "申請\x07の拡大"}, {"取組番号": "A-0\x082"}).encode(),
        said=(_control_character("D2", "取組名"), _control_character("A3", "取組番号")),
    ),
)
