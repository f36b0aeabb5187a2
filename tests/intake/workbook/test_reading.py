"""What a person sees in Excel is what is read, and a workbook can end nothing but the process that reads it."""

from __future__ import annotations

import datetime as dt
import io
import resource
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from kdx_metrics.intake.decoding import Unreadable
from kdx_metrics.intake.workbook import reading
from kdx_metrics.intake.workbook.reading import is_workbook, read_workbook
from kdx_metrics.settings import ROOT
from tests.intake.workbook.books import (
    ACTIONS,
    ACTUALS,
    BOUNDS,
    action,
    book,
    read,
    row_of,
    saved,
    sheet_of,
    with_sheet,
)

MEBIBYTE = 1024 * 1024
ENTITY = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x|&a;y</t></is></c></row></sheetData>'
LAUGHS = '<!ENTITY a0 "haha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS += '<!ENTITY a "&a9;">'


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as error:
        read_workbook(data, BOUNDS)
    return error.value


def shown(value: object, number_format: str) -> str:
    made = book(("実績", [ACTUALS, ("K02", None, value, "")]))
    sheet_of(made, "実績")["C2"].number_format = number_format
    return read(made).sheets[0].rows[1][2]


@pytest.mark.parametrize(
    ("stored", "number_format", "text"),
    [
        (1, "0%", "100%"),
        (0.953, "0.0%", "95.3%"),
        (0.953, "0%", "95.3%"),
        (0.07, '0"件";-0%', "0.07"),
        (1_234_567, "#,##0,", "1234.567"),
        (1_234_567, '#,##0,,"百万"', "1.234567"),
        (1_234_567, "#,##0", "1234567"),
        (dt.date(2025, 4, 1), 'yyyy"年度"', "2025年度"),
        (dt.date(2025, 4, 1), '[$-411]ggge"年度"', "令和7年度"),
        (dt.date(2025, 4, 1), 'yyyy"年"m"月"', "2025年4月"),
        (dt.date(2025, 4, 1), '[$-411]ggge"年"m"月"d"日"', "2025-04-01"),
        (dt.date(2025, 4, 1), "[$-411]ge.m.d", "2025-04-01"),
        (dt.date(2025, 4, 1), '[$-411]ggge"年"', "2025年"),
        (dt.date(2025, 4, 1), "m/d", "2025-04-01"),
        (0.1 + 0.2, "General", "0.3"),
        (99.99999999999999, "General", "100"),
        (0.0042, "General", "0.0042"),
        (123456789012345, "General", "123456789012345"),
        (1e-7, "General", "0.0000001"),
        (-5, "General", "-5"),
        (True, "General", "TRUE"),
        ("5%", "@", "5%"),
    ],
)
def test_a_cell_is_read_as_its_format_shows_it(stored: object, number_format: str, text: str) -> None:
    assert shown(stored, number_format) == text


def test_error_cells_and_formulas_without_a_value_are_noted_at_their_cells() -> None:
    made = book(("取組", [ACTIONS, action("P1-01", None), action("P1-02", None), action("P1-03", "=IF(TRUE,1)")]))
    sheet = sheet_of(made, "取組")
    sheet["I2"] = "#DIV/0!"
    sheet["I2"].data_type = "e"
    sheet["I3"] = "=40+2"
    noted = read(made).sheets[0]
    assert noted.errors == {(2, 9): "#DIV/0!"}
    assert noted.uncached == ((3, 9), (4, 9))


def test_struck_and_hidden_rows_hidden_columns_and_comments_are_read_and_noted() -> None:
    made = book(("取組", [ACTIONS, action("P1-01"), action("P1-02"), action("P1-03")]))
    sheet = sheet_of(made, "取組")
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.column_dimensions["Z"].hidden = True  # holds nothing
    sheet["D2"].comment = Comment("要確認", "係")
    noted = read(made).sheets[0]
    assert [row[0] for row in noted.rows] == ["取組番号", "P1-01", "P1-02", "P1-03"]
    assert (noted.struck_rows, noted.hidden_rows, noted.hidden_columns) == ((3,), (4,), (4,))
    assert noted.comments == ("D2",)


def test_every_visible_sheet_is_read_in_tab_order_and_hidden_ones_are_only_named() -> None:
    made = book(
        ("旧", [ACTIONS, action("P1-01", 20)]), ("表紙", [("令和8年度",)]), ("取組", [ACTIONS, action("P1-01", 60)])
    )
    sheet_of(made, "旧").sheet_state = "hidden"
    made.active = 2
    workbook = read(made)
    assert [sheet.name for sheet in workbook.sheets] == ["表紙", "取組"]
    assert workbook.sheets[1].rows[1][8] == "60"
    assert workbook.hidden == ("旧",)


