"""Workbooks as city halls keep them: what a person sees in Excel is what is read, or its cell is named."""

from __future__ import annotations

import datetime as dt

from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from kdx_metrics.intake.checking import CheckedFile, check_all
from kdx_metrics.plan.strategy import Strategy
from tests.factories import frame, kpi
from tests.intake.bad_inputs.building import AS_AT
from tests.intake.workbook.books import ACTIONS, ACTUALS, action, book, saved, sheet_of
from tests.intake.workbook.cases import with_far_cell

KPIS = frame("kpis", [kpi("K02", unit="%"), kpi("K03", unit="%"), kpi("K10"), kpi("K11")])


def read(made: Workbook, strategy: Strategy) -> list[CheckedFile]:
    return check_all(saved(made), strategy, file_name="報告.xlsx", as_at=AS_AT, beside={"kpis": KPIS})


def values(file: CheckedFile, column: str) -> list[object]:
    assert file.frame is not None
    return file.frame[column].tolist()


def told(file: CheckedFile) -> list[tuple[str, str]]:
    return [(issue.cell or str(issue.row or ""), issue.code) for issue in file.issues]


def test_percent_cells_are_what_they_show_in_both_tables_of_a_book(strategy: Strategy) -> None:
    on = dt.date(2026, 9, 30)
    made = book(
        ("実績", [ACTUALS, ("K02", on, 1, "集計表"), ("K03", on, 0.953, "")]), ("取組", [ACTIONS, action("P1-01", 1)])
    )
    for row in (2, 3):
        sheet_of(made, "実績").cell(row, 3).number_format = "0.0%"
    sheet_of(made, "取組").cell(2, 9).number_format = "0%"
    actuals, plan = read(made, strategy)
    assert (actuals.ok, values(actuals, "value")) == (True, [100.0, 95.3])
    assert (plan.ok, values(plan, "progress")) == (True, [100.0])


def test_scaled_numbers_and_fiscal_years_are_what_they_show(strategy: Strategy) -> None:
    made = book(("実績", [ACTUALS, ("K10", dt.date(2025, 4, 1), 1_234_567, "")]))
    sheet_of(made, "実績").cell(2, 2).number_format = 'yyyy"年度"'
    sheet_of(made, "実績").cell(2, 3).number_format = "#,##0,"
    (actuals,) = read(made, strategy)
    assert values(actuals, "value") == [1234.567]
    assert str(values(actuals, "as_of")[0]).startswith("2026-03-31")


def test_a_hidden_sheet_before_the_visible_one_is_named_and_not_read(strategy: Strategy) -> None:
    made = book(("旧", [ACTIONS, action("P1-03", 20)]), ("取組", [ACTIONS, action("P1-03", 60)]))
    sheet_of(made, "旧").sheet_state = "hidden"
    made.active = 1
    (plan,) = read(made, strategy)
    assert (values(plan, "progress"), told(plan)) == ([60.0], [("", "hidden_sheets")])


def test_a_table_behind_a_cover_is_read_with_its_dates_in_words(strategy: Strategy) -> None:
    row = ("P1-03", "P1", 2, "コンビニ交付の推進", "市民課", "R7.4.1", "令和8年度末", "実施中", 60)
    made = book(("表紙", [("令和8年度 進捗報告",)]), ("報告", [ACTIONS, row]), ("メモ", [("来月確認",)]))
    (plan,) = read(made, strategy)
    assert (values(plan, "progress"), told(plan)) == ([60.0], [("", "other_sheets")])
    assert str(values(plan, "planned_end")[0]).startswith("2027-03-31")
    assert ("G2", "令和8年度末", "2027-03-31") in [(each.cell, each.before, each.after) for each in plan.repairs]


def test_error_cells_and_formulas_without_a_value_are_never_unreported(strategy: Strategy) -> None:
    made = book(("取組", [ACTIONS, action("P1-01", None), action("P1-02", "=40+2")]))
    sheet_of(made, "取組")["I2"] = "#DIV/0!"
    sheet_of(made, "取組")["I2"].data_type = "e"
    (plan,) = read(made, strategy)
    assert (plan.ok, told(plan)) == (False, [("I2", "error_cell"), ("I3", "formula_without_value")])


def test_the_noise_of_formulas_is_no_digit(strategy: Strategy) -> None:
    on = dt.date(2026, 9, 30)
    made = book(("実績", [ACTUALS, ("K11", on, 0.1 + 0.2, ""), ("K02", on, 99.99999999999999, "")]))
    (actuals,) = read(made, strategy)
    assert (actuals.issues, values(actuals, "value")) == ([], [0.3, 100.0])


