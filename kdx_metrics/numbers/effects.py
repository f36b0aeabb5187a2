"""Effects of 取組 per kind and unit, planned and actual, and what they come to in money beside their cost.

Source: formulas.md, "Money and effect". Only what is given is summed; nothing is extrapolated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.money import Amount, Share, amount, by_year, has_ended, share, total, up_to
from kdx_metrics.plan.tables.effects import HOURS, KINDS, MONEY, OTHER

_YEN = 1000  # per 千円


@dataclass(frozen=True, slots=True)
class EffectSums:
    """Effects of one kind and unit over some rows.

    `attainment` is over the rows that have both; `pending` are the 取組 with a plan but no actual.
    """

    planned: Amount
    actual: Amount
    attainment: Share
    pending: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffectYear:
    """Effects of one kind and unit in a 年度."""

    fiscal_year: int
    sums: EffectSums
    is_ended: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """Effects of one kind and unit, per 年度 and over all years so far; `ended` is over the years that have ended.

    `name` is the kind, or for その他 the 算出方法 where all rows give the same.
    """

    kind: str
    unit: str
    name: str
    years: tuple[EffectYear, ...]
    sums: EffectSums
    ended: EffectSums


@dataclass(frozen=True, slots=True)
class ActionValue:
    """Cost and effect in money of a 取組 in the years so far, in 千円; None for what is not known."""

    action_id: str
    settled: float | None
    effect: float | None

    @property
    def gap(self) -> float | None:
        """Effect beyond the cost; None unless both are known."""
        if self.settled is None or self.effect is None:
            return None
        return float(exact(self.effect) - exact(self.settled))


@dataclass(frozen=True, slots=True)
class Value:
    """Effect in money beside the cost: of each 取組 that has either, and over those that have both.

    `total` is the effect of all that have one. `ratio` is effect per cost, None without a cost; `both` of the `known`
    取組 with either stand behind it, with their `effect` and what they have `settled`.
    """

    actions: tuple[ActionValue, ...]
    total: Amount
    effect: float
    settled: float
    ratio: float | None
    both: int

    @property
    def known(self) -> int:
        """Number of 取組 with a cost or an effect in money."""
        return len(self.actions)


def effect_sums(effects: pd.DataFrame, as_of: date) -> tuple[Effect, ...]:
    """Sums per kind and unit over the years up to that of `as_of`, kinds in their order and units by name."""
    rows = up_to(effects, as_of)
    groups = {(str(kind), str(unit)): of_kind for (kind, unit), of_kind in rows.groupby(["kind", "unit"])}
    return tuple(
        _effect(*key, groups[key], as_of) for key in sorted(groups, key=lambda key: (KINDS.index(key[0]), key[1]))
    )


def _effect(kind: str, unit: str, rows: pd.DataFrame, as_of: date) -> Effect:
    years = tuple(EffectYear(year, _sums(of_year), has_ended(year, as_of)) for year, of_year in by_year(rows))
    ended = [year.fiscal_year for year in years if year.is_ended]
    return Effect(kind, unit, _name(kind, rows), years, _sums(rows), _sums(rows[rows["fiscal_year"].isin(ended)]))


def _name(kind: str, rows: pd.DataFrame) -> str:
    methods = rows["method"].unique().tolist()
    return methods[0] if kind == OTHER and len(methods) == 1 and methods[0] else kind


def _sums(rows: pd.DataFrame) -> EffectSums:
    pending = rows.loc[rows["planned"].notna() & rows["actual"].isna(), "action_id"]
    return EffectSums(
        planned=amount(rows, "planned"),
        actual=amount(rows, "actual"),
        attainment=share(rows, "actual", "planned"),
        pending=tuple(dict.fromkeys(pending)),
    )


def value_of(effects: pd.DataFrame, action_years: pd.DataFrame, as_of: date, hourly_yen: float | None) -> Value | None:
    """Effect in money and cost per 取組 so far; None where an hour has no price."""
    if hourly_yen is None:
        return None
    gains, costs = in_money(up_to(effects, as_of), hourly_yen), _costs(up_to(action_years, as_of))
    numbers = sorted({*gains, *costs})
    both = [number for number in numbers if number in gains and number in costs]
    effect = sum((gains[number] for number in both), Fraction())
    settled = sum((costs[number] for number in both), Fraction())
    return Value(
        actions=tuple(ActionValue(number, _given(costs, number), _given(gains, number)) for number in numbers),
        total=Amount(float(sum(gains.values(), Fraction())), len(gains)) if gains else Amount(None, 0),
        effect=float(effect),
        settled=float(settled),
        ratio=float(effect / settled) if settled > 0 else None,
        both=len(both),
    )


def widest_gap_first(value: Value) -> list[ActionValue]:
    """取組 by how far their cost is above their effect; then those without an effect, dearest first; then the rest."""

    def order(each: ActionValue) -> tuple[int, float]:
        if each.gap is not None:
            return 0, each.gap
        return (2, 0.0) if each.settled is None else (1, -each.settled)

    return sorted(value.actions, key=order)


def in_money(effects: pd.DataFrame, hourly_yen: float) -> dict[str, Fraction]:
    """Actual effects in 千円 per 取組: 削減額, and 削減時間 at the price of an hour. Other kinds are not money."""
    prices = {MONEY: Fraction(1), HOURS: exact(hourly_yen) / _YEN}
    rows = effects[effects["actual"].notna() & effects["kind"].isin(prices)]
    gains: dict[str, Fraction] = {}
    for number, kind, actual in zip(rows["action_id"], rows["kind"], rows["actual"], strict=True):
        gains[number] = gains.get(number, Fraction()) + exact(actual) * prices[kind]
    return gains


def _costs(action_years: pd.DataFrame) -> dict[str, Fraction]:
    rows = action_years[action_years["settled"].notna()]
    return {str(number): total(of_action["settled"]) for number, of_action in rows.groupby("action_id")}


def _given(amounts: Mapping[str, Fraction], number: str) -> float | None:
    return float(amounts[number]) if number in amounts else None
