"""Report on grants in rows: one per 取組 and 年度 that was paid with one, as the report to the state asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from kdx_metrics.numbers.kpi import KpiResult, evaluate_kpis
from kdx_metrics.numbers.money import up_to
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.numbers.voices import about, of_fiscal_years, public
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year, fiscal_year_end, wareki
from kdx_metrics.plan.formats import NO_VALUE
from kdx_metrics.views.listing import Column, Columns, Listing, absent
from kdx_metrics.views.value import Named, named
from kdx_metrics.wording.kpi.amounts import given_text, goal_text
from kdx_metrics.wording.kpi.kpi_sentences import dated

_LINKS = "links"  # the table of 取組と指標, which a city may do without


class Granted(NamedTuple):
    """One 年度 of a 取組 with a grant; `cost` is settled, or budgeted where it is not settled yet.

    `kpis` stand as at the end of the 年度, in a running one as at the date of the summary.
    """

    fiscal_year: int
    grant: str
    action_id: str
    name: Named
    cost: float | None
    is_settled: bool
    subsidy: float
    kpis: tuple[KpiResult, ...]
    opinions: str
    ahead: str


COLUMNS: Columns[Granted] = (
    Column("fiscal_year", "年度", lambda row: era_fiscal_year(row.fiscal_year), width=12, share=8),
    Column("grant", "交付金等", lambda row: row.grant, width=24, share=14),
    Column("work", "事業", lambda row: f"{row.action_id} {row.name.title}", width=40, share=22),
    Column("department", "所管課", lambda row: row.name.department, width=14, share=8),
    Column("cost", "事業費(千円)", lambda row: row.cost, "number", 12, share=8),
    Column("basis", "事業費の別", lambda row: "決算" if row.is_settled else "予算", width=8, share=5),
    Column("subsidy", "うち国費(千円)", lambda row: row.subsidy, "number", 12, share=8),
    Column("kpis", "指標(KPI)", lambda row: "、".join(kpi.name for kpi in row.kpis), width=32, share=11),
    Column("targets", "目標値", lambda row: "、".join(map(goal_text, row.kpis)), width=12, share=6),
    Column("actuals", "実績値", lambda row: "、".join(map(_actual, row.kpis)), width=24, share=10),
    Column("opinions", "外部意見", lambda row: row.opinions, width=24, share=10),
    Column("ahead", "今後", lambda row: row.ahead, width=36, share=16),
)


def _actual(kpi: KpiResult) -> str:
    """`13.6分(令和7年3月)`: a value with its time, which may lie before the 年度 of its row."""
    when = dated(kpi)
    return f"{given_text(kpi.actual, kpi)}({when})" if when else NO_VALUE


def grant_report(summary: Summary) -> Listing[Granted]:
    """The report up to the year of the summary, newest year first."""
    return Listing("交付金の報告", COLUMNS, list(_rows(summary)), "交付金等のある取組はありません。")


def _rows(summary: Summary) -> Iterator[Granted]:
    rows = up_to(summary.snapshot.years, summary.as_of)
    rows = rows[rows["subsidy"] > 0].sort_values("fiscal_year", ascending=False, kind="stable")
    names, steps = named(summary), _next_steps(summary)
    kpis = {year: _linked_kpis(summary, year) for year in rows["fiscal_year"].unique()}
    voices = public(summary.voices)
    for row in rows.to_dict("records"):
        number, year = str(row["action_id"]), int(row["fiscal_year"])
        settled = not absent(row["settled"])
        cost = row["settled"] if settled else row["budget"]
        period = summary.snapshot.strategy.period_at(fiscal_year_end(year)).number
        yield Granted(
            fiscal_year=year,
            grant=str(row["subsidy_name"]),
            action_id=number,
            name=names.get(number, Named(number, "")),
            cost=None if absent(cost) else float(cost),
            is_settled=settled,
            subsidy=float(row["subsidy"]),
            kpis=kpis[year].get(number, ()),
            opinions=_opinions(about(voices, "action_ids", number), year),
            ahead="。".join(filter(None, (str(row["direction"]), steps.get((number, period), "")))),
        )


def _opinions(rows: pd.DataFrame, year: int) -> str:
    """Opinions of a 年度 and of the next, in which its work is reviewed; the oldest first, with kind and day."""
    told = (
        of_fiscal_years(rows, year, year + 1).iloc[::-1][["kind", "date", "opinion"]].itertuples(index=False, name=None)
    )
    return " ".join(f"【{kind}・{wareki(day.date())}】{opinion}" for kind, day, opinion in told)


def _next_steps(summary: Summary) -> Mapping[tuple[str, int], str]:
    """今後の対応 by 取組番号 and 期."""
    rows = summary.snapshot.actions
    return dict(zip(zip(rows["action_id"], rows["period"], strict=True), rows["next_step"], strict=True))


def _linked_kpis(summary: Summary, year: int) -> Mapping[str, tuple[KpiResult, ...]]:
    """指標 as at the end of a 年度 by the 取組 that they are linked with; none where the city keeps no such table."""
    links: Any = summary.snapshot.frames.get(_LINKS)
    if links is None:
        return {}
    by_number = {kpi.kpi_id: kpi for kpi in _kpis_of(summary, year)}
    linked: dict[str, tuple[KpiResult, ...]] = {}
    for number, kpi_id in zip(links["action_id"], links["kpi_id"], strict=True):
        if kpi_id in by_number:
            linked[number] = (*linked.get(number, ()), by_number[kpi_id])
    return linked


def _kpis_of(summary: Summary, year: int) -> Sequence[KpiResult]:
    end = fiscal_year_end(year)
    return summary.kpis if end >= summary.as_of else evaluate_kpis(replace(summary.snapshot, as_of=end))
