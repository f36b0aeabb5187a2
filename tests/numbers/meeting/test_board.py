"""Three lists of a meeting: ご判断, ご報告 and 事務局で確認."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.numbers.meeting.board import Board
from kdx_metrics.numbers.summary import summarise
from kdx_metrics.wording.meeting.board import finding
from tests.factories import Row, action, actual, kpi, snapshot, summary

DAY = date(2026, 9, 30)


def ids(items: tuple[AttentionItem, ...]) -> list[str]:
    return [item.id for item in items]


def of(actions: list[Row], kpis: list[Row] | None = None, actuals: list[Row] | None = None) -> Board:
    return summary(actions, kpis or [], actuals or []).board


def asking(action_id: str, ask: str = "判断", **values: float | None) -> Row:
    return action(action_id, ask=ask, ask_text="続けるか。", **values)


def test_without_a_question_the_rule_based_list_is_whole_and_nothing_is_to_decide() -> None:
    board = of([action("A-1", progress=10.0), action("A-2", progress=None)])
    assert (board.asks, ids(board.decide), ids(board.report)) == (False, [], ["A-1", "A-2"])


def test_an_estimate_asks_for_no_decision_whatever_is_asked() -> None:
    asked = summary([asking("A-1"), action("A-2", progress=10.0)])
    board = replace(asked, is_estimate=True).board
    assert (asked.board.asks, board.asks, ids(board.decide)) == (True, False, [])
    assert ids(board.report) == [item.id for item in asked.attention]
    assert finding(board).startswith("試算のため、ご判断はお願いしません。要注意は")


def test_what_people_ask_is_decided_and_what_rules_find_is_reported() -> None:
    board = of([action("A-1", progress=10.0), asking("A-2", progress=20.0), action("A-3", progress=None)])
    assert (board.asks, ids(board.decide), ids(board.report), ids(board.check)) == (True, ["A-2"], ["A-1"], ["A-3"])


def test_a_question_is_put_even_where_no_rule_lists_its_row() -> None:
    numbers = summary([asking("A-1", progress=82.0), asking("A-2", "報告", progress=82.0)])
    assert numbers.attention == []
    assert [(item.kind, item.id) for item in numbers.board.decide] == [("asked", "A-1")]
    assert ids(numbers.board.report) == ["A-2"]


def test_a_report_of_an_unreported_row_is_told_and_its_progress_asked_for() -> None:
    board = of([asking("A-1", "報告", progress=None)])
    assert (ids(board.report), ids(board.check)) == (["A-1"], ["A-1"])


def test_a_row_past_its_end_without_a_report_is_told_and_asked_for() -> None:
    board = of([asking("A-1"), action("A-2", progress=None, planned_end=DAY)])
    assert (ids(board.report), ids(board.check)) == (["A-2"], ["A-2"])


def test_a_kpi_asks_through_its_newest_row_that_says_anything() -> None:
    rows = [
        actual("K-01", date(2026, 3, 31), 500.0, ask="報告", ask_text="前の報告"),
        actual("K-01", DAY, 600.0, cause="人手不足", next_step="増員する", ask="判断", ask_text="増員するか。"),
        actual("K-01", date(2026, 10, 31), None, value_missing="未集計"),
        actual("K-01", date(2027, 3, 31), 700.0, ask="報告", ask_text="まだ来ていない日の行"),
    ]
    numbers = summary([], [kpi()], rows)
    (item,) = numbers.board.decide
    assert (item.id, item.period, item.ask_text) == ("K-01", None, "増員するか。")
    assert numbers.kpi("K-01").statement == ("人手不足", "増員する", "判断", "増員するか。")


@given(st.lists(st.tuples(st.sampled_from(["", "判断", "報告"]), st.one_of(st.none(), st.floats(0, 100))), max_size=6))
def test_every_listed_item_is_in_a_list_and_every_question_is_decided(rows: list[tuple[str, float | None]]) -> None:
    made = [
        action(f"A-{number}", progress=progress, ask=ask, ask_text="続けるか。")
        for number, (ask, progress) in enumerate(rows)
    ]
    numbers = summary(made)
    board = numbers.board
    assert {item.id for item in numbers.attention} <= set(ids((*board.decide, *board.report, *board.check)))
    assert sorted(ids(board.decide)) == [f"A-{number}" for number, (ask, _) in enumerate(rows) if ask == "判断"]
    assert not {*ids(board.decide)} & {*ids(board.report)}
    assert ids(board.check) == [item.id for item in numbers.attention if item.kpi is None and item.progress is None]


SPOKEN = actual("K-01", DAY, 900.0, ask="報告", ask_text="続けます。")


@pytest.mark.parametrize(("actions", "actuals"), [([asking("A-1")], []), ([], [SPOKEN])])
def test_a_department_that_asks_nothing_has_the_lists_of_its_city(actions: list[Row], actuals: list[Row]) -> None:
    late = action("A-2", department="福祉課", progress=10.0)
    city = snapshot([*actions, late], [kpi()], actuals)
    board = summarise(city.of_department("福祉課")).board
    assert (board.asks, ids(board.decide), ids(board.report)) == (True, [], ["A-2"])
    assert not summarise(snapshot([late]).of_department("福祉課")).board.asks
