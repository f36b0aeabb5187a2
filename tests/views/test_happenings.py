"""Events of the 年表 with a 取組 or a 指標: those that name it, and the meetings."""

from __future__ import annotations

from datetime import date

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.charts.kpi import kpi_small
from kdx_metrics.views.happenings import Happening, happenings
from tests.factories import action, actual, kpi, milestone, strategy, summary

MEETING, OPENING, OTHER = date(2026, 1, 7), date(2026, 4, 1), date(2026, 5, 1)
MEASURED = summary(
    [action()],
    [kpi()],
    [actual("K-01", OTHER, 900.0)],
    [
        milestone(OPENING, "窓口の開始", category="計画", related="A-01、K-01"),
        milestone(MEETING, "本部会議"),
        milestone(OTHER, "連携協定", category="連携", related="A-1"),
    ],
)


def test_an_event_belongs_to_what_its_row_names_and_a_meeting_to_all() -> None:
    both = [Happening(MEETING, "本部会議", is_named=False), Happening(OPENING, "窓口の開始", is_named=True)]
    assert happenings("K-01", MEASURED.snapshot) == happenings("A-01", MEASURED.snapshot) == both
    assert happenings("K-02", MEASURED.snapshot) == both[:1]


def test_events_are_lines_behind_the_values_of_a_kpi_with_their_names() -> None:
    events = happenings("K-01", MEASURED.snapshot)
    (measured,) = MEASURED.kpis
    drawn = kpi_small(measured, MEASURED.forecasts["K-01"], strategy(), large=True, events=events)
    lines = [trace for trace in drawn.data if trace.name in {"会議", "出来事"}]
    assert list(drawn.data[: len(lines)]) == lines
    assert [line.x[0] for line in lines] == ["2026-01-07", "2026-04-01"]
    assert {line.line.color for line in lines} == {PALETTES["light"].quiet}  # as in the legend, unlike the grid
    assert lines[0].line.width < lines[1].line.width
    assert "窓口の開始" in lines[1].hovertext[0]
    assert "年表の出来事" in str(drawn.layout.annotations)
