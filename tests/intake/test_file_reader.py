"""One way in for both kinds of file: what a workbook holds is read as if it had been saved as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import pytest
import xlsxwriter

from kdx_metrics.intake.csv_reader import Sheet
from kdx_metrics.intake.decoding import Unreadable
from kdx_metrics.intake.file_reader import read_sheets

Writer = Callable[[Sequence[Sequence[str]]], bytes]
HEADER = ("取組番号", "取組名", "進捗率")
ROWS = (HEADER, ("P1-01", "窓口の\n予約", "40"), ("", "", ""), ("P1-02", "書かない窓口", "未集計"))


def is_header(row: list[str]) -> bool:
    return "取組番号" in row


def as_csv(rows: Sequence[Sequence[str]] = ROWS) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(rows: Sequence[Sequence[object]] = ROWS, *, more: Sequence[Sequence[object]] = ()) -> bytes:
    """A workbook with these rows on its first sheet, and `more` on a second."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for lines in (rows, more):
            sheet = book.add_worksheet()
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return out.getvalue()


def read_file(data: bytes, name: str, header: Callable[[list[str]], bool]) -> Sheet:
    return read_sheets(data, name, header)[0]


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as refused:
        read_file(data, name, is_header)
    return refused.value.code


def test_a_workbook_reads_as_the_same_rows_saved_as_csv_do() -> None:
    book, text = read_file(as_workbook(), "報告.xlsx", is_header), read_file(as_csv(), "報告.csv", is_header)
    assert book.header == text.header == HEADER
    assert book.cells.to_dict() == text.cells.to_dict()
    assert book.cells.index.tolist() == [2, 4]
    assert (book.encoding, text.encoding) == (None, "utf-8-sig")


def test_each_sheet_of_a_workbook_that_is_a_table_is_read() -> None:
    sheets = read_sheets(as_workbook(more=[HEADER, ("P9-99", "下書き", "1")]), "報告.xlsx", is_header)
    assert [sheet.cells[0].tolist() for sheet in sheets] == [["P1-01", "P1-02"], ["P9-99"]]
    assert [note.words["others"] for sheet in sheets for note in sheet.notes] == [
        "表として別に読むシート: Sheet2。",
        "表として別に読むシート: Sheet1。",
    ]
    assert {note.words["mend"] for sheet in sheets for note in sheet.notes} == {
        "1つの表だけを送るときは、ほかのシートを削除してください。"
    }


def test_a_sheet_that_is_no_table_is_named_and_not_read() -> None:
    (sheet,) = read_sheets(as_workbook(more=[("来月確認",)]), "報告.xlsx", is_header)
    assert sheet.cells[0].tolist() == ["P1-01", "P1-02"]
    assert [(note.code, note.words["others"]) for note in sheet.notes] == [
        ("other_sheets", "読まなかったシート: Sheet2。")
    ]


def test_a_number_in_a_workbook_reads_as_it_would_stand_in_a_csv() -> None:
    rows = (HEADER, ("P1-01", "窓口の予約", 40), ("P1-02", "書かない窓口", 45.5))
    assert read_file(as_workbook(rows), "報告.xlsx", is_header).cells[2].tolist() == ["40", "45.5"]


def test_a_row_that_is_wider_than_its_header_is_told_in_a_workbook_too() -> None:
    sheet = read_file(as_workbook((HEADER, ("P1-01", "窓口の予約", "40", "", "欄外"))), "報告.xlsx", is_header)
    assert sheet.too_long == ((2, 4, "欄外"),)


def test_a_title_above_the_header_of_a_csv_is_refused() -> None:
    assert refusal(as_csv([("第2期の進捗", "", ""), *ROWS]), "報告.csv") == "title_above_header"


def test_a_title_above_the_header_of_a_workbook_is_noted_and_the_table_below_it_is_read() -> None:
    sheet = read_file(as_workbook([("第2期の進捗", "", ""), *ROWS]), "報告.xlsx", is_header)
    assert [(note.code, note.row, note.words) for note in sheet.notes] == [
        ("title_above_header", 2, {"above": "1行目"})
    ]
    assert (sheet.header_row, sheet.cells.index.tolist()) == (2, [3, 5])  # a blank row between
    assert sheet.cells[0].tolist() == ["P1-01", "P1-02"]


def test_a_workbook_without_a_cell_is_empty() -> None:
    assert refusal(as_workbook(()), "報告.xlsx") == "empty_file"


def test_a_workbook_named_csv_is_told_to_be_one_and_a_csv_named_xlsx_is_read() -> None:
    assert refusal(as_workbook(), "報告.csv") == "not_csv"
    assert read_file(as_csv(), "報告.xlsx", is_header).cells[0].tolist() == ["P1-01", "P1-02"]


def test_the_ending_may_be_in_capitals() -> None:
    assert read_file(as_workbook(), "報告.XLSX", is_header).header == HEADER
