"""Sentences about the dates of what is shown: where its reports stand, what came later, days to come, days before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kdx_metrics.plan.fiscal_calendar import month_and_day, wareki
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName, publications

ESTIMATE = "試算: 以後の報告がない場合"
NO_DATA = "この日のデータはありません。"


def age(day: date, today: date) -> str:
    """`28日前`, `今日`, `3日先`."""
    days = (today - day).days
    if days == 0:
        return "今日"
    return f"{days:,}日前" if days > 0 else f"{-days:,}日先"


def reports(counts: Sequence[tuple[date, int | None]], today: date) -> str:
    """`報告は10月31日(28日前)の38件・11月20日の2件`; counts are None where a city has 指標 alone."""
    (led, rows), *later = counts
    first = f"{on(led, today)}({age(led, today)})"
    if rows is None:
        return f"実績は{first}の公開分"
    if not rows + sum(more or 0 for _, more in later):
        return "報告はまだありません"
    return f"報告は{'・'.join([f'{first}の{rows}件', *(f'{on(day, today)}の{more}件' for day, more in later)])}"


def later(
    published: Mapping[date, Sequence[TableName]], reported: Mapping[date, int | None], strategy: Strategy
) -> str:
    """`11月20日の報告2件、11月25日の年表`: what came after the 時点 in view."""
    labels = {name: table.label for name, table in publications(strategy).items()}
    return "、".join(
        f"{month_and_day(day)}の"
        + "・".join(
            f"報告{reported[day]}件" if name == "action_plan" and day in reported else labels[name] for name in names
        )
        for day, names in published.items()
    )


def first_data(day: date) -> str:
    """`最初のデータ: 令和5年11月15日`."""
    return f"最初のデータ: {wareki(day)}"


def on(day: date, today: date) -> str:
    """`10月31日`, with its year where that is not this one."""
    return month_and_day(day) if day.year == today.year else wareki(day)
