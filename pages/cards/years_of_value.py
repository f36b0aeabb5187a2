"""Money and effects over the years: the rows of a years chart, of the whole plan or of one 取組."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from kdx_metrics.numbers.effects import Effect
from kdx_metrics.numbers.money import MoneyYear
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year
from kdx_metrics.plan.formats import NO_VALUE, format_given, format_percent
from kdx_metrics.wording import value as words
from pages.tables.years_chart import YearCell, YearsRow, years_chart

ALL_YEARS = "計"


def value_years(
    money: Sequence[MoneyYear],
    effects: Sequence[Effect],
    costs: slice = slice(None),
) -> Markup:
    """Settlement, subsidy and execution rate (or those `costs` of them) and each effect, under all their years."""
    of_effects = (year.fiscal_year for each in effects for year in each.years)
    years = sorted({*(year.fiscal_year for year in money), *of_effects})
    rows = [*_cost_rows(money, years)[costs], *(_effect_row(each, years) for each in effects)]
    return years_chart("", [*map(era_fiscal_year, years), ALL_YEARS], rows)


def _cost_rows(money: Sequence[MoneyYear], years: Sequence[int]) -> list[YearsRow]:
    if not money:
        return []
    by_year = {year.fiscal_year: year for year in money}
    settled = words.settled_years(money)

    def cells(cell: Callable[[MoneyYear], YearCell]) -> list[YearCell]:
        return [cell(by_year[year]) if year in by_year else YearCell(NO_VALUE) for year in years]

    spent, granted = (
        format_given(words.summed(amounts))
        for amounts in ([year.settled for year in settled], [year.subsidy for year in settled])
    )
    of_settled = YearCell(granted, "決算した年度" if settled else "")
    subsidy = YearsRow("うち交付金等", words.THOUSANDS, [*cells(_subsidy_cell), of_settled], words.THOUSANDS)
    return [
        YearsRow("決算", words.THOUSANDS, [*cells(_cost_cell), YearCell(spent)], words.THOUSANDS),
        *([subsidy] if any(year.subsidy.total is not None for year in money) else []),
        YearsRow("執行率", "", [*cells(lambda year: YearCell(format_percent(year.execution.percent))), YearCell("")]),
    ]


def _cost_cell(year: MoneyYear) -> YearCell:
    budget = "" if year.budget.total is None else f"予算 {format_given(year.budget.total)}"
    number = format_given(year.settled.total, missing="")
    return YearCell(number, budget if number else f"決算前・{budget}", year.settled.total, year.budget.total)


def _subsidy_cell(year: MoneyYear) -> YearCell:
    return YearCell(format_given(year.subsidy.total), value=year.subsidy.total)


def _effect_row(effect: Effect, years: Sequence[int]) -> YearsRow:
    by_year = {year.fiscal_year: year.sums for year in effect.years}
    cells = []
    for year in years:
        sums = by_year.get(year)
        if sums is None:
            cells.append(YearCell(NO_VALUE))
            continue
        planned, actual = sums.planned.total, sums.actual.total
        number = format_given(actual, missing="")
        beside = "" if planned is None else f"{'' if number else '実績なし・'}見込み {format_given(planned)}"
        cells.append(YearCell(number, beside, actual, planned))
    return YearsRow(
        effect.name, effect.unit, [*cells, YearCell(format_given(effect.sums.actual.total), words.attained(effect))]
    )