@pytest.mark.parametrize("address", ["XFD1048576", "A1001", "CW1", "ZZ3"])
def test_a_filled_cell_past_the_bounds_is_refused_by_its_address(address: str) -> None:
    made = book(("取組", [ACTIONS]))
    sheet_of(made, "取組")[address] = 1
    answer = refused(saved(made))
    assert (answer.code, answer.words["cell"], answer.words["sheet"]) == ("cell_too_far", address, "取組")


def test_a_cell_that_is_only_formatted_does_not_count() -> None:
    made = book(("取組", [ACTIONS]))
    sheet_of(made, "取組")["XFD1048576"].font = Font(bold=True)
    assert read(made).sheets[0].rows == [list(ACTIONS)]


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1:A1"])
def test_what_a_sheet_says_of_its_size_is_not_believed(dimension: str) -> None:
    data = with_sheet(f'<dimension ref="{dimension}"/><sheetData>', row_of(1, "AB"), row_of(900, "AB"), "</sheetData>")
    rows = read_workbook(data, BOUNDS).sheets[0].rows
    assert (len(rows), rows[899]) == (900, ["1", "1"])


def test_a_sheet_far_longer_than_the_bound_costs_this_process_nothing() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    data = with_sheet("<sheetData>", *(row_of(number, letters) for number in range(1, 20_001)), "</sheetData>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refused(data).words["cell"] == "A1001"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # KiB
    assert grown < 20 * 1024


def test_a_zip_that_says_it_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/x.xml", "w") as part:
        for _ in range(BOUNDS.unpacked // MEBIBYTE + 1):
            part.write(bytes(MEBIBYTE))
    assert refused(bomb.getvalue()).code == "file_too_large"


def test_a_zip_of_very_many_parts_and_one_inside_another_are_refused() -> None:
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(BOUNDS.parts + 1):
            archive.writestr(f"{number}.xml", b"")
    assert refused(many.getvalue()).code == "file_too_large"
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w") as archive:
        archive.writestr("xl/workbook.xml", saved(book(("取組", [ACTIONS]))))
    assert refused(nested.getvalue()).code == "not_csv"


@pytest.mark.parametrize(
    "doctype",
    [
        pytest.param('<!DOCTYPE x [<!ENTITY a "said">]>', id="entity"),
        pytest.param('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', id="file"),
        pytest.param('<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]>', id="address"),
        pytest.param('<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>', id="parameter"),
        pytest.param('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', id="outer"),
        pytest.param(f"<!DOCTYPE x [{LAUGHS}]>", id="billion laughs"),
    ],
)
def test_a_sheet_whose_document_type_defines_texts_is_refused(doctype: str) -> None:
    assert refused(with_sheet(ENTITY, doctype=doctype)).code == "not_csv"


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(1)", "import os; os.abort()", "x = bytearray(8 * 2**30)", "import time; time.sleep(60)"],
)
def test_whatever_the_reading_process_does_the_server_lives(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bounded = f"import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)); {program}"
    monkeypatch.setattr(reading, "command_line", lambda _bounds: [sys.executable, "-c", bounded])
    monkeypatch.setattr(reading, "START_SECONDS", 1)
    with pytest.raises(Unreadable) as error:
        read_workbook(saved(book(("取組", [ACTIONS]))), replace(BOUNDS, seconds=1))
    assert error.value.code == "workbook_too_heavy"


def test_the_process_bounds_its_own_memory() -> None:
    data = with_sheet("<sheetData>", *(row_of(number, "ABCDEFGHIJ") for number in range(1, 1_000)), "</sheetData>")
    with pytest.raises(Unreadable) as error:
        read_workbook(data, replace(BOUNDS, memory=8 * MEBIBYTE))
    assert error.value.code == "workbook_too_heavy"


def test_the_process_imports_neither_pandas_nor_streamlit() -> None:
    code = "import sys, kdx_metrics.intake.workbook.process\n"
    code += "sys.exit(bool({'pandas', 'streamlit'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_a_name_and_the_first_bytes_together_make_a_workbook() -> None:
    assert is_workbook(b"PK\x03\x04", "報告.XLSX")
    assert not is_workbook(b"PK\x03\x04", "x.csv")
    assert not is_workbook(b"a,b", "x.xlsx")


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"PK\x03\x04" + bytes(2000)])
def test_a_broken_workbook_is_told_to_be_broken(data: bytes) -> None:
    assert refused(data).code == "not_csv"
