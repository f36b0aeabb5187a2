"""Round values along an axis, and margins in which the labels of the axes have room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdx_metrics.charts.drawing.ticks import value_axis, with_room


@pytest.mark.parametrize(
    ("low", "high", "unit", "written"),
    [
        (312.0, 1_850.0, "件", ["500件", "1,000件", "1,500件"]),
        (-0.3, 1.1, "", ["0.0", "0.5", "1.0"]),
        (-120.0, 60.0, "", ["−100", "−50", "0", "50"]),
        (98.2, 99.1, "%", ["98.5%", "99.0%"]),
    ],
)
def test_round_values_are_written_with_only_the_decimals_they_need(
    low: float, high: float, unit: str, written: list[str]
) -> None:
    assert value_axis(low, high, most=4, unit=unit)["ticktext"] == written


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9), st.integers(2, 8))
def test_no_value_lies_outside_its_axis_and_there_are_not_more_than_asked_for(
    low: float, span: float, most: int
) -> None:
    high = low + span
    axis = value_axis(low, high, most=most)
    assert all(low - span / 1e6 <= value <= high + span / 1e6 for value in axis["tickvals"])
    assert len(axis["ticktext"]) == len(axis["tickvals"]) <= most + 1


def test_a_unit_is_shown_as_typed() -> None:
    assert value_axis(0, 3, most=3, unit="<b>")["ticktext"][1] == "2&lt;b&gt;"


def test_margins_grow_with_the_longest_line_of_a_label_and_with_the_lines() -> None:
    narrow = {"yaxis": {"ticktext": ["総務課"]}, "xaxis": {"ticktext": ["令和5<br>2023"]}}
    wide = {"yaxis": {"ticktext": ["総務課", "市民生活<br><b>部</b>"]}, "xaxis": {"ticktext": ["令和5"]}}
    few, many = with_room(narrow, 14)["margin"], with_room(wide, 14)["margin"]
    assert many["l"] - few["l"] == 14  # one full-width character, since tags and the second line do not count
    assert few["b"] - many["b"] == pytest.approx(14 * 1.3, abs=1)


def test_a_larger_margin_stays_and_an_axis_without_spelt_labels_gets_none() -> None:
    given_margin = {"l": 200, "t": 3}
    assert with_room({"yaxis": {"ticktext": ["課"]}, "margin": given_margin}, 14)["margin"] == given_margin
    hidden = {"yaxis": {"ticktext": ["長い名前の課"], "visible": False}, "xaxis": {"range": [0, 1]}}
    assert with_room(hidden, 14)["margin"] == {}
