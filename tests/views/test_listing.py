"""Listings: one column says a fact once, as a value for screen and sheet and in words for paper."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pandas as pd
import pytest

from kdx_metrics.plan.formats import NO_VALUE
from kdx_metrics.views.listing import Column, Columns, Kind, Listing, Value, plain, plainly, within, worded


class Reading(NamedTuple):
    name: str
    actual: float | None
    on: date | None


COLUMNS: Columns[Reading] = (
    Column("name", "名称", lambda each: each.name, width=20),
    Column("actual", "実績(%)", lambda each: each.actual, "percent", 9, short="実績"),
    Column("on", "時点", lambda each: each.on, "date", share=8),
)
READINGS = [Reading("窓口", 48.26, date(2026, 1, 7)), Reading("", None, None)]
LISTING = Listing("実績", COLUMNS, READINGS)


@pytest.mark.parametrize(
    ("kind", "value", "on_screen", "on_paper"),
    [
        ("percent", 48.25, "48.3", "48.3%"),
        ("points", -5.25, "−5.3", "−5.3ポイント"),
        ("points", 0.0, "±0.0", "±0.0ポイント"),
        ("pace", 0.955, "0.96", "0.96"),
        ("index", 0.6875, "0.688", "0.688"),
        ("number", 12345.5, "12,345.5", "12,345.5"),
        ("number", 0.0042, "0.0042", "0.0042"),
        ("amount", 12345.56, "12,345.6", "12,345.6"),
        ("amount", 1200.0, "1,200", "1,200"),
        ("percent", 99.96, "99.9", "99.9%"),
        ("count", 1234, "1,234", "1,234"),
        ("ordinal", 1234, "1234", "1234"),
        ("date", date(2027, 3, 31), "令和9年3月31日", "令和9年3月31日"),
        ("text", "<b>", "<b>", "<b>"),
    ],
)
def test_a_value_is_written_as_its_kind_says(kind: Kind, value: Value, on_screen: str, on_paper: str) -> None:
    assert (plainly(kind, value), worded(kind, value)) == (on_screen, on_paper)


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT])
def test_a_missing_value_is_said_and_never_0(value: Value) -> None:
    assert (plainly("percent", value), worded("percent", value)) == (NO_VALUE, NO_VALUE)
    assert (plainly("text", value), worded("text", value)) == (NO_VALUE, "")


def test_sheets_take_values_unrounded_and_paper_takes_words() -> None:
    assert LISTING.cells == (("窓口", 48.26, date(2026, 1, 7)), ("", None, None))
    assert LISTING.texts == (("窓口", "48.3%", "令和8年1月7日"), ("", NO_VALUE, NO_VALUE))
    assert next(LISTING.records)["actual"] == "48.3%"


def test_a_grid_and_a_file_take_rounded_values_under_full_headers() -> None:
    frame = LISTING.frame
    assert list(frame.columns) == ["名称", "実績(%)", "時点"]
    assert frame["実績(%)"].tolist()[0] == 48.3
    assert frame.isna().to_numpy().tolist()[1] == [False, True, True]
    assert str(Listing("", COLUMNS, [Reading("甲", -0.01, None)]).frame.loc[0, "実績(%)"]) == "0.0"
    assert list(Listing("", COLUMNS, []).frame.columns) == ["名称", "実績(%)", "時点"]


def test_a_paper_has_shorter_headers_numbers_to_the_right_and_half_the_width_for_room() -> None:
    assert [column.title for column in COLUMNS] == ["名称", "実績", "時点"]
    assert [column.align for column in COLUMNS] == ["left", "right", "left"]
    assert [column.room for column in COLUMNS] == [10, 4.5, 8]


def test_a_view_chooses_leaves_out_and_puts_in_columns_by_name() -> None:
    more: Column[Reading] = Column("more", "注記", lambda _: "")
    assert [column.name for column in LISTING.only("on", "name").columns] == ["on", "name"]
    assert [column.name for column in LISTING.without("on").columns] == ["name", "actual"]
    assert [column.name for column in LISTING.inserting("name", more).columns] == ["name", "more", "actual", "on"]
    with pytest.raises(KeyError):
        LISTING.only("no such column")


def test_a_column_that_no_item_fills_can_be_left_out_and_one_that_some_fill_stays() -> None:
    empty: Column[Reading] = Column("empty", "注記", lambda _: "")
    assert [column.name for column in LISTING.inserting("name", empty).filled().columns] == ["name", "actual", "on"]
    assert Listing("", COLUMNS, []).filled().columns == COLUMNS


def test_the_columns_of_a_part_serve_the_whole() -> None:
    pairs = Listing("", within(COLUMNS, lambda pair: pair[1]), list(enumerate(READINGS)))
    assert pairs.texts == LISTING.texts


def test_a_frame_is_listed_row_by_row_and_in_parts() -> None:
    rows = Listing("", COLUMNS, pd.DataFrame(READINGS, index=[5, 7]))
    assert rows.texts == LISTING.texts
    assert rows.part(slice(1, None)).texts == LISTING.texts[1:]
    assert (len(rows), len(rows.part(slice(1)))) == (2, 1)


def test_texts_under_any_headers_are_a_listing_too() -> None:
    assert plain("", ["a", "b"], [["1", "2"]]).texts == (("1", "2"),)
