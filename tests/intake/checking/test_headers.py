"""Tables known by their headers: the one with most of them, and in doubt none."""

from __future__ import annotations

import pytest

from kdx_metrics.intake.checking.headers import Recogniser
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import tables


@pytest.mark.parametrize(
    ("header", "table"),
    [
        (["柱", "No.", "指標", "単位", "担当課"], "kpis"),  # 単位 is a header of 効果 too
        (["取組番号", "年度", "自己評価"], "action_years"),
        (["指標番号", "時点", "出典"], "kpi_actuals"),
        (["取組番号", "指標番号", "関係"], "links"),  # each of them another table's too
        (["出典", "備考"], None),  # of many tables alike
        (["取組番号", "市の要望"], None),
    ],
)
def test_a_table_is_known_by_most_of_its_headers(header: list[str], table: str | None, strategy: Strategy) -> None:
    assert Recogniser(tables(strategy)).table(header) == table
