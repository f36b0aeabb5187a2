"""Bytes → a sheet of text with Excel's row numbers; the fast reader reads what the csv module reads."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kdx_metrics.intake.csv_reader import Sheet, _read_plain, _records, read_csv, sheet_of
from kdx_metrics.intake.decoding import Unreadable

CELLS = st.text(alphabet=st.sampled_from('aあ,"\n １0－'), max_size=6)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=6)
)


def anything(_row: list[str]) -> bool:
    return True


def written(rows: list[list[str]], line_end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def assert_same(left: Sheet, right: Sheet) -> None:
    assert left.header == right.header
    pd.testing.assert_frame_equal(left.cells, right.cells, check_index_type=False)
    assert (left.too_long, left.too_short) == (right.too_long, right.too_short)


@given(TABLES, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=150)
def test_the_fast_reader_reads_a_written_table_as_the_csv_module_does(rows: list[list[str]], line_end: str) -> None:
    text = written(rows, line_end)
    fast = _read_plain(text.encode())
    if fast is not None:
        assert_same(fast, sheet_of(_records(text)))


@given(st.text(alphabet=st.sampled_from('ab,"\r\n\x1e'), max_size=40).map(lambda text: "h,i\n" + text))
@settings(max_examples=300)
@example('h,i\n,"\n"\na')
def test_the_fast_reader_leaves_alone_what_the_csv_module_reads_otherwise(text: str) -> None:
    fast = _read_plain(text.encode())
    if fast is not None:
        assert_same(fast, sheet_of(_records(text)))


@pytest.mark.parametrize("body", ["a,b\nc,d\n", 'a,"b, c"\n"d ""e""",f', '"a\nb",c\nd,e\n', "a,b\r\nc,\r\n"])
def test_ordinary_files_take_the_fast_way(body: str) -> None:
    assert _read_plain(f"x,y\n{body}".encode()) is not None


@pytest.mark.parametrize(
    "text", ["x,y\na\n", "x,y\na,b,c\n", "x,y\n\na,b\n", "x,y\ra,b\r", 'x,y\na"b,c\n', "x,y\n", "x,\na,b\n", "x,y"]
)
def test_ragged_blank_or_oddly_quoted_files_do_not(text: str) -> None:
    assert _read_plain(text.encode()) is None


def test_rows_keep_the_numbers_that_excel_shows() -> None:
    sheet = read_csv('見出し,x\n"二\n行",1\n\n , \n三,2\n'.encode(), anything)
    assert sheet.header == ("見出し", "x")
    assert sheet.cells.index.tolist() == [2, 5]
    assert sheet.cells.index.name == "row"
    assert sheet.cells[0].tolist() == ["二\n行", "三"]


def test_rows_wider_and_narrower_than_the_header_are_told() -> None:
    sheet = read_csv(b"a,b,c\n1,2,3,4,5\n1,2\n1,2,3,,\n", anything)
    assert sheet.too_long == ((2, 3, "4"),)
    assert sheet.too_short == ((3, 2),)
    assert sheet.cells[2].tolist() == ["3", "", "3"]


def test_values_are_text_whatever_they_look_like() -> None:
    sheet = read_csv(b"a,b\n007,NA\n1.0,null\n", anything)
    assert sheet.cells[0].tolist() == ["007", "1.0"]
    assert sheet.cells[1].tolist() == ["NA", "null"]


def test_the_order_of_decoding_is_fixed() -> None:
    text = "見出し,値\nあ,い\n"
    encodings = [read_csv(text.encode(name), anything).encoding for name in ("utf-8-sig", "utf-8")]
    assert encodings == ["utf-8-sig", "utf-8"]
    by_header = read_csv(text.encode("cp932"), lambda row: row == ["見出し", "値"])
    assert (by_header.encoding, by_header.cells[0].tolist()) == ("cp932", ["あ"])


def test_a_short_cp932_line_that_is_also_valid_utf8_is_told_by_its_header() -> None:
    data = "ﾂ｡,x\n1,2\n".encode("cp932")
    assert data.decode("utf-8")
    assert read_csv(data, lambda row: row[0] == "ﾂ｡").encoding == "cp932"


def test_a_sheet_of_no_rows_is_empty() -> None:
    with pytest.raises(Unreadable) as refusal:
        sheet_of([])
    assert refusal.value.code == "empty_file"


def test_the_row_of_a_cut_counts_records_not_lines() -> None:
    data = 'x,y\n"一\n二\n三",1\n'.encode() + "四".encode()[:2]
    with pytest.raises(Unreadable) as refusal:
        read_csv(data, lambda row: row == ["x", "y"])
    assert (refusal.value.code, refusal.value.row) == ("undecodable", 3)
