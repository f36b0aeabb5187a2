"""取組 and the 指標 that they are to move: which of both go well, and where one does without the other.

Source: formulas.md, "Links".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.ratings import GOES_WELL, LATE
from kdx_metrics.plan.tables.links import OUTCOME

Mismatch = Literal["no_effect", "no_activity"]
State = Literal["well", "late", "unknown"]

STATES: tuple[State, ...] = ("well", "late", "unknown")
# Ratings of a KPI by which work has no effect yet, and those of an effect that has come.
NO_EFFECT = ("behind", "slightly_behind", "worsened", "deviated")
EFFECT = ("achieved", "maintained")
NOT_KNOWN = "not_evaluable"


class Link(NamedTuple):
    """One 取組 of the 期 in force, by its Excel row and rating, and a 指標."""

    action_id: str
    row: int
    rating: str
    kpi: KpiResult
    relation: str
    note: str

    @property
    def is_outcome(self) -> bool:
        """True where the KPI measures what the 取組 is for, and not how much of it is done."""
        return self.relation == OUTCOME

    @property
    def work(self) -> State:
        """State of the 取組 by its rating; unknown also where it has not begun or was dropped."""
        return "well" if self.rating in GOES_WELL else "late" if self.rating in LATE else "unknown"

    @property
    def effect(self) -> State:
        """State of the KPI by its rating."""
        rating = self.kpi.rating
        return "late" if rating in NO_EFFECT else "unknown" if rating == NOT_KNOWN else "well"


@dataclass(frozen=True, slots=True)
class Noted:
    """Mismatch of one KPI and its 取組, with the rows that it is said of and the count of those not rated yet."""

    mismatch: Mismatch
    rows: tuple[Link, ...]
    unrated: int = 0


def links_of(
    links: pd.DataFrame, rated: pd.DataFrame, kpis: Sequence[KpiResult], period: int
) -> Mapping[str, tuple[Link, ...]]:
    """Links by KPI, in file order: those of `rate()`d rows of one 期 and of KPIs that there are."""
    running = rated[rated["period"] == period]
    rows = {number: (row, rating) for row, number, rating in _rows(running)}
    results = {kpi.kpi_id: kpi for kpi in kpis}
    linked: dict[str, list[Link]] = {}
    names = ("action_id", "kpi_id", "relation", "note")
    for action_id, kpi_id, relation, note in zip(*(links[name].tolist() for name in names), strict=True):
        if action_id in rows and kpi_id in results:
            link = Link(action_id, *rows[action_id], results[kpi_id], relation, note)
            linked.setdefault(kpi_id, []).append(link)
    return {kpi_id: tuple(each) for kpi_id, each in linked.items()}


def _rows(running: pd.DataFrame) -> Iterable[tuple[int, str, str]]:
    return zip(running.index.tolist(), running["action_id"].tolist(), running["rating"].tolist(), strict=True)


def noted(links: Sequence[Link]) -> Noted | None:
    """Mismatch in the links of one KPI; None where work and indicator agree, or it is not known yet.

    Work without effect: the KPI is behind, and every 取組 it is an outcome of that is rated goes well. Effect without
    work: the KPI has its target, and a linked 取組 is late.
    """
    if not links:
        return None
    outcomes = [link for link in links if link.is_outcome]
    well = tuple(link for link in outcomes if link.rating in GOES_WELL)
    late = tuple(link for link in links if link.rating in LATE)
    if links[0].kpi.rating in NO_EFFECT and well and not any(link.is_outcome for link in late):
        return Noted("no_effect", well, len(outcomes) - len(well))
    if links[0].kpi.rating in EFFECT and late:
        return Noted("no_activity", late)
    return None


def matrix(linked: Mapping[str, Sequence[Link]]) -> Mapping[tuple[State, State], tuple[Link, ...]]:
    """Links to outcomes by the state of the 取組 and the state of the KPI; every pair of states is there."""
    cells: dict[tuple[State, State], list[Link]] = {(work, effect): [] for work in STATES for effect in STATES}
    for links in linked.values():
        for link in links:
            if link.is_outcome:
                cells[link.work, link.effect].append(link)
    return {states: tuple(links) for states, links in cells.items()}
