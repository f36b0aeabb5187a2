"""Numbers of a group as they are said everywhere, while reports that are missing leave them open."""

from __future__ import annotations

import pytest

from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.wording.groups import spans
from tests.factories import group_of

BANDS = RatingBands()
WHOLE = group_of(81.04, 72.74, slightly_behind=2)
OPEN = group_of(81.04, 72.74, 70.5, slightly_behind=2, not_reported=2)


def test_a_range_whose_ends_are_shown_alike_is_one_number() -> None:
    assert spans.actual(group_of(80.0, 72.74, 72.71, behind=1, not_reported=1)) == "72.7%・未報告1件"
    assert spans.actual(group_of(80.0, 72.74, 66.66, behind=1, not_reported=1)) == "66.7~72.7%・未報告1件"


def test_the_gap_is_told_from_the_end_that_holds_if_the_unreported_have_not_moved() -> None:
    assert spans.gap(WHOLE) == "−8.3ポイント"
    assert spans.gap(OPEN) == "−10.5 ~ −8.3ポイント"
    assert spans.gap(group_of(not_reported=1), missing="評価不能") == "評価不能"


def test_the_distance_to_the_plan_has_the_same_two_ends() -> None:
    assert spans.distance(WHOLE) == "8.3"
    assert spans.distance(OPEN) == "8.3~10.5"
    assert spans.distance(group_of(50.0, 60.0, 55.0, on_track=1, not_reported=1)) == "5.0~10.0"


def test_the_state_is_that_of_both_ends() -> None:
    assert (spans.states(WHOLE, BANDS), spans.state_words(WHOLE, BANDS)) == (["on_track"], "順調")
    assert spans.states(OPEN, BANDS) == ["slightly_behind", "on_track"]
    assert spans.state_words(OPEN, BANDS) == "注意~順調"
    assert spans.states(group_of(not_reported=1), BANDS) == []


def test_a_gap_below_the_plan_may_be_on_track_and_how_far_is_said() -> None:
    assert spans.tolerance(BANDS) == "−10まで順調"
    assert spans.tolerance(RatingBands(slightly_behind=7.5)) == "−7.5まで順調"


@pytest.mark.parametrize(
    ("actual", "planned", "said"),
    [
        (72.7, 81.0, "実績72.7%、計画81.0%"),
        (88.1667, 81.1421, "実績88.17%、計画81.14%"),  # +7.0; 88.2 and 81.1 would give +7.1
        (99.96, 99.96, "実績99.9%、計画99.9%"),  # never shown as reached
    ],
)
def test_actual_and_plan_have_the_digits_with_which_a_reader_gets_the_gap(
    actual: float, planned: float, said: str
) -> None:
    assert spans.means(group_of(planned, actual, on_track=1)) == said


def test_both_ends_of_what_is_done_give_both_ends_of_the_gap() -> None:
    assert spans.means(OPEN, plan="・計画") == "実績70.5~72.7%・未報告2件・計画81.0%"
