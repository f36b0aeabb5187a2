"""課の一枚 in rows: open 取組 worst first, what is to say, and rows in which a 所管課 only takes part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.views import department
from tests.factories import Row, action, kpi, snapshot

NOW = date(2026, 10, 31)
SPAN: Row = {"planned_start": date(2025, 4, 1), "planned_end": date(2027, 3, 31), "department": "総務課"}


def sheet(*actions: Row, kpis: Sequence[Row] = ()) -> Summary:
    """The numbers of 総務課 alone."""
    return summarise(snapshot(actions, kpis, as_of=NOW).of_department("総務課"))


def test_open_actions_stand_worst_first_and_the_closed_ones_are_left_out() -> None:
    of = sheet(
        action("A-1", progress=90, **SPAN),
        action("A-2", progress=10, issue="人が足りない", next_step="増やす", **SPAN),
        action("A-3", status="完了", progress=100, **SPAN),
        action("A-4", progress=None, **SPAN),
    )
    listing = department.actions(of)
    assert listing.frame["取組番号"].tolist() == ["A-2", "A-4", "A-1"]
    assert listing.frame[["課題", "今後の対応"]].iloc[0].tolist() == ["人が足りない", "増やす"]
    assert "関係" not in listing.frame


def test_an_action_of_another_department_is_marked_with_the_one_that_leads_it() -> None:
    of = sheet(
        action("A-1", progress=90, **SPAN),
        action("A-2", progress=10, **SPAN | {"department": "市民課", "related_departments": "総務課"}),
        action("A-3", progress=10, **SPAN | {"department": "市民課"}),
    )
    assert dict(zip(*(department.actions(of).frame[name] for name in ("取組番号", "関係")), strict=True)) == {
        "A-1": "",
        "A-2": "関係(主管 市民課)",
    }


def test_an_indicator_of_another_department_is_marked_too() -> None:
    of = sheet(
        kpis=(
            kpi("K-1", department="総務課"),
            kpi("K-2", department="市民課", related_departments="総務課"),
        )
    )
    listing = department.kpis(of)
    assert sorted(listing.frame["関係"]) == ["", "関係(主管 市民課)"]
    assert "関係" not in department.kpis(sheet(kpis=(kpi("K-1", department="総務課"),))).frame


def test_questions_come_before_what_is_past_due_or_unreported() -> None:
    of = sheet(
        action("A-1", progress=None, **SPAN),
        action("A-2", progress=10, **SPAN | {"planned_end": date(2026, 3, 31)}),
        action("A-3", progress=90, ask="判断", ask_text="続けるか", **SPAN),
        action("A-4", progress=10, **SPAN),
    )
    assert [line.item.id for line in department.say(of)] == ["A-3", "A-2", "A-1"]


def test_without_any_question_unreported_rows_are_said_once() -> None:
    of = sheet(action("A-1", progress=None, **SPAN | {"planned_end": date(2026, 3, 31)}), action("A-2", **SPAN))
    said = [line.item.id for line in department.say(of)]
    assert said.count("A-1") == 1
    assert department.say(replace(of, attention=[])).none == "本部に伝えることはありません。"
