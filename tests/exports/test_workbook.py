"""Workbooks workbook and read back, and broken or oversized workbooks refused."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from kdx_metrics.exports.workbook_templates import template
from kdx_metrics.intake.checking import check
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import tables
from tests.intake.bad_inputs.building import AS_AT, actions
from tests.intake.workbook.books import rows_of_workbook


def rows() -> list[list[str]]:
    return list(csv.reader(io.StringIO(actions(), newline="")))


def test_a_filled_template_reads_back_to_the_same_cells(strategy: Strategy) -> None:
    spec = tables(strategy)["action_plan"]
    header, *body = rows()
    data = template(
        spec, [[dict(zip(header, row, strict=True)).get(name, "") for name in spec.headers.values()] for row in body]
    )
    result = check(data, strategy, file_name="x.xlsx", as_at=AS_AT)
    plain = check(actions().encode(), strategy, file_name="x.csv", as_at=AS_AT)
    assert result.ok
    assert result.encoding is None
    assert result.frame is not None
    assert plain.frame is not None
    assert result.frame.to_dict("list") == plain.frame.to_dict("list")


def test_an_empty_template_holds_the_headers_only(strategy: Strategy) -> None:
    spec = tables(strategy)["kpis"]
    assert rows_of_workbook(template(spec)) == [list(spec.headers.values())]


def test_65_and_65_percent_are_65_whichever_is_typed_into_a_template(strategy: Strategy) -> None:
    spec = tables(strategy)["action_plan"]
    header, *body = rows()
    given = dict(zip(header, body[0], strict=True))
    made = load_workbook(io.BytesIO(template(spec)))
    sheet = made[spec.label]
    places = {column.header: number for number, column in enumerate(spec.columns, start=1)}
    typed = {number: sheet.cell(number, places["進捗率"]) for number in (2, 3)}
    assert sheet.column_dimensions[get_column_letter(places["進捗率"])].number_format == "General"
    for row in typed:
        for name, text in given.items():
            sheet.cell(row, places[name]).value = f"A-0{row}" if name == "取組番号" else text
    typed[2].value = 65
    typed[3].value, typed[3].number_format = 0.65, "0%"  # so Excel keeps 65% typed into a plain cell
    saved = io.BytesIO()
    made.save(saved)
    result = check(saved.getvalue(), strategy, file_name="x.xlsx", as_at=AS_AT)
    assert result.frame is not None
    assert result.frame["progress"].tolist() == [65.0, 65.0]


def test_choice_lists_come_from_the_strategy(strategy: Strategy) -> None:
    spec = tables(strategy)["action_plan"]
    assert spec.by_name["pillar"].listed == tuple(pillar.name for pillar in strategy.pillars)
    assert spec.by_name["period"].listed == ("1", "2", "3", "4")
    assert spec.by_name["title"].listed == ()


def test_a_text_that_looks_like_a_formula_stays_a_text(strategy: Strategy) -> None:
    spec = tables(strategy)["milestones"]
    row = ["2026-01-07", "", "本部会議", "=1+1", "https://example.jp/", "", ""]
    workbook = template(spec, [row])
    assert rows_of_workbook(workbook)[1][3:5] == ["=1+1", "https://example.jp/"]
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"PK\x03\x04" + bytes(2000)])
def test_a_broken_workbook_is_an_issue_and_no_exception(strategy: Strategy, data: bytes) -> None:
    result = check(data, strategy, file_name="x.xlsx")
    assert [issue.code for issue in result.issues] == ["not_csv"]
    assert "パスワード" in result.issues[0].message
