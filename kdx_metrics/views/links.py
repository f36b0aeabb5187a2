"""取組 of a 指標 and 指標 of a 取組 in rows."""

from __future__ import annotations

from typing import Any, NamedTuple

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.links import Link
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.views import actions, kpis
from kdx_metrics.views.listing import Column, Columns, Listing, chosen, within

_OF_ACTION = ("action_id", "title", "department", "planned", "actual", "rating")
_OF_KPI = ("kpi_id", "name", "unit", "actual", "target", "rating")


class Linked(NamedTuple):
    """One link with the rated row of its 取組."""

    link: Link
    row: Any


_RELATION: Columns[Linked] = (
    Column("relation", "つながり", lambda each: each.link.relation, width=8),
    Column("note", "つながりの説明", lambda each: each.link.note, width=36),
)


def linked(summary: Summary) -> list[Linked]:
    """Every link of the 期 in force, in the order of the KPIs."""
    links = [link for kpi in summary.kpis for link in summary.links.get(kpi.kpi_id, ())]
    rows = {row.Index: row for row in summary.actions.loc[[link.row for link in links]].itertuples()}
    return [Linked(link, rows[link.row]) for link in links]


def actions_of(kpi_id: str, summary: Summary) -> Listing[Linked]:
    """取組 of the 期 in force that are to move a 指標."""
    columns = within(chosen(actions.columns(summary.snapshot.strategy), *_OF_ACTION), _row)
    links = [each for each in linked(summary) if each.link.kpi.kpi_id == kpi_id]
    return Listing("この指標につながる取組", (*columns, *_RELATION), links)


def kpis_of(action_id: str, summary: Summary) -> Listing[Linked]:
    """指標 that a 取組 of the 期 in force is to move."""
    columns = within(chosen(kpis.columns(summary), *_OF_KPI), _kpi)
    links = [each for each in linked(summary) if each.link.action_id == action_id]
    return Listing("この取組が動かす指標", (*columns, *_RELATION), links)


def pairs(summary: Summary) -> Listing[Linked]:
    """Every 取組 of the 期 in force beside each 指標 that it is to move."""
    strategy = summary.snapshot.strategy
    columns = (
        *within(chosen(actions.columns(strategy), "action_id", "title", "rating"), _row),
        *within(chosen(kpis.columns(summary), "kpi_id", "name"), _kpi),
        Column("kpi_rating", "指標の評価", lambda each: kpis.rating_label(each.link.kpi), width=11),
        *_RELATION,
    )
    return Listing("取組と指標のつながり", columns, linked(summary), "取組と指標のつながりがありません。")


def _row(each: Linked) -> Any:  # noqa: ANN401  # a row of progress.rate as a named tuple
    return each.row


def _kpi(each: Linked) -> KpiResult:
    return each.link.kpi
