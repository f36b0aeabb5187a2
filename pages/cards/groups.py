"""Comparisons that the figures of the cards draw: groups of 取組, changes, the course, slipping ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kdx_metrics.charts.curve import Point
from kdx_metrics.charts.slips import SlipLine
from kdx_metrics.numbers.changes import ActionChange, Changes
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ordering import by_standing
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.views.groups import period_and_pillars, period_label
from pages.frame.filters import cell_query
from pages.tables.table_chart import ChartRow
from pages.view.address import PERIOD, PILLAR
from pages.view.meeting import meeting_material
from pages.view.view import View, address_of

Groups = Sequence[tuple[str, Group]]


def groups_by(name: str, summary: Summary, pillar: str | None, period: int | None) -> Groups:
    """The plan divided by what the address calls `name`: by 柱 within the 期, by 期 within the 柱, by 所管課."""
    strategy = summary.snapshot.strategy
    if name == PILLAR:
        return [(p.name, summary.cells[p.id, period] if period else summary.pillars[p.id]) for p in strategy.pillars]
    if name == PERIOD:
        cells = {p.number: summary.cells[pillar, p.number] for p in strategy.periods} if pillar else summary.periods
        return [(p.name, cells[p.number]) for p in strategy.periods]
    return list(summary.departments.items())


def chart_rows(
    view: View, by: str, pillar: str | None = None, period: int | None = None, *, as_links: bool = True
) -> list[ChartRow]:
    """The plan divided as by `groups_by`, beside the last meeting, each row with the way to its 取組."""
    _, material = meeting_material(view)
    earlier = {} if material.previous is None else dict(groups_by(by, material.previous, pillar, period))
    limits = cell_query(view, pillar, period)
    labels = {p.name: period_label(view.summary, p.number) for p in view.strategy.periods} if by == PERIOD else {}
    return [
        ChartRow(
            labels.get(name, name),
            group,
            earlier.get(name),
            address_of(view, "actions", **limits | {by: name}) if as_links else "",
        )
        for name, group in groups_by(by, view.summary, pillar, period)
    ]


def pillars_worst_first(summary: Summary) -> Groups:
    """The 柱 in the 期 in force, the one furthest below plan first, those without a number last."""
    _, *pillars = period_and_pillars(summary)
    return sorted(pillars, key=lambda named: by_standing(named[1]))


def changes_since(view: View, before_on: date | None) -> Changes:
    """Changes since another date, or since the last meeting; ValueError where nothing is compared."""
    _, material = meeting_material(view, before_on)
    if material.changes is None:
        raise ValueError(before_on)
    return material.changes


def slip_lines(view: View, delayed: Sequence[ActionChange]) -> dict[tuple[str, int], SlipLine]:
    """The planned end of each row put off, at every published 時点 that held it, by (取組番号, 期)."""
    points: dict[tuple[str, int], list[tuple[date, date]]] = {(row.action_id, row.period): [] for row in delayed}
    titles: dict[tuple[str, int], str] = {}
    starts: dict[tuple[str, int], list[date]] = {key: [] for key in points}
    before = {(row.action_id, row.period): row.before.planned_end for row in delayed if row.before}
    for past in view.history():
        for row in past.actions[["action_id", "period", "title", "planned_start", "planned_end"]].to_dict("records"):
            key = (row["action_id"], int(row["period"]))
            if key in points:
                points[key].append((past.as_of, row["planned_end"].date()))
                starts[key].append(row["planned_start"].date())
                titles[key] = row["title"]
    return {
        key: SlipLine(titles[key], tuple(ends), before.get(key), (starts[key][-1] - starts[key][0]).days)
        for key, ends in points.items()
        if ends
    }


def moved_ends(lines: Iterable[SlipLine]) -> list[tuple[str, int, int, date]]:
    """Name, days moved since last time and since the first plan, and newest planned end of each line."""
    return [(line.label, line.slip_since, line.slip, line.points[-1][1]) for line in lines]


def past_groups(view: View, pillar: str | None) -> list[tuple[date, Group]]:
    """One 柱, or the whole plan, at every published 時点 up to the date in view."""
    return [(past.as_of, past.group(pillar)) for past in view.history()]


def course_points(view: View, pillar: str | None) -> list[Point]:
    """Actual and plan at every 時点 that has an actual."""
    return [(day, group.actual, group.planned) for day, group in past_groups(view, pillar) if group.actual is not None]
