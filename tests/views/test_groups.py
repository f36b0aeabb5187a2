"""Groups as they are listed: their measures and the ratings that they have."""

from __future__ import annotations

from kdx_metrics.numbers.changes import Headline
from kdx_metrics.plan.formats import POINTS
from kdx_metrics.views.groups import groups, measures_at_both
from tests.factories import action, group_of, summary


def test_a_rating_that_people_alone_give_has_a_column_only_where_it_occurs() -> None:
    headers = [column.header for column in groups([("全体", group_of(50, 40, behind=1))]).columns]
    assert "評価不能" not in headers
    assert {"順調", "未報告", "対象外"} <= set(headers)
    headers = [column.header for column in groups([("全体", group_of(50, 40, not_evaluable=1))]).columns]
    assert "評価不能" in headers


def test_the_on_track_share_is_a_percentage() -> None:
    whole = summary([action(status="完了", progress=None), action("A-02", progress=0.0)]).overall
    (row,) = groups([("全体", whole)]).only("on_track_share").texts
    assert row == ("50.0%",)


def test_fewer_rows_than_before_have_the_minus_of_every_other_number() -> None:
    both = Headline(group_of(50, 40, behind=3, on_track=1), group_of(60, 45, behind=1, on_track=3))
    changes = {row["measure"]: row["change"] for row in measures_at_both([("全体", both)], POINTS).records}
    assert (changes["遅れ"], changes["順調"], changes["取組数"]) == ("−2", "+2", "±0")


def test_a_gap_has_changed_by_what_its_two_values_differ() -> None:
    both = Headline(group_of(84, 74.26), group_of(84, 79.84))
    (gap,) = (row for row in measures_at_both([("業務の効率化", both)], POINTS).records if row["measure"] == "差")
    assert (gap["before"], gap["after"], gap["change"]) == ("−9.7ポイント", "−4.2ポイント", "+5.5ポイント")
