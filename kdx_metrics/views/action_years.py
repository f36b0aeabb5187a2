"""Years of one 取組 in rows: what was planned and done, what people and the 進捗率 say of it, and how it goes on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from kdx_metrics.numbers.effects import Effect, effect_sums
from kdx_metrics.numbers.money import MoneyYear, money_years, up_to
from kdx_metrics.numbers.progress import says_other
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import fiscal_year
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.listing import Column, Listing, absent
from kdx_metrics.wording import assessed as words
from kdx_metrics.wording.words import rating_label

BELOW = ("rating_reason",)  # sentences under their row
_OPTIONAL = ("planned_work", "done", "self_rating", "board_rating", "rating_reason", "direction")


class Rated(NamedTuple):
    """The rated row of a 取組 at the newest published 時点 of a 年度."""

    as_of: date
    row: Any


class ActionYear(NamedTuple):
    """One 年度 of a 取組: its row of 年度評価, and how it was rated in that year; None where no 時点 lies in it."""

    given: Any
    rated: Rated | None


def action_years(numbers: Collection[str], history: Sequence[Summary]) -> Listing[ActionYear]:
    """Years of a 取組 under these numbers up to the last 時点 of `history`, without the columns that say nothing."""
    now = history[-1]
    rows = up_to(_of(numbers, now.snapshot.years), now.as_of).sort_values(["fiscal_year", "action_id"])
    rated = _rated(numbers, history)
    years = [ActionYear(row, rated.get((row.action_id, row.fiscal_year))) for row in _tuples(rows)]
    listing = Listing("年度ごとの予定・実績・評価", _columns(now), years)
    silent = [name for name in _OPTIONAL if not (rows[name] != "").any()]
    silent += [column.name for column in listing.columns[-2:] if not any(map(column.value, years))]
    return listing.without(*silent, *([] if len(set(rows["action_id"])) > 1 else ["action_id"]))


def _columns(now: Summary) -> tuple[Column[ActionYear], ...]:
    strategy = now.snapshot.strategy
    return (
        Column("fiscal_year", "年度", lambda each: words.year(each.given.fiscal_year, now.as_of), width=12),
        Column("action_id", "取組番号", lambda each: each.given.action_id, width=10),
        *(
            Column(name, header, _given(name), width=width)
            for name, header, width in (
                ("planned_work", "実施予定", 30),
                ("done", "実績", 30),
                ("self_rating", "自己評価", 9),
                ("board_rating", "本部評価", 9),
                ("rating_reason", "評価理由", 30),
                ("direction", "今後の方向性", 12),
            )
        ),
        Column("rating", "進捗率による評価", lambda each: _by_progress(each.rated), width=20),
        Column("differs", "食い違い", lambda each: _differs(each, strategy), width=24),
    )


def _given(name: str) -> Any:  # noqa: ANN401  # a function of any row
    return lambda each: getattr(each.given, name)


def _by_progress(rated: Rated | None) -> str:
    """`● 順調(1月7日)`: rating by the rules at the newest 時点 of the 年度, "" where people alone have rated."""
    if rated is None or (absent(rated.row.actual) and rated.row.rating == rated.row.means):
        return ""
    return f"{rating_label(rated.row.rating)}({rated.as_of.month}月{rated.as_of.day}日)"


def _differs(each: ActionYear, strategy: Strategy) -> str:
    """Differences of a year: between 自己評価 and 本部評価, and between people and the 進捗率."""
    own, board = each.given.self_rating, each.given.board_rating
    means = {each.word: each.means for each in strategy.assessments}.get(board or own, "")
    row = None if each.rated is None else each.rated.row
    differ = row is not None and says_other(means, row.by_gap, row.rating)
    return words.year_differs(own, board, row.by_gap if row is not None and differ else "")


def _rated(numbers: Collection[str], history: Sequence[Summary]) -> Mapping[tuple[str, int], Rated]:
    """By number and 年度: the row of the 期 of that year, at its newest 時点."""
    newest: dict[tuple[str, int], Rated] = {}
    for past in history:
        year = fiscal_year(past.as_of)
        rows = _of(numbers, past.actions)
        for row in _tuples(rows[rows["period"] == past.period]):
            newest[row.action_id, year] = Rated(past.as_of, row)
    return newest


def worth_years(
    numbers: Collection[str], snapshot: Snapshot, as_of: date
) -> tuple[tuple[MoneyYear, ...], tuple[Effect, ...]]:
    """Money and effects of a 取組 under these numbers, per 年度."""
    return money_years(_of(numbers, snapshot.years), as_of), effect_sums(_of(numbers, snapshot.effects), as_of)


def _tuples(rows: pd.DataFrame) -> Iterator[Any]:
    return iter(rows.itertuples())


def _of(numbers: Collection[str], rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["action_id"].isin(list(numbers))]
