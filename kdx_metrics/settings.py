"""Every KDX_… setting in one place, typed and documented; read from the environment once a process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "KDX_"
ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting cannot be used; the message is one clear Japanese line that names it."""


class Settings(BaseSettings):
    """What an operator can set from outside; each description is Japanese / English."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    data_dir: Path = Field(
        default=ROOT / "data",
        description="strategy.toml と最初のCSVを置くフォルダー / folder of strategy.toml and the CSVs to start from",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="記録の細かさ(DEBUG・INFO・WARNING・ERROR) / least severity that is logged",
    )

    today: date | None = Field(
        default=None,
        description="今日とみなす日付(試験・予行用、例 2026-11-23) / the date taken for today, for tests and rehearsals",
    )

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        """The folder does not move when the working directory does; whether it can be read is told on loading."""
        return value.resolve()

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value


def load_settings() -> Settings:
    """Read the environment. Raises SettingsError naming the first variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        meaning = str(Settings.model_fields[name].description).split(" / ")[0]
        msg = f"設定 {PREFIX}{name.upper()} の値「{first['input']}」は使えません: {meaning}"
        raise SettingsError(msg) from error


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process."""
    return load_settings()


def unknown_settings(environment: Mapping[str, str] = os.environ) -> list[str]:
    """KDX_… variables that mean nothing here: most likely misspelt, so worth a warning in the log."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
