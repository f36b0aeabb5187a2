"""前回からの変化: the diff of the plan as a citizen asks for it, what was added, completed, stopped and changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from kdx_metrics.numbers.changes import ActionChange, Changes, compare
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.site.content import Edition, Page, action_path, filled, kpi_path
from kdx_metrics.views.listing import Column, Listing, chosen
from kdx_metrics.views.meeting.changes import action_columns, kpi_changes
from kdx_metrics.wording.meeting import movements

_Kind = Literal["added", "completed", "stopped", "replanned", "moved"]
_TITLES: dict[_Kind, str] = {
    "added": "追加した取組",
    "completed": "完了した取組",
    "stopped": "中止した取組・計画からなくなった取組",
    "replanned": "計画を変えた取組",
    "moved": "進み方が変わった取組",
}
_REASONS = {"assessment_reason": "", "issue": "", "direction": "今後の方向性: "}


class Part(NamedTuple):
    """取組 that changed in one way, with the address of the page of each that has one."""

    table: Listing[ActionChange]
    links: Sequence[str]


def changes_page(edition: Edition, before: Summary) -> Page:
    """Differences from an earlier 時点: 取組 by the way in which they changed, and 指標."""
    moved = compare(before, edition.summary)
    with_plan = edition.uses("action_plan")
    measured = kpi_changes(moved, edition.summary)
    content = {
        "since": moved.before_on,
        "finding": movements.finding(moved, edition.strategy) if with_plan else movements.kpis(moved),
        "parts": list(_parts(edition, before, moved)) if with_plan else [],
        "kpis": filled(measured) if len(measured) else None,
        "kpi_links": [kpi_path(change.kpi_id) if change.after else "" for change in measured],
    }
    return Page("changes.html", "前回からの変化", "changes.html", content, ("action_plan", "kpi_actuals"))


def _parts(edition: Edition, before: Summary, moved: Changes) -> Iterator[Part]:
    columns = chosen(action_columns(edition.strategy), "action_id", "period", "title", "moves")
    reason: Column[ActionChange] = Column(
        "reason", "理由・今後の方向性", lambda change: _reason(edition.summary, before, change)
    )
    for kind, title in _TITLES.items():
        changes = [change for change in moved.actions if _kind(change) == kind]
        if changes:
            links = [action_path(change.action_id) if change.after else "" for change in changes]
            yield Part(filled(Listing(title, (*columns, reason), changes)), links)


def _kind(change: ActionChange) -> _Kind:
    if change.added:
        return "added"
    if change.movement == "completed":
        return "completed"
    if change.removed or (change.movement == "other" and change.state.rating == "excluded"):
        return "stopped"
    return "replanned" if change.delay_days or change.reworded or change.continues else "moved"


def _reason(now: Summary, before: Summary, change: ActionChange) -> str:
    """Public texts of a 取組 that say why; "" where none does."""
    row: Any = (before if change.removed else now).actions.loc[change.state.row]
    return "。".join(f"{lead}{row[name]}" for name, lead in _REASONS.items() if row[name])
