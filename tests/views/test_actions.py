"""取組 in rows: missing stays missing, a paper's words, and the course of one 取組."""

from __future__ import annotations

from datetime import date

from kdx_metrics.plan.strategy import Theme
from kdx_metrics.views.actions import ON_PAPER, actions, course, on_screen
from tests.factories import action, action_year, strategy, summary

# A year of 400 days from 2026-01-01 on makes even percentages: on 2026-07-19, 200 of 400 days are over.
HALF = date(2026, 7, 19)
SPAN = {"planned_start": date(2026, 1, 1), "planned_end": date(2027, 2, 4)}


def test_source_rows_keep_missing_as_missing_and_have_no_minus_zero() -> None:
    of = summary([action(progress=None, **SPAN), action("A-02", progress=49.96, **SPAN)], as_of=HALF)
    rows = on_screen(of.actions, strategy()).frame
    assert rows["実績(%)"].isna().tolist() == [True, False]
    assert str(rows["差(ポイント)"].tolist()[1]) == "0.0"
    assert rows["評価"].tolist() == ["？ 未報告", "● 順調"]
    assert rows["元の行"].tolist() == [2, 3]


def test_a_paper_says_what_is_unreported_what_is_under_review_and_the_month_of_an_end() -> None:
    of = summary(
        [action("A-1", progress=None, **SPAN), action("A-2", status="見直し", progress=50.0, **SPAN)], as_of=HALF
    )
    first, second = actions(of.actions, strategy()).having(*ON_PAPER).texts
    assert first[4:] == ("令和9年2月", "50.0%", "未報告", "？ 未報告")
    assert second[4:] == ("令和9年2月", "50.0%", "50%", "● 順調(見直し)")


def test_columns_that_a_city_does_without_are_not_there() -> None:
    bare = summary([action(progress=50.0, **SPAN)], as_of=HALF)
    assert {"theme", "related_departments"}.isdisjoint(
        column.name for column in actions(bare.actions, strategy()).columns
    )
    themed = strategy().model_copy(update={"themes": (Theme(id="T1", pillar="P1", name="窓口"),)})
    of = summary([action(theme="T1", related_departments="市民課、税務課", **SPAN), action("A-02", **SPAN)], as_of=HALF)
    rows = actions(of.actions, themed).frame
    assert rows[["施策", "関係課"]].to_numpy().tolist() == [["窓口", "市民課、税務課"], ["", ""]]
    assert "担当" not in rows


def test_what_people_say_stands_beside_the_rating_where_anyone_has_said_anything() -> None:
    rows = [action("A-1", progress=80.0, **SPAN), action("A-2", progress=50.0, **SPAN), action("A-3", **SPAN)]
    years = [
        action_year("A-1", 2025, self_rating="B", board_rating="C", direction="改善"),
        action_year("A-2", 2026, self_rating="B"),
    ]
    of = summary(rows, as_of=HALF, more={"action_years": years})
    assert actions(of.actions, strategy()).only("assessment", "direction").frame.to_numpy().tolist() == [
        ["食い違い・本部「C」(令和7年度)", "改善(令和7年度)"],
        ["自己「B」(令和8年度・途中)", ""],
        ["", ""],
    ]
    of_nobody = actions(summary(rows, as_of=HALF).actions, strategy())
    assert {"assessment", "direction"}.isdisjoint(column.name for column in of_nobody.columns)
    assert [column.name for column in of_nobody.having(*ON_PAPER).columns] == list(ON_PAPER[:-1])


def test_a_paper_calls_nothing_unreported_that_people_have_rated() -> None:
    rows = [action("A-1", progress=None, **SPAN), action("A-2", progress=None, **SPAN)]
    of = summary(rows, as_of=HALF, more={"action_years": [action_year("A-1", 2025, self_rating="C")]})
    assert actions(of.actions, strategy()).only("actual", "assessment").texts == (
        ("－", "自己「C」 令和7年度"),
        ("未報告", ""),
    )


def test_percentages_stand_behind_what_people_say_where_few_rows_have_one() -> None:
    years = [action_year("A-1", 2026, self_rating="B"), action_year("A-2", 2026, self_rating="C")]
    for typed, means_follow in ((None, True), (50.0, False)):
        rows = [action("A-1", progress=typed, **SPAN), action("A-2", progress=typed, **SPAN)]
        of = summary(rows, as_of=HALF, more={"action_years": years})
        names = [column.name for column in on_screen(of.actions, strategy()).columns]
        assert (names.index("planned") > names.index("assessment")) is means_follow
        assert names[-3:] == ["planned_start", "weight", "row"]


def test_a_course_has_a_row_per_date_and_period() -> None:
    past = [
        summary([action("A-1", progress=done, **SPAN)], as_of=day)
        for day, done in ((HALF, 10.0), (date(2026, 8, 1), 20.0))
    ]
    rows = course("A-1", past, strategy()).frame
    assert rows[["時点", "実績(%)"]].to_numpy().tolist() == [[HALF, 10.0], [date(2026, 8, 1), 20.0]]
