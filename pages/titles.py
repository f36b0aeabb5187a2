"""The pages of the dashboard in the order of its navigation: the one list that server, shell and tests read."""

from __future__ import annotations

from dataclasses import dataclass

from kdx_metrics.database.actors import EDITORS, Role
from kdx_metrics.plan.tables import TableName

LOOK, MEET, REPORT = "見る", "会議", "報告と更新"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: its file in pages/ without `.py`, its title, and the menu of the navigation that it stands in.

    A page without a `menu` is one click away. It leaves the navigation where the city has no table that it is `about`
    (nor a value in a column `or_about`, of another table) or the person has none of its `roles`, and says so at its
    address. `has_header` is False for a page that fills the window and draws a first line of its own, `has_view` for
    one that shows no state of a chosen 時点 and 所管課; `of_department` is its title for one 所管課 where that is
    another. `has_figures` names their source once, at the foot of the page, unless its rows name theirs. `shows` are
    its tables, all unless given: サンプルデータ stands beside the title where one of them has samples.
    """

    name: str
    title: str
    menu: str = ""
    has_header: bool = True
    has_view: bool = True
    of_department: str = ""
    about: TableName = ""
    or_about: tuple[tuple[TableName, str], ...] = ()
    roles: tuple[Role, ...] = ()
    has_figures: bool = False
    shows: tuple[TableName, ...] | None = None

    @property
    def address(self) -> str:
        """The path of its address; the first page is at the root."""
        return "/" if self is PAGES[0] else f"/{self.name}"


_MONEY = (("action_years", "budget"), ("action_years", "settled"), ("action_years", "subsidy"))
PAGES = (
    PageEntry("overview", "全体概況", of_department="課の一枚", has_figures=True),
    PageEntry("actions", "取組", about="action_plan", has_figures=True),
    PageEntry("kpis", "指標", about="kpis", has_figures=True),
    PageEntry("meeting", "会議モード", has_header=False),
    PageEntry("update", "データ更新", has_view=False, roles=EDITORS, shows=()),
    PageEntry("progress", "柱・期別", LOOK, about="action_plan", has_figures=True),
    PageEntry("strategy", "戦略の体系", LOOK, has_figures=True),
    PageEntry("value", "お金と効果", LOOK, about="effects", or_about=_MONEY),
    PageEntry("voices", "意見と反映", LOOK, about="voices", has_figures=True, shows=("voices",)),
    PageEntry("timeline", "年表", LOOK, about="milestones", has_figures=True, shows=("milestones",)),
    PageEntry("guide", "データの見方", LOOK, shows=()),
    PageEntry("changes", "変化と決定", MEET, has_figures=True),
    PageEntry("history", "更新履歴", REPORT, shows=()),
)
ADDRESSES = tuple(page.address for page in PAGES)
