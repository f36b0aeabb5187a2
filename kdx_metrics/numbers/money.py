"""Money of 取組 per 年度: budget, settlement and subsidy in 千円, and the execution rate.

Source: formulas.md, "Money and effect". A year without an amount has none: nothing is put in the place of what is
missing, and each sum says how many 取組 are behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from kdx_metrics.numbers.exact import exact
from kdx_metrics.plan.fiscal_calendar import fiscal_year, fiscal_year_end


class Amount(NamedTuple):
    """Sum of what is given, with the number of 取組 that give it; None where none does."""

    total: float | None
    actions: int


class Share(NamedTuple):
    """`part` per 100 of `whole`, over the `actions` 取組 whose rows have both; None without any, or of 0."""

    percent: float | None
    part: float
    whole: float
    actions: int


@dataclass(frozen=True, slots=True)
class MoneyYear:
    """Amounts of one 年度; `execution` is the share of the budget that is settled, once the year has ended."""

    fiscal_year: int
    budget: Amount
    settled: Amount
    subsidy: Amount
    execution: Share
    is_ended: bool


NO_SHARE = Share(None, 0.0, 0.0, 0)


def money_years(action_years: pd.DataFrame, as_of: date) -> tuple[MoneyYear, ...]:
    """The years up to that of `as_of` in which a row has an amount, in order; rows of 中止 count too."""
    rows = up_to(action_years, as_of).dropna(subset=["budget", "settled", "subsidy"], how="all")
    return tuple(_year(year, of_year, as_of) for year, of_year in by_year(rows))


def up_to(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Rows of the years up to that of `as_of`."""
    return rows[rows["fiscal_year"] <= fiscal_year(as_of)]


def by_year(rows: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame]]:
    """Years in order, each with its rows."""
    years = rows["fiscal_year"]
    return ((year, rows[years == year]) for year in sorted(years.unique().tolist()))


def has_ended(year: int, as_of: date) -> bool:
    """True for a 年度 whose last day is not after `as_of`."""
    return fiscal_year_end(year) <= as_of


def _year(year: int, rows: pd.DataFrame, as_of: date) -> MoneyYear:
    ended = has_ended(year, as_of)
    return MoneyYear(
        fiscal_year=year,
        budget=amount(rows, "budget"),
        settled=amount(rows, "settled"),
        subsidy=amount(rows, "subsidy"),
        execution=share(rows, "settled", "budget") if ended else NO_SHARE,
        is_ended=ended,
    )


def amount(rows: pd.DataFrame, column: str) -> Amount:
    """Sum of a column over the rows that have it."""
    given = rows[rows[column].notna()]
    return Amount(float(total(given[column])), given["action_id"].nunique()) if len(given) else Amount(None, 0)


def share(rows: pd.DataFrame, part: str, whole: str) -> Share:
    """One column per 100 of another, over the rows that have both."""
    both = rows[rows[part].notna() & rows[whole].notna()]
    top, bottom = total(both[part]), total(both[whole])
    percent = float(100 * top / bottom) if bottom > 0 else None
    return Share(percent, float(top), float(bottom), both["action_id"].nunique())


def total(values: Iterable[float]) -> Fraction:
    """Exact sum of given decimals."""
    return sum(map(exact, values), Fraction())
