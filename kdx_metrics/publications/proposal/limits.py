"""The limits of one upload, which refuse it before anything is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from kdx_metrics.database.errors import OverLimit
from kdx_metrics.settings import Settings

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest file in bytes, most files in an upload, most rows per table."""

    file_bytes: int = 10 * MEBIBYTE
    files: int = 10
    rows: int = 30_000

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The limits that the settings give."""
        return cls(int(settings.max_file_mb * MEBIBYTE), settings.max_files, settings.max_rows)

    def check_files(self, sizes: Sequence[tuple[str, int]]) -> None:
        """Raise OverLimit for too many files or the first one that is too large; `sizes` is (file name, bytes)."""
        if len(sizes) > self.files:
            raise OverLimit(f"一度に公開できるのは{self.files}ファイルまでです({len(sizes)}ファイルが選ばれています)。")
        for name, size in sizes:
            if size > self.file_bytes:
                allowed = f"{self.file_bytes / MEBIBYTE:.4g}MB"
                raise OverLimit(f"「{name}」は{size / MEBIBYTE:.1f}MBあります。1ファイルは{allowed}までです。")
