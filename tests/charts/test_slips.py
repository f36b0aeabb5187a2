"""Planned ends that were put off, one row each."""

from __future__ import annotations

from datetime import date

from kdx_metrics.charts.slips import SlipLine, slips_chart
from tests.charts.drawn import everything_written, labels, trace

FIRST, LAST, NOW = date(2025, 4, 1), date(2026, 1, 7), date(2026, 10, 31)


def line(label: str, first: date, before: date, now: date, start_days: int = 0) -> SlipLine:
    return SlipLine(label, ((FIRST, first), (LAST, before), (NOW, now)), before, start_days, label)


POSTPONED = line("申込み", date(2025, 12, 31), date(2026, 3, 31), date(2026, 12, 31))
FURTHER = line("通知", date(2026, 3, 31), date(2026, 3, 31), date(2027, 3, 31), 30)


def test_a_row_has_its_first_its_last_and_its_present_date() -> None:
    drawn = slips_chart([POSTPONED])
    assert [list(trace(drawn, name).x) for name in ("当初", "前回", "今")] == [
        ["2025-12-31"],
        ["2026-03-31"],
        ["2026-12-31"],
    ]
    marks = [trace(drawn, name).marker for name in ("当初", "前回", "今")]
    assert len({(mark.symbol, mark.color) for mark in marks}) == 3
    assert "前回から+275日(当初から+365日)" in labels(drawn)
    assert trace(drawn, "今").customdata[0][0] == "申込み"


def test_the_row_put_off_furthest_since_last_time_stands_first_and_a_moved_start_is_said() -> None:
    drawn = slips_chart([POSTPONED, FURTHER])
    assert [data[0] for data in trace(drawn, "今").customdata] == ["通知", "申込み"]
    assert "前回から+365日(当初から+365日)・開始+30日" in labels(drawn)


def test_a_long_name_leaves_room_for_the_days_beside_it() -> None:
    name = "働き方改革DX(テレワークと庁内コミュニケーション環境の整備)" * 2
    assert any(text.endswith("…</b>") for text in labels(slips_chart([line(name, FIRST, LAST, NOW)], width=640)))


def test_nothing_put_off_is_said_and_names_show_as_typed() -> None:
    assert labels(slips_chart([])) == ["比べるものがありません"]
    for text in everything_written(slips_chart([line("<b>$x$", FIRST, LAST, NOW)])):
        assert "$" not in text
        assert "<b>x" not in text
