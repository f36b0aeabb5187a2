"""A given value is a decimal from the cell to the screen, through file, store, table, paper and back into a file."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kdx_metrics.database.engine import Store
from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.exports.typed_text import as_filled_in, table_csv
from kdx_metrics.exports.workbook_report import FIRST_ROW
from kdx_metrics.exports.workbook_templates import template
from kdx_metrics.intake.checking import check
from kdx_metrics.numbers.summary import summarise
from kdx_metrics.plan.formats import format_given, plain_number
from kdx_metrics.plan.tables import tables
from kdx_metrics.publications.proposal.staging import Upload
from kdx_metrics.publications.store_source import StoreSource
from kdx_metrics.views.kpis import observations
from kdx_metrics.wording.kpi import kpi_sentences
from pages.tables.html_table import html_table
from tests.intake.workbook.books import ACTUALS, book, saved
from tests.papers.papers import bare
from tests.publications.support import ACTUAL_HEADER, AS_AT, kpis, put, strategy
from tests.publications.support import csv as csv_file

DIGITS = 15  # significant ones, as many as Excel and a float hold
decimals = (
    st.decimals(-(10**14), 10**14, places=6)
    | st.decimals(-100, 100, places=13)
    | st.decimals(0, 1, places=4)
    | st.integers(-(10**15) + 1, 10**15 - 1).map(Decimal)
).filter(lambda value: len(value.normalize().as_tuple().digits) <= DIGITS)


def shown(value: Decimal) -> str:
    """A decimal as the screen shows it: thousands, a real minus, no zeros at its end."""
    text = f"{value.normalize() + 0:,f}".replace("-", "−")
    return text.replace("−0", "0") if not value else text


def read_back(data: bytes, name: str) -> float:
    """The one value of a file of 実績, as the check types it."""
    checked = check(data, strategy(), file_name=name, as_at=AS_AT)
    assert checked.frame is not None, checked.issues
    (value,) = checked.frame["value"].tolist()
    return float(value)


@settings(deadline=None, max_examples=60)
@given(decimals)
def test_a_decimal_of_fifteen_digits_comes_through_csv_and_template_as_it_was_given(value: Decimal) -> None:
    typed = f"{value:f}"
    data = csv_file(ACTUAL_HEADER, f"K-1,2026-03-31,{typed}")
    number = read_back(data, "kpi_actuals.csv")
    assert format_given(number) == shown(value)
    assert Decimal(plain_number(number)) == value
    frame, table = check(data, strategy(), file_name="kpi_actuals.csv", as_at=AS_AT).frame, tables(strategy())
    assert frame is not None
    again = table_csv(frame, table["kpi_actuals"])
    (row,) = csv.DictReader(io.StringIO(again.decode("utf-8-sig"), newline=""))
    assert Decimal(row["実績値"]) == value
    assert read_back(again, "kpi_actuals.csv") == number
    rows = as_filled_in(frame, table["kpi_actuals"]).to_numpy().tolist()
    assert read_back(template(table["kpi_actuals"], rows), "kpi_actuals.xlsx") == number


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.1 + 0.2, "0.3"), (1 / 3, "0.333333333333333"), (1.1 * 3, "3.3"), (99.9985, "99.9985"), (4.2e-05, "0.000042")],
)
def test_an_excel_number_is_read_to_the_fifteen_digits_that_excel_shows(number: float, text: str) -> None:
    made = book(("実績", [ACTUALS, ("K-1", "2026-03-31", number, "")]))
    assert format_given(read_back(saved(made), "kpi_actuals.xlsx")) == text


@pytest.mark.parametrize("typed", ["0.0042", "99.9985", "1,234,567.89", "▲3.25", "１２３．４５"])
def test_a_published_value_is_shown_on_screen_in_files_and_on_paper_as_it_was_given(store: Store, typed: str) -> None:
    value = Decimal(typed.replace(",", "").replace("▲", "-").translate(str.maketrans("１２３４５．", "12345.")))
    actuals = Upload("kpi_actuals.csv", csv_file(ACTUAL_HEADER, f'K-1,2026-03-31,"{typed}"'))
    put(store, kpis(1), actuals)
    summary = summarise(StoreSource(store, strategy()).now().snapshot(AS_AT))
    (kpi,) = summary.kpis
    assert kpi_sentences.headline(kpi, summary.forecasts["K-1"]).startswith(f"{shown(value)}人(令和8年3月31日)")
    assert f">{shown(value)}</td>" in html_table(observations(kpi), "実績")
    listed = to_csv_bytes(observations(kpi).frame).decode("utf-8-sig").splitlines()[1].split(",")[1]
    assert listed == f"{value:f}"
    sheet = load_workbook(io.BytesIO(bare("xlsx", summary).data))["元の表_実績"]
    assert Decimal(str(sheet.cell(FIRST_ROW, 3).value)) == value
