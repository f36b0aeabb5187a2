"""Cards of お金と効果: three large figures, money and effects over the years, and cost beside effect per 取組."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from kdx_metrics.numbers.effects import Effect
from kdx_metrics.numbers.money import MoneyYear
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year
from kdx_metrics.plan.formats import (
    format_amount,
    format_computed,
    format_given,
    format_percent,
)
from kdx_metrics.plan.tables.effects import OTHER
from kdx_metrics.views import value as listings
from kdx_metrics.wording import value as words
from pages.cards.card import Card, cached
from pages.cards.years_of_value import value_years
from pages.html import paragraph, tag
from pages.tables.html_table import html_table
from pages.view.view import View

EFFECTS_ON_A_SCREEN = 2


class Figure(NamedTuple):
    """One large figure of the page."""

    label: str
    number: str
    unit: str
    beside: str


def value_card(view: View) -> Card:
    """Cost, effect and effect per cost as three large figures."""
    finding = cached(view, _value_finding)
    price = view.strategy.effects
    value = view.summary.value
    return Card(
        key="value",
        title="かけた費用と、得られた効果",
        finding=finding,
        alt=finding,
        body=cached(view, _figures),
        table=lambda: listings.worths(view.summary),
        why=lambda: words.explain_effects(view.summary.effects) if value is None else words.explain_value(value, price),
    )


def _value_finding(view: View) -> str:
    summary = view.summary
    if summary.value is None or not summary.value.actions:
        return words.effects(summary.effects, listings.title_of(summary))
    return words.per_cost(summary.value)


def _figures(view: View) -> Markup:
    figures = [_cost_figure(view.summary.money), *_effect_figures(view)]
    return tag("div", *(_drawn(figure) for figure in figures), kind="kdx-now kdx-sums")


def value_on_a_screen(view: View) -> Markup:
    """The three figures, and the settlement and the effects over the years, as one screen of the deck."""
    summary = view.summary
    drawn = value_years(summary.money, summary.effects[:EFFECTS_ON_A_SCREEN], costs=slice(1))
    return tag("div", _figures(view), drawn)


def _drawn(figure: Figure) -> Markup:
    return tag(
        "section",
        tag("h3", figure.label),
        paragraph(figure.number, tag("small", figure.unit), kind="kdx-big"),
        paragraph(figure.beside, kind="kdx-beside"),
    )


def _cost_figure(years: Sequence[MoneyYear]) -> Figure:
    settled = words.settled_years(years)
    when = f"({words.span([year.fiscal_year for year in settled])}の決算)" if settled else ""
    subsidy = words.summed(year.subsidy for year in settled)
    ahead = [year for year in years if year.settled.total is None and year.budget.total is not None]
    beside = [
        *([f"うち交付金等 {words.thousands(subsidy)}"] if subsidy is not None else []),
        *(f"{era_fiscal_year(year.fiscal_year)}の予算 {words.thousands(year.budget.total)}" for year in ahead),
    ]
    total = words.summed(year.settled for year in settled)
    unit = "" if total is None else words.THOUSANDS
    return Figure(f"かけた費用{when}", format_given(total), unit, "・".join(beside))


def _effect_figures(view: View) -> list[Figure]:
    value, price = view.summary.value, view.strategy.effects
    told = "・".join(
        f"{each.kind} {format_given(each.sums.actual.total, each.unit)}"
        for each in view.summary.effects
        if each.kind != OTHER and each.sums.actual.total is not None
    )
    if value is None:
        return [_share_figure(each) for each in view.summary.effects[:2]]
    amount = value.total.total
    unit = "" if amount is None else words.THOUSANDS
    brought = Figure(
        "得られた効果(金額にして)",
        format_amount(amount, words.WORTH),
        unit,
        f"{told}(1時間{format_given(price.hourly_yen, '円')})" if told else "",
    )
    counted = f"両方がある{value.both}件の取組: 効果 {words.worth(value.effect)}・決算 {words.thousands(value.settled)}"
    ratio = Figure(
        "費用1円あたりの効果",
        format_computed(value.ratio, words.RATIO),
        "" if value.ratio is None else "円",
        counted if value.both else "決算と効果の両方がある取組はまだありません",
    )
    return [brought, ratio]


def _share_figure(effect: Effect) -> Figure:
    sums = effect.sums
    unit = "" if sums.actual.total is None else effect.unit
    share = f"・見込みの{format_percent(sums.attainment.percent)}" if sums.attainment.percent is not None else ""
    return Figure(
        words.label(effect), format_given(sums.actual.total), unit, f"実績のある取組 {sums.actual.actions}件{share}"
    )


def costs_card(view: View) -> Card:
    """Budget, settlement and subsidy per 年度."""
    finding = words.costs(view.summary.money)
    return Card(
        key="costs",
        title="年度ごとの費用(棒は決算、縦線は予算)",
        finding=finding,
        alt=finding,
        body=cached(view, _costs),
        table=lambda: listings.money(view.summary),
        why=lambda: words.explain_costs(view.summary.money),
    )


def _costs(view: View) -> Markup:
    return value_years(view.summary.money, ())


def effects_card(view: View) -> Card:
    """Planned and actual effect per kind and 年度."""
    summary = view.summary
    finding = cached(view, _effects_finding)
    return Card(
        key="effects",
        title="年度ごとの効果(棒は実績、縦線は見込み)",
        finding=finding,
        alt=finding,
        body=cached(view, _effects),
        table=lambda: listings.effects(summary),
        why=lambda: words.explain_effects(summary.effects),
    )


def _effects_finding(view: View) -> str:
    return words.effects(view.summary.effects, listings.title_of(view.summary))


def _effects(view: View) -> Markup:
    return value_years((), view.summary.effects)


def worths_card(view: View) -> Card:
    """Cost beside effect in money per 取組, those whose cost is furthest above their effect first.

    Raises ValueError where no effect comes to money.
    """
    if (value := view.summary.value) is None:
        raise ValueError("no effect comes to money")
    price, listing = view.strategy.effects, listings.worths(view.summary)
    return Card(
        key="worths",
        title=f"{listing.caption}(費用が効果を上回るものから)",
        finding=words.gaps(value, listings.title_of(view.summary)),
        alt=listing.caption,
        body=cached(view, _worths),
        table=lambda: listing,
        why=lambda: words.explain_value(value, price),
    )


def _worths(view: View) -> Markup:
    listing = listings.worths(view.summary)
    return html_table(listing, listing.caption)
