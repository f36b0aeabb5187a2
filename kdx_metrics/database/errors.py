"""Why the store refused: one exception a reason, each with a message in plain Japanese for the person who asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kdx_metrics.intake.issues import Issue


class StoreError(Exception):
    """The store did not do what was asked, and nothing was changed. `str()` is the Japanese message."""


class StoreUnavailable(StoreError):
    """The database is gone, full, read-only, locked or damaged."""


class Forbidden(StoreError):
    """The actor's role does not allow the write; the refusal is in the audit log."""


class StaleBase(StoreError):
    """Somebody published after the rehearsal: `by` and `at` say who and when, `number` is the present base."""

    def __init__(self, number: int, by: str, at: datetime | None, timezone: str) -> None:
        when = f"{at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M:%S}" if at else "先ほど"
        super().__init__(
            f"確認のあとに別の方が公開しました({when}・{by or '担当者不明'})。内容を確認し直してから公開してください。"
        )
        self.number = number
        self.by = by
        self.at = at


class NothingToPublish(StoreError):
    """Every file is already the current one of its 時点."""

    def __init__(self) -> None:
        super().__init__("変更はありません。すでに公開されている内容と同じため、公開しませんでした。")


class Rejected(StoreError):
    """Errors stand in the files or between the tables: `issues` holds them all, in order."""

    def __init__(self, issues: Sequence[Issue], count: int) -> None:
        super().__init__(f"誤りが{count}件あるため、公開できません。直してからもう一度お試しください。")
        self.issues = tuple(issues)
        self.count = count


class OverLimit(StoreError):
    """Too many files, too large a file or too many rows."""


class NotPossible(StoreError):
    """The request makes no sense for what the store holds: no such revision, erased content, no note."""
