"""Bytes → a sheet of text with Excel's row numbers."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdx_metrics.intake.csv_reader import read_csv, sheet_of
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


@given(TABLES, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=150)
def test_a_written_table_is_read_as_it_was(rows: list[list[str]], line_end: str) -> None:
    header, *body = [["見出し", *row] for row in rows]
    header[-1] += "末"
    sheet = read_csv(written([header, *body], line_end).encode(), anything)
    assert sheet.header == tuple(header)
    assert sheet.cells.to_numpy().tolist() == body
    assert (sheet.too_long, sheet.too_short) == ((), ())


def test_blank_rows_are_read_without_being_held() -> None:
    def rows() -> Iterator[list[str]]:
        yield ["a", "b"]
        for _ in range(200_000):
            yield ["", "\u3000"]
        yield ["1", "2"]

    tracemalloc.start()
    sheet = sheet_of(rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sheet.cells.index.tolist() == [200_002]
    assert peak < 1_000_000


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


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a,b\n" + b"," * 300_000 + b"\n", "ok"),
        (b",".join(b"c%d" % n for n in range(300_000)) + b"\n1\n", "too_many_columns"),
        (b"a,b\n" + b"\n" * 500_000, "ok"),
        (b"a,b\n" + b"1,2\n" * 200_000, "too_many_rows"),
    ],
    ids=["a row of very many blank cells", "very many columns", "very many empty lines", "very many rows"],
)
def test_a_bound_is_met_while_reading_so_that_memory_stays_small(data: bytes, code: str) -> None:
    tracemalloc.start()
    try:
        sheet = read_csv(data, lambda row: row[:2] == ["a", "b"] or row[:2] == ["c0", "c1"], 3_000)
        answer = "ok" if sheet.cells.empty else "read"
    except Unreadable as refusal:
        answer = refusal.code
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer == code
    assert peak < 20 * len(data) + 2_000_000
