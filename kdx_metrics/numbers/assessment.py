"""Ratings given by people: the newest that counts for each action row (formulas.md, "Assessed by people").

An assessment never makes an actual: it rates a row without a 進捗率, and stands beside the rating of one with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from kdx_metrics.numbers.ratings import CLOSED
from kdx_metrics.plan.fiscal_calendar import fiscal_year, fiscal_year_end
from kdx_metrics.plan.strategy import Strategy

BY_DEPARTMENT, BY_BOARD = "self_rating", "board_rating"
_KEY = ["action_id", "period"]
_ASSESSED = ["assessment", "assessment_year", "assessed_by", "means", "assessment_reason"]
_DIRECTED = ["direction", "direction_year"]
_NOTHING: dict[str, str | int] = {name: 0 if name.endswith("_year") else "" for name in (*_ASSESSED, *_DIRECTED)}


def assess(actions: pd.DataFrame, years: pd.DataFrame, strategy: Strategy, as_of: date) -> pd.DataFrame:
    """Assessment of each action row at `as_of` by the rows of 年度評価, in the order of the actions.

    `assessment` is the word as the strategy spells it, `assessment_year` its 年度, `assessed_by` the column in which it
    stands, `means` its rating and `assessment_reason` why: "" and 0 where none counts. `assessment_runs` marks those
    of a 年度 that has not ended, `is_outdated` the rows whose newest one is too old to count.
    `direction` is the newest 今後の方向性, of `direction_year`.
    """
    this_year = fiscal_year(as_of)
    rows = years[(years["fiscal_year"] <= this_year).to_numpy(dtype=bool)].sort_values("fiscal_year", kind="stable")
    by_board = rows[BY_BOARD] != ""
    word = rows[BY_BOARD].where(by_board, rows[BY_DEPARTMENT])
    means = {each.word: each.means for each in strategy.assessments}
    rows = rows.assign(
        period=rows["fiscal_year"].map(_periods(strategy)).fillna(0).astype("int64"),
        assessment=word,
        assessment_year=rows["fiscal_year"],
        assessed_by=by_board.map({True: BY_BOARD, False: BY_DEPARTMENT}),
        means=pd.Series([means.get(text, "") for text in word], rows.index, dtype="str"),
        assessment_reason=rows["rating_reason"],
        direction_year=rows["fiscal_year"],
    )
    people = actions[_KEY]
    for names, given in ((_ASSESSED, "means"), (_DIRECTED, "direction")):
        newest = rows[rows[given] != ""].drop_duplicates(_KEY, keep="last")
        people = people.merge(newest[[*_KEY, *names]], "left", _KEY)
    people = people.fillna(_NOTHING).drop(columns=_KEY).set_index(actions.index)
    people = people.astype({name: "int64" if name.endswith("_year") else "str" for name in people.columns})
    running = [each.number for each in strategy.periods if each.first_day <= as_of <= each.last_day]
    lasts = people["means"].isin(["", "completed"])
    is_outdated = ~lasts & (people["assessment_year"] < this_year - 1) & actions["period"].isin(running)
    people.loc[is_outdated, _ASSESSED] = [_NOTHING[name] for name in _ASSESSED]
    runs = (people["assessment_year"] == this_year) & (as_of < fiscal_year_end(this_year))
    return people.assign(is_outdated=is_outdated, assessment_runs=runs)


def nobody(actions: pd.DataFrame) -> pd.DataFrame:
    """The same of action rows that nobody has assessed."""
    return pd.DataFrame({**_NOTHING, "is_outdated": False, "assessment_runs": False}, index=actions.index)


def _periods(strategy: Strategy) -> Mapping[int, int]:
    """Number of the 期 of each 年度."""
    return {
        year: period.number
        for period in strategy.periods
        for year in range(period.first_fiscal_year, period.last_fiscal_year + 1)
    }


def share_leads(rated: pd.DataFrame) -> bool:
    """True where 順調率 leads in place of means: too few of the rows at work have a 進捗率, and people rate the others.

    At work are those neither 対象外 nor 完了 nor 未着手; fewer than half of them are too few. Where nobody has rated
    those without a 進捗率, a share of the few that are judged would only hide the silence of the others.
    """
    at_work = rated[~rated["rating"].isin(CLOSED) & (rated["status"] != "未着手")]
    has_progress, by_people = at_work["progress"].notna(), at_work["means"] != ""
    return bool((by_people & ~has_progress).any() and 2 * has_progress.sum() < len(at_work))
