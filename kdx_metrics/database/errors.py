"""Errors of the store, one exception per reason, each with a Japanese message for the user."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kdx_metrics.intake.issues import Issue
from kdx_metrics.plan.fiscal_calendar import wareki_and_time


class StoreError(Exception):
    """A refused or failed operation that changed nothing; `str()` is the Japanese message."""


class StoreUnavailable(StoreError):
    """The database is unreachable, full, read-only, locked or damaged."""


class Forbidden(StoreError):
    """The actor's role does not allow the operation; the refusal is in the audit log."""


class NotSignedIn(StoreError):
    """Nobody is signed in any more who could act; the message says why."""


class StaleBase(StoreError):
    """Another person published after the rehearsal; `by` and `at` name that change, `number` is the new head's."""

    def __init__(self, number: int, by: str, at: datetime | None, timezone: str) -> None:
        when = wareki_and_time(at.astimezone(ZoneInfo(timezone))) if at else "先ほど"
        super().__init__(
            f"確認のあとに別の方が公開しました({when}・{by or '担当者不明'})。内容を確認し直してから公開してください。"
        )
        self.number = number
        self.by = by
        self.at = at


class NothingToPublish(StoreError):
    """All files are identical to the current ones of their 時点."""

    def __init__(self) -> None:
        super().__init__("変更はありません。すでに公開されている内容と同じため、公開しませんでした。")


class Rejected(StoreError):
    """The files have errors, in themselves or between tables; `issues` lists them in order."""

    def __init__(self, issues: Sequence[Issue], count: int) -> None:
        super().__init__(f"誤りが{count}件あるため、公開できません。直してからもう一度お試しください。")
        self.issues = tuple(issues)
        self.count = count


class OverLimit(StoreError):
    """An upload has too many files or rows, or too large a file."""


class NotPossible(StoreError):
    """The operation cannot apply, because a revision does not exist or is erased, or a note is missing."""
