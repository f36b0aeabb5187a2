"""Small files and people for the tests of the store."""

from __future__ import annotations

import os
from datetime import date
from functools import lru_cache
from pathlib import Path

from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.plan.strategy import Strategy, load_strategy
from kdx_metrics.publications.proposal.staging import Upload
from kdx_metrics.publications.publishing import Publication, publish

ROOT = Path(__file__).parents[2]
SOAK = os.environ.get("KDX_SOAK", "") == "1"  # `make soak`: the long tests in full

AS_AT = date(2026, 10, 31)
EARLIER = date(2026, 7, 31)
LATER = date(2026, 11, 20)

EDITOR = Actor("鹿島 花子", "editor", "192.0.2.7")
VIEWER = Actor("見学 太郎", "viewer", "192.0.2.8")
ADMIN = Actor("管理 次郎", "admin", "192.0.2.9")

ACTION_HEADER = "取組番号,柱,期,取組名,所管課,開始予定,完了予定,状況,進捗率,備考"
KPI_HEADER = "指標番号,柱,指標名,単位,方向性,集計,基準日,基準値,第4期目標,所管課"
ACTUAL_HEADER = "指標番号,時点,実績値"
MILESTONE_HEADER = "日付,区分,名称"


@lru_cache(maxsize=1)
def strategy() -> Strategy:
    """The shipped strategy."""
    return load_strategy(ROOT / "data" / "strategy.toml")


def csv(*lines: str) -> bytes:
    """A file as Excel saves it today."""
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def action(number: int, progress: object = 50, department: str = "総務課", remarks: str = "") -> str:
    """One row of 第2期 in full course."""
    return f"A-{number:02},P1,2,取組{number},{department},2025-04-01,2027-03-31,実施中,{progress},{remarks}"


def actions(progress: object = 50, rows: int = 3, remarks: str = "") -> Upload:
    """A whole action plan."""
    lines = [action(number, progress, remarks=remarks) for number in range(1, rows + 1)]
    return Upload("action_plan.csv", csv(ACTION_HEADER, *lines))


def kpis(*numbers: int) -> Upload:
    """A whole list of KPIs."""
    lines = [f"K-{n},P1,指標{n},人,増加,時点,2023-03-31,400,2000,総務課" for n in numbers]
    return Upload("kpis.csv", csv(KPI_HEADER, *lines))


def actuals(*numbers: int, value: float = 900) -> Upload:
    """One value of 31 March 2026 for each KPI."""
    return Upload("kpi_actuals.csv", csv(ACTUAL_HEADER, *(f"K-{n},2026-03-31,{value}" for n in numbers)))


def milestones(title: str = "第1回本部会議") -> Upload:
    """A 年表 of one event."""
    return Upload("milestones.csv", csv(MILESTONE_HEADER, f"2026-05-20,本部会議,{title}"))


def put(
    store: Store, *uploads: Upload, as_at: date = AS_AT, note: str = "定例更新", base: int | None = None
) -> Publication:
    """Publish as the editor."""
    return publish(store, strategy(), EDITOR, uploads, as_at=as_at, note=note, base=base)
