"""取組 that the filters choose, and their numbers together."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from kdx_metrics.numbers.groups import Group, roll_up
from kdx_metrics.numbers.ordering import actions_worst_first
from pages.frame.filters import select_rows
from pages.view.view import View


class Choice(NamedTuple):
    """Choice of the filters of 取組; nothing chosen means all."""

    pillar: str | None
    period: int | None
    ratings: tuple[str, ...]
    statuses: tuple[str, ...]
    word: str


def chosen_actions(view: View, choice: Choice, *, worst_first: bool) -> tuple[pd.DataFrame, Group]:
    """Rated rows that match every filter, and their group."""
    rated, by_share = view.summary.actions, view.summary.share_leads
    rows = select_rows(rated, **choice._asdict())
    group = view.summary.overall if len(rows) == len(rated) else roll_up(rows, view.as_of, share_leads=by_share)
    return actions_worst_first(rows) if worst_first else rows, group


def rows_of(view: View, action_id: str) -> pd.DataFrame:
    """Rated rows of one 取組 by its number; none of a number that there is not."""
    rated = view.summary.actions
    return rated[rated["action_id"] == action_id]
