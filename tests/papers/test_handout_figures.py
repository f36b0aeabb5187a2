"""The small drawings of paper and public site."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kdx_metrics.numbers.assessment import BY_BOARD
from kdx_metrics.papers import handout_figures as figures
from tests.factories import AS_OF, Row, action, strategy, summary

HATCHED = "url(#p-not_reported)"


def strip(rated: pd.DataFrame) -> str:
    """The Gantt strip of the only row."""
    (row,) = rated.itertuples()
    return figures.gantt(row, strategy(), AS_OF)


@pytest.mark.parametrize(
    ("row", "is_hatched"),
    [
        (action(progress=None), True),
        (action(progress=None, planned_end=date(2026, 9, 30)), True),
        (action(progress=0.0), False),
        (action(progress=80.0), False),
    ],
)
def test_a_strip_is_hatched_where_nobody_has_reported(row: Row, is_hatched: bool) -> None:  # noqa: FBT001  # a case
    assert (HATCHED in strip(summary([row]).actions)) == is_hatched


def test_a_strip_of_what_people_have_rated_does_not_look_unreported() -> None:
    rated = summary([action(progress=None)]).actions
    rated = rated.assign(rating="behind", assessment="×", assessment_year=2025, assessed_by=BY_BOARD, means="behind")
    assert HATCHED not in strip(rated)
