"""Ratings that are listed beside counts."""

from __future__ import annotations

from kdx_metrics.numbers.ratings import RATINGS, listed


def test_what_people_alone_can_give_is_listed_where_it_occurs() -> None:
    assert listed(dict.fromkeys(RATINGS, 0)) == tuple(rating for rating in RATINGS if rating != "not_evaluable")
    assert listed({"not_evaluable": 1}) == RATINGS
