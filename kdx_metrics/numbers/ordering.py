"""取組, their groups and 指標 in the order in which they are shown, worst first."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.numbers.progress import positions
from kdx_metrics.numbers.ratings import KPI_RATINGS, RATINGS


def by_standing(group: Group) -> float:
    """Key that sorts groups by their gap to the plan, or by 順調率 where that leads, the worst first, unknown last."""
    leading = group.on_track_share if group.share_leads else group.gap
    return math.inf if leading is None else leading


def actions_worst_first(rated: pd.DataFrame) -> pd.DataFrame:
    """Rows of `rate()` by rating in the order of RATINGS, then by their gap, the largest first and a missing one last.

    Equal rows keep their order.
    """
    gap = rated["gap"].to_numpy(dtype=np.float64)
    order = np.lexsort((np.where(np.isnan(gap), np.inf, gap), positions(rated["rating"], RATINGS)))
    return rated.iloc[order]


def kpis_worst_first(kpis: Sequence[KpiResult], attention: Sequence[AttentionItem]) -> list[KpiResult]:
    """KPIs on the attention list in its order, then the others by rating in the order of KPI_RATINGS."""
    listed = {item.id: position for position, item in enumerate(attention) if item.kpi is not None}
    return sorted(kpis, key=lambda kpi: (listed.get(kpi.kpi_id, len(attention)), KPI_RATINGS.index(kpi.rating)))
