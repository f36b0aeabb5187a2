"""The dates of a page: days to come, days before the data, and reports that came after the first view's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kdx_metrics.database.actors import Actor
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.proposal.staging import Upload
from kdx_metrics.publications.publishing import publish
from kdx_metrics.wording.dates import ESTIMATE, NO_DATA
from kdx_metrics.wording.meeting import board
from tests.pages.screen import Screen
from tests.pages.staff import of_department, press, saved, send, shipped_rows
from tests.shipped import MEETINGS, NOW, strategy

FIGURES = ("overview", "progress", "actions", "kpis", "timeline", "changes")
BEFORE, TO_COME = date(2023, 5, 1), date(2027, 3, 31)
LATER = date(2026, 11, 20)


@pytest.mark.parametrize("page", FIGURES)
def test_a_date_before_the_first_data_shows_one_card_that_leads_to_it(screen: Screen, page: str) -> None:
    screen.open(page, as_of=str(BEFORE))
    assert screen.titles == [NO_DATA]
    assert "最初のデータ: 令和5年11月15日" in screen.text
    assert (screen.findings, screen.reasons, screen.figures, screen.tables) == ([], [], [], [])
    press(screen, "開く")
    assert f"{wareki(MEETINGS[0])}時点" in screen.text
    assert NO_DATA not in screen.titles


def test_the_meeting_before_the_first_data_is_one_card_that_leads_to_it(screen: Screen) -> None:
    screen.open("meeting", as_of=str(BEFORE))
    assert screen.titles == [NO_DATA]
    press(screen, "開く")
    assert NO_DATA not in screen.titles
    assert "令和5年11月15日時点" in screen.text


def test_manual_pages_are_there_at_any_date(screen: Screen) -> None:
    assert NO_DATA not in screen.open("guide", as_of=str(BEFORE)).titles


@pytest.mark.parametrize("page", FIGURES)
def test_a_day_to_come_is_an_estimate_on_every_page_and_leads_back(screen: Screen, page: str) -> None:
    screen.open(page, as_of=str(TO_COME))
    assert screen.told("warning") == [f"{ESTIMATE}。計画だけが令和9年3月31日まで進んでいます。"]
    press(screen, "報告の時点に戻る")
    assert f"{wareki(NOW)}時点" in screen.text
    assert screen.told("warning") == []


def test_nothing_is_better_or_worse_where_nothing_had_begun(screen: Screen) -> None:
    screen.open(as_of="2032-01-01")
    assert "前回は始まっていませんでした。" in screen.text
    assert "±0.0" not in screen.text
    screen.open("meeting", as_of="2032-01-01", screen="changes")
    assert "前回は開始前" in screen.text
    assert "悪化" not in screen.text


def test_today_is_no_estimate(screen: Screen) -> None:
    screen.open(as_of="2026-11-23")
    assert screen.told("warning") == []


def test_nobody_is_asked_to_decide_on_a_day_to_come(screen: Screen) -> None:
    screen.open(as_of=str(TO_COME))
    assert board.WATCH in screen.titles
    assert board.DECIDE not in screen.titles
    screen.open("changes", as_of=str(TO_COME), about="会議にかけること")
    assert not any(board.DECIDE in table for table in screen.tables)


def test_the_meeting_of_a_day_to_come_has_no_screen_to_decide(screen: Screen) -> None:
    screen.open("meeting", as_of=str(TO_COME), screen="decide-1")
    assert ESTIMATE in screen.text
    assert "ご判断" not in screen.text


def with_part(seat: Callable[[str], Screen]) -> Screen:
    """Two rows of 市民課 reported on a day after that of the whole plan."""
    screen = seat("")
    rows = of_department(shipped_rows("action_plan.csv"), "市民課")[:2]
    for row in rows:
        row |= {"進捗率": "99", "状況": "実施中", "更新日": str(LATER)}
    source = get_source()
    publish(
        source.store,
        strategy(),
        Actor("鹿島 花子", "editor"),
        [Upload("市民課.csv", saved(rows), mode="merge")],
        as_at=LATER,
        note="11月の報告",
    )
    return screen


def test_reports_of_a_part_are_told_beside_the_first_view_and_shown_on_demand(seat: Callable[[str], Screen]) -> None:
    screen = with_part(seat).open()
    assert f"{wareki(NOW)}時点" in screen.text
    assert screen.told("info") == ["11月20日の報告2件は、この表示に入っていません。"]
    press(screen, "11月20日時点を表示")
    assert f"{wareki(LATER)}時点" in screen.text
    assert "報告は10月31日(23日前)の38件・11月20日の2件" in screen.text
    assert screen.told("info") == []


def test_a_rehearsal_tells_apart_what_the_date_and_what_the_file_change(seat: Callable[[str], Screen]) -> None:
    rows = shipped_rows("action_plan.csv")
    for row in rows:
        if (row["取組番号"], row["期"]) in {("P2-05", "2"), ("P3-06", "2")}:
            row |= {"更新日": "2026-11-23", "備考": "11月の報告"}
    screen = send(seat("hanako").open("update"), ("action_plan.csv", saved(rows)))
    assert "令和8年11月30日は今日より先です。" in screen.text
    screen.at.date_input(key="upload-as-at").set_value(date(2026, 11, 23))
    screen.run()
    assert "遅れ 5→7(日付だけで7)" in screen.text
    assert "公開すると、最初に表示される時点が令和8年10月31日から令和8年11月23日に変わります。" in screen.text
    changes = screen.table("見出しの数値の変化")
    assert list(changes.columns) == [
        "区分",
        "項目",
        "いまの画面(10月31日時点)",
        "日付だけ進めた場合(11月23日時点)",
        "このファイルを反映(11月23日時点)",
    ]
    assert "日付だけで評価が変わる取組" in screen.tables


def test_the_meeting_opens_at_the_date_of_the_whole_plan_too(seat: Callable[[str], Screen]) -> None:
    assert "令和8年10月31日時点" in with_part(seat).open("meeting").text


def test_reports_of_more_than_sixty_days_ago_are_warned_of(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.view.view.today", lambda: date(2026, 12, 31))
    (told,) = screen.open().told("warning")
    assert told.startswith("報告は10月31日(61日前)の40件です。")


def test_after_the_plan_has_ended_no_period_is_in_force(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDX_TODAY", "2032-06-01")
    assert "今日は計画期間の終了後" in screen.open("timeline").text
    assert "計画期間は令和13年3月31日に終わりました。" in screen.findings[0]
