"""Sentences that stand on every page: what date is in view, how old the data is, where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kdx_metrics.plan.fiscal_calendar import wareki, wareki_and_time
from kdx_metrics.plan.formats import NO_VALUE
from kdx_metrics.publications.reports import parts, reports_day
from kdx_metrics.wording import dates
from pages.view.view import default_as_of

if TYPE_CHECKING:
    from kdx_metrics.plan.tables import TableName
    from pages.view.view import View

OLD_AFTER_DAYS = 60
MARKDOWN_SIGNS = frozenset("\\`*_{}[]()<>#+-.!|~$:^=")


def days_left(view: View) -> str:
    """「第2期 残り128日」, counted from today, or that the plan has ended."""
    if view.today > view.strategy.last_day:
        return "計画期間の終了後"
    period = view.strategy.period_at(view.today)
    return f"{period.name} 残り{(period.last_day - view.today).days:,}日"


def data_as_at(view: View) -> date | None:
    """The newest 時点 among the tables in view; None when nothing had been published by then."""
    return max((origin.as_at for origin in view.summary.snapshot.origins.values()), default=None)


def reports(view: View) -> str:
    """「報告は10月31日(28日前)の38件・11月20日の2件」: the other date beside that of the plan."""
    known = parts(view.data, view.as_of, view.department)
    return dates.reports(known, view.today) if known else "この時点のデータはまだありません"


def is_old(view: View) -> bool:
    """True if the newest data is older than the age that is warned of, unless the reader looks back on purpose."""
    day = reports_day(view.data, view.as_of)
    return day is not None and view.as_of >= default_as_of(view.data) and (view.today - day).days > OLD_AFTER_DAYS


def updated(view: View) -> str:
    """When the data was last updated and by whom."""
    origins = view.summary.snapshot.origins.values()
    published = [origin for origin in origins if origin.published_at is not None]
    if published:
        last = max(published, key=lambda origin: origin.revision or 0)
        return f"最終更新 {local_time(view, last.published_at)} {last.by}"
    as_at = data_as_at(view)
    return "更新はまだありません" if as_at is None else f"最終更新 {wareki(as_at)}(初期データ)"


def local_time(view: View, moment: datetime | None) -> str:
    """A moment in the strategy's time zone: `令和8年11月23日 16:05`."""
    return NO_VALUE if moment is None else wareki_and_time(local(view, moment))


def local(view: View, moment: datetime) -> datetime:
    """A moment in the strategy's time zone."""
    return moment.astimezone(ZoneInfo(view.strategy.about.timezone))


OF_FIGURES: Mapping[TableName, str] = {"action_plan": "取組", "kpis": "指標"}


def source_line(view: View, tables: Mapping[TableName, str] = OF_FIGURES) -> str:
    """出典 of the figures, by the names of the `tables` that they are drawn from; their 時点 is at the page's head."""
    files = "/".join(label for table, label in tables.items() if view.uses(table))
    return f"出典 {files}CSV"


def plain(text: str) -> str:
    """Text for a Markdown label: nothing in it is markup, a link, an icon or a formula."""
    return "".join(f"\\{sign}" if sign in MARKDOWN_SIGNS else sign for sign in text)