def test_a_code_that_excel_took_for_a_day_is_named(strategy: Strategy) -> None:
    row = (dt.date(2026, 1, 1), *action("P1-01")[1:])
    (plan,) = read(book(("取組", [ACTIONS, row])), strategy)
    assert (plan.ok, told(plan)) == (False, [("A2", "code_became_date")])


def test_struck_and_hidden_rows_are_read_and_said(strategy: Strategy) -> None:
    made = book(("取組", [ACTIONS, *(action(f"P1-0{number}") for number in (1, 2, 3))]))
    sheet = sheet_of(made, "取組")
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet.row_dimensions[4].hidden = True
    sheet["D2"].comment = Comment("要確認", "係")
    (plan,) = read(made, strategy)
    assert values(plan, "action_id") == ["P1-01", "P1-02", "P1-03"]
    assert told(plan) == [("", "cell_comments"), ("3", "struck_row"), ("4", "hidden_row")]


def test_a_value_far_away_is_refused_with_its_address(strategy: Strategy) -> None:
    (refused,) = read(with_far_cell(), strategy)
    assert (refused.ok, refused.issues[0].code) == (False, "cell_too_far")
    assert "XFD1048576" in refused.issues[0].message


def test_all_that_is_in_the_way_of_kpis_in_columns_per_year_is_told_at_once(strategy: Strategy) -> None:
    rows = (
        ("令和8年度 DX指標管理表",),
        ("(令和8年10月末現在)",),
        ("柱", "No.", "指標", "単位", "担当課", "R7年度", None, "R8年度", None, "自己評価"),
        (None, None, None, None, None, "計画", "実績", "計画", "実績", None),
        ("市民の利便性向上", 1, "オンライン申請率", "%", "DX推進室", 0.6, 0.582, 0.7, "集計中", "△"),
        (None, 2, "研修受講者", "人", "総務課", 120, "131(速報値)", 150, None, "◎"),
        ("業務の効率化", 3, "窓口の待ち時間", "分", "〃", "10分以内", 9, "8分以内", None, "○"),
        ("合計", None, None, None, None, None, None, None, None, None),
    )
    made = book(("指標", rows))
    for cells in ("A5:A6", "F3:G3", "H3:I3"):
        sheet_of(made, "指標").merge_cells(cells)
    (kpis,) = read(made, strategy)
    assert (kpis.table, kpis.ok) == ("kpis", False)
    missing = [issue.message for issue in kpis.issues if issue.code == "missing_column"]
    headers = ("指標番号", "指標名", "方向性", "集計", "所管課", "第1期目標")
    assert missing == [f"必要な列「{header}」がありません。" for header in headers]
    assert [said for said in told(kpis) if said[1] not in {"missing_column", "unknown_column"}] == [
        ("3", "title_above_header"),
        ("4", "second_header_row"),
        ("A6", "required_missing"),
        ("G6", "trailing_note"),
        ("E7", "ditto_mark"),
        ("A8", "total_row"),
        ("", "merged_cells"),
    ]
    unknown = ["B3", "C3", "E3", "F3", "G3", "H3", "I3", "J3"]
    assert [cell for cell, code in told(kpis) if code == "unknown_column"] == unknown


def test_all_that_is_in_the_way_of_a_progress_sheet_is_told_at_once(strategy: Strategy) -> None:
    rows = (
        ("アクションプラン進捗管理シート", *[None] * 8, "様式1"),
        ("柱", "施策", "取組", "所管課", "実施期間", "令和8年度の予定", "令和8年度の実績", "進捗", "今後", "KPI"),
        (
            "市民の利便性向上",
            "窓口",
            "書かない窓口",
            "市民課\nDX推進室",
            "R7.4~R9.3",
            "3窓口",
            "2窓口",
            "△",
            "継続",
            None,
        ),
        ("〃", "申請", "電子申請の拡大", "同上", "通年", "30手続", "34手続", "◎", "拡充", None),
    )
    (plan,) = read(book(("進捗管理", rows)), strategy)
    assert (plan.table, plan.ok) == ("action_plan", False)
    assert [said for said in told(plan) if said[1] not in {"missing_column", "unknown_column"}] == [
        ("2", "title_above_header"),
        ("B3", "unknown_theme"),
        ("D3", "two_departments"),
        ("A4", "ditto_mark"),
        ("B4", "unknown_theme"),
        ("D4", "ditto_mark"),
    ]
    missing = [issue.message for issue in plan.issues if issue.code == "missing_column"]
    headers = ("取組番号", "期", "取組名", "開始予定", "完了予定", "状況")
    assert missing == [f"必要な列「{header}」がありません。" for header in headers]
