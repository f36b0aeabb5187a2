"""Money and effect in rows: per 年度 and per 取組."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from kdx_metrics.numbers.effects import ActionValue, Effect, EffectYear, widest_gap_first
from kdx_metrics.numbers.money import MoneyYear
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year
from kdx_metrics.views.listing import Column, Columns, Listing
from kdx_metrics.wording.value import NO_MONEY, RATIO, WORTH, attained


class Named(NamedTuple):
    """取組 by its number as other tables name it: its newest name and 所管課 up to the running 期."""

    title: str
    department: str


def named(summary: Summary) -> Mapping[str, Named]:
    """Names by 取組番号; of a 取組 whose rows all lie ahead, the first."""
    rows = summary.snapshot.actions.sort_values("period", kind="stable")
    names: dict[str, Named] = {}
    for number, period, title, department in zip(
        rows["action_id"], rows["period"], rows["title"], rows["department"], strict=True
    ):
        if number not in names or period <= summary.period:
            names[number] = Named(title, department)
    return names


def title_of(summary: Summary) -> Callable[[str], str]:
    """Name of a 取組 by its number."""
    names = named(summary)
    return lambda number: names[number].title if number in names else number


def _amount(name: str, header: str, amount: Callable[[MoneyYear], float | None]) -> Column[MoneyYear]:
    return Column(name, f"{header}(千円)", amount, "number", 12, share=8)


MONEY: Columns[MoneyYear] = (
    Column("fiscal_year", "年度", lambda year: era_fiscal_year(year.fiscal_year), width=12, share=9),
    _amount("budget", "予算額", lambda year: year.budget.total),
    Column("budgeted", "予算額のある取組", lambda year: year.budget.actions, "count"),
    _amount("settled", "決算額", lambda year: year.settled.total),
    Column("paid", "決算額のある取組", lambda year: year.settled.actions, "count"),
    _amount("subsidy", "うち交付金等", lambda year: year.subsidy.total),
    Column("subsidised", "交付金等のある取組", lambda year: year.subsidy.actions, "count"),
    Column("execution", "執行率(%)", lambda year: year.execution.percent, "percent", 10, short="執行率", share=7),
    Column("executed", "執行率に入れた取組", lambda year: year.execution.actions, "count"),
)


MONEY_ON_PAPER = ("fiscal_year", "budget", "settled", "subsidy", "execution")


def money(summary: Summary) -> Listing[MoneyYear]:
    """Budget, settlement and subsidy per 年度, each with the number of 取組 behind it."""
    return Listing("年度ごとの費用", MONEY, summary.money, NO_MONEY)


class EffectRow(NamedTuple):
    """One kind of effect in one 年度."""

    effect: Effect
    year: EffectYear


EFFECTS: Columns[EffectRow] = (
    Column("kind", "種類", lambda row: row.effect.kind, width=10),
    Column("unit", "単位", lambda row: row.effect.unit, width=8),
    Column("fiscal_year", "年度", lambda row: era_fiscal_year(row.year.fiscal_year), width=12),
    Column("planned", "見込", lambda row: row.year.sums.planned.total, "number", 10),
    Column("planning", "見込のある取組", lambda row: row.year.sums.planned.actions, "count"),
    Column("actual", "実績", lambda row: row.year.sums.actual.total, "number", 10),
    Column("done", "実績のある取組", lambda row: row.year.sums.actual.actions, "count"),
    Column(
        "attainment", "見込みに対する割合(%)", lambda row: row.year.sums.attainment.percent, "percent", 12, short="割合"
    ),
    Column("both", "割合に入れた取組", lambda row: row.year.sums.attainment.actions, "count"),
    Column("pending", "見込みだけの取組", lambda row: "、".join(row.year.sums.pending), width=24),
)


def effects(summary: Summary) -> Listing[EffectRow]:
    """Planned and actual per kind and 年度, with the 取組 that have told only what they plan."""
    rows = [EffectRow(effect, year) for effect in summary.effects for year in effect.years]
    return Listing("年度ごとの効果", EFFECTS, rows, "効果の行はまだありません。")


def effect_totals(summary: Summary) -> Listing[Effect]:
    """Each effect over all years so far."""
    columns: Columns[Effect] = (
        Column("name", "効果", lambda effect: effect.name, width=24, share=12),
        Column("unit", "単位", lambda effect: effect.unit, width=8, share=4),
        Column("actual", "実績", lambda effect: effect.sums.actual.total, "number", 10, share=6),
        Column("attained", "見込みに対する割合", attained, width=18, share=18),
    )
    return Listing("効果の累計", columns, summary.effects, "効果の行はまだありません。")


class Worth(NamedTuple):
    """Cost and effect in money of one 取組."""

    name: Named
    value: ActionValue


def _ratio(row: Worth) -> float | None:
    settled, effect = row.value.settled, row.value.effect
    return effect / settled if effect is not None and settled else None


WORTHS: Columns[Worth] = (
    Column("action_id", "取組番号", lambda row: row.value.action_id, width=10, short="番号", share=5.6),
    Column("title", "取組名", lambda row: row.name.title, width=40, share=24),
    Column("department", "所管課", lambda row: row.name.department, width=14, share=8),
    Column("settled", "決算額の累計(千円)", lambda row: row.value.settled, "number", 12, short="決算(千円)", share=8),
    Column(
        "effect",
        "金額にした効果の累計(千円)",
        lambda row: row.value.effect,
        "amount",
        14,
        short="効果(千円)",
        share=8,
        rounding=WORTH,
    ),
    Column("gap", "効果 − 決算(千円)", lambda row: row.value.gap, "amount", 12, share=8, rounding=WORTH),
    Column("ratio", "費用1円あたりの効果(円)", _ratio, "pace", 12, short="1円あたり", share=6, rounding=RATIO),
)


def worths(summary: Summary) -> Listing[Worth]:
    """取組 with a cost or an effect in money, those whose cost is furthest above their effect first."""
    names = named(summary)
    rows = [] if summary.value is None else widest_gap_first(summary.value)
    return Listing(
        "取組ごとの費用と効果",
        WORTHS,
        [Worth(names.get(each.action_id, Named(each.action_id, "")), each) for each in rows],
        "決算額や金額にできる効果のある取組はまだありません。",
    )
