"""Where the store is and how much it takes, from the KDX_… environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from kdx_metrics.store.limits import MEBIBYTE, Limits

ROOT = Path(__file__).resolve().parent.parent.parent


class StoreSettings(BaseSettings):
    """Settings of the store; each description is Japanese / English."""

    model_config = SettingsConfigDict(env_prefix="KDX_", frozen=True, env_ignore_empty=True)

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'var' / 'kdx.sqlite3'}",
        description="保存先(sqlite:///ファイル名 または postgresql://…) / where revisions and accounts are kept",
    )
    max_file_mb: float = Field(default=10, gt=0, description="1ファイルの上限(MB) / largest file in an upload")
    max_files: int = Field(default=10, ge=1, description="一度に公開できるファイル数 / most files in an upload")
    max_rows: int = Field(default=30_000, ge=1, description="1つの表の行数の上限 / most rows of a table")

    @property
    def limits(self) -> Limits:
        """The limits as the store takes them."""
        return Limits(int(self.max_file_mb * MEBIBYTE), self.max_files, self.max_rows)
