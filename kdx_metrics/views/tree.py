"""Line of sight: 柱 → 施策 → 取組 of the 期 in force → 指標, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.links import Link
from kdx_metrics.numbers.ordering import actions_worst_first, by_standing, kpis_worst_first
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.strategy import Pillar


@dataclass(frozen=True, slots=True)
class ActionBranch:
    """One 取組, as a row of `rate()`, with the 指標 that it is to move."""

    row: Any
    kpis: tuple[KpiResult, ...]


@dataclass(frozen=True, slots=True)
class ThemeBranch:
    """One 施策 with its 取組; the name is "" for those without one."""

    name: str
    actions: tuple[ActionBranch, ...]


@dataclass(frozen=True, slots=True)
class PillarBranch:
    """One 柱 with its 施策, and its 指標 that no 取組 in view is to move."""

    pillar: Pillar
    group: Group
    themes: tuple[ThemeBranch, ...]
    kpis: tuple[KpiResult, ...]


def tree(summary: Summary, linked: Mapping[str, Sequence[Link]]) -> list[PillarBranch]:
    """The branches of a plan; `linked` are the links of the whole city by KPI."""
    strategy = summary.snapshot.strategy
    kpis = kpis_worst_first(summary.kpis, summary.attention)
    of_row: dict[int, list[KpiResult]] = {}
    for kpi in kpis:
        for link in linked.get(kpi.kpi_id, ()):
            of_row.setdefault(link.row, []).append(kpi)
    rows: list[Any] = list(actions_worst_first(summary.running).itertuples())
    moved = {kpi.kpi_id for row in rows for kpi in of_row.get(row.Index, ())}
    names = {theme.id: theme.name for theme in strategy.themes}
    branches = []
    for pillar in strategy.pillars:
        themes: dict[str, list[ActionBranch]] = {}
        for row in rows:
            if row.pillar == pillar.id:
                branch = ActionBranch(row, tuple(of_row.get(row.Index, ())))
                themes.setdefault(names.get(row.theme, ""), []).append(branch)
        branches.append(
            PillarBranch(
                pillar,
                summary.cells[pillar.id, summary.period],
                tuple(ThemeBranch(name, tuple(actions)) for name, actions in themes.items()),
                tuple(kpi for kpi in kpis if kpi.pillar == pillar.id and kpi.kpi_id not in moved),
            )
        )
    return sorted(branches, key=lambda branch: by_standing(branch.group))
