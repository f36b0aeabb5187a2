"""The pages of the dashboard in the order of its navigation: the one list that server, shell and tests read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: its file in pages/ without `.py`, and its title.

    `has_header` is False for a page that fills the window and draws a first line of its own; `has_figures` names their
    source once, at the foot of the page. A page that is `about` a table is not in the navigation of a city that does
    without it.
    """

    name: str
    title: str
    has_header: bool = True
    about: str = ""
    has_figures: bool = False

    @property
    def address(self) -> str:
        """The path of its address; the first page is at the root."""
        return "/" if self is PAGES[0] else f"/{self.name}"


PAGES = (
    PageEntry("overview", "全体概況", has_figures=True),
    PageEntry("progress", "柱・期別の進捗", about="action_plan", has_figures=True),
    PageEntry("actions", "取組一覧", about="action_plan", has_figures=True),
    PageEntry("kpis", "KPI", about="kpis", has_figures=True),
    PageEntry("timeline", "年表", about="milestones", has_figures=True),
    PageEntry("changes", "変化と決定", has_figures=True),
    PageEntry("meeting", "会議モード", has_header=False),
    PageEntry("guide", "データの見方"),
    PageEntry("update", "データ更新"),
    PageEntry("history", "更新履歴"),
)
ADDRESSES = tuple(page.address for page in PAGES)
