"""Report workbooks: whole values in cells, under formats with which Excel rounds nothing onto what is not reached."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell

from kdx_metrics.exports.workbook_report import FIRST_ROW, Formula, Sheet, write_report
from kdx_metrics.plan.formats import Rounding
from kdx_metrics.views.listing import Column, Kind, Listing, Value
from tests.factories import strategy


def cell(kind: Kind, value: Value, rounding: Rounding | None = None) -> Cell:
    """The one cell of a report."""
    column: Column[Value] = Column("value", "値", lambda item: item, kind, rounding=rounding)
    made = write_report([Sheet("表", Listing("表", (column,), [value]))], title="報告", stamp="")
    written = load_workbook(io.BytesIO(made))["表"].cell(FIRST_ROW, 1)
    assert isinstance(written, Cell)
    return written


@pytest.mark.parametrize(
    ("kind", "value", "rounding", "code"),
    [
        ("percent", 48.26, None, "0.0"),
        ("percent", 99.96, None, "0.00"),
        ("percent", 99.9996, None, "0.0000"),
        ("percent", 100.0, None, "0.0"),
        ("points", -10.04, strategy().rating.rounding, "+0.00;-0.00;0.00"),
        ("points", -8.04, strategy().rating.rounding, "+0.0;-0.0;0.0"),
        ("pace", 0.7996, strategy().kpi.rounding, "0.0000"),
        ("pace", 0.8, strategy().kpi.rounding, "0.00"),
        ("index", 0.9999, None, "0.0000"),
        ("number", 0.0042, None, "General"),
        ("number", 1234567.12345, None, "0.00000"),
        ("count", 1234, None, "#,##0"),
    ],
)
def test_a_cell_keeps_its_value_and_has_decimals_enough_to_be_honest(
    kind: Kind, value: float, rounding: Rounding | None, code: str
) -> None:
    written = cell(kind, value, rounding)
    assert (written.value, written.number_format) == (value, code)


def test_a_formula_is_shown_as_honestly_as_its_value() -> None:
    written = cell("percent", Formula("=100*(A1-B1)/(C1-B1)", 99.96))
    assert (written.value, written.number_format) == ("=100*(A1-B1)/(C1-B1)", "0.00")
