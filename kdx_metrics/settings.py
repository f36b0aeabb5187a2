"""The KDX_… settings, typed and documented, read from the environment once per process."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX, STREAMLIT_PREFIX = "KDX_", "STREAMLIT_"
PLACEHOLDER = re.compile(r"change[-_ ]?me", re.IGNORECASE)
ROOT = Path(__file__).resolve().parent.parent
PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]*[A-Za-z0-9_~-])*/?")
ONE_TIME_PASSWORD_LIFETIME = timedelta(hours=72)

Words = Annotated[tuple[str, ...], NoDecode]  # separated by commas in the environment


class SettingsError(Exception):
    """A setting cannot be used; the message is one Japanese line that names it."""


class Settings(BaseSettings):
    """Settings for operators, each described as Japanese / English."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True, validate_default=True)

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
        description="今日とみなす日付(試験・予行用、例 2026-11-23) / date taken for today, for tests and rehearsals",
    )

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'var' / 'kdx.sqlite3'}",
        description="保存先(sqlite:///ファイル名 または postgresql://…) / where revisions and accounts are kept",
    )
    max_file_mb: float = Field(default=10, gt=0, description="1ファイルの上限(MB) / largest file in an upload")
    max_files: int = Field(default=10, ge=1, description="一度に公開できるファイル数 / most files in an upload")
    max_rows: int = Field(default=30_000, ge=1, description="1つの表の行数の上限 / most rows of a table")

    site_dir: Path | None = Field(
        default=None,
        description="公開サイトを書き出すフォルダー(省略するとzipのダウンロードだけ) / folder of the public site",
    )

    public_url: str = Field(
        default="",
        description="利用者が開くアドレス(例 https://dx.example.jp/dx) / address that visitors open",
    )
    require_login: bool = Field(
        default=False, description="閲覧にもサインインを求める(true・false) / looking needs an account too"
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Cookieの署名鍵(32文字以上。複数台で動かすとき全台同じ値) / signs cookies; one for all replicas",
    )
    session_idle_minutes: int = Field(
        default=60, ge=1, description="操作がないときサインアウトするまでの分数 / idle minutes until signed out"
    )
    session_hours: int = Field(
        default=12, ge=1, description="サインインし直すまでの時間数 / hours until one signs in again"
    )
    trusted_proxies: Words = Field(
        default=(),
        description="X-Forwarded-For・-Proto を信用する中継サーバーのIPアドレス(カンマ区切り) / proxies to believe",
    )
    oidc_issuer: str = Field(
        default="", description="OIDCの発行者(https://…) / issuer whose accounts may sign in; empty: none"
    )
    oidc_client_id: str = Field(
        default="", description="OIDCのクライアントID(発行者を指定したとき必須) / client id at the issuer"
    )
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="OIDCのクライアントシークレット / client secret at the issuer"
    )
    oidc_groups_claim: str = Field(
        default="groups", description="グループ名が入る項目 / claim that holds a person's groups"
    )
    oidc_editor_groups: Words = Field(
        default=(), description="編集者とするグループ(カンマ区切り) / groups whose members are editors"
    )
    oidc_admin_groups: Words = Field(
        default=(), description="管理者とするグループ(カンマ区切り) / groups whose members are administrators"
    )

    metrics_addresses: Words = Field(
        default=("127.0.0.1", "::1"),
        description="/metrics を読めるIPアドレス(カンマ区切り。中継サーバー経由では読めません) / who may read /metrics",
    )

    @field_validator("trusted_proxies", "metrics_addresses", "oidc_editor_groups", "oidc_admin_groups", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        if value and not PUBLIC_URL.fullmatch(value):
            raise ValueError("not an address")
        parts = urlsplit(value.rstrip("/"))
        return parts._replace(netloc=parts.netloc.lower()).geturl()

    @field_validator("oidc_issuer")
    @classmethod
    def _encrypted(cls, value: str) -> str:
        """Require https, except for an issuer on this machine."""
        parts = urlsplit(value)
        if value and parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
            raise ValueError("not https")
        return value.rstrip("/")

    @field_validator("oidc_client_id")
    @classmethod
    def _known_to_the_issuer(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not value:
            raise ValueError("an issuer without a client id")
        return value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        """Make the path independent of the working directory; an unreadable folder is reported on loading."""
        return value.resolve()

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Settings of this process, read once. Raises SettingsError, which names the first unusable variable."""
    refuse_placeholders()
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        field = Settings.model_fields[name]
        value = "" if "SecretStr" in str(field.annotation) else f"「{first['input']}」"  # a secret is not shown
        meaning = str(field.description).split(" / ")[0]
        raise SettingsError(f"設定 {PREFIX}{name.upper()} の値{value}は使えません: {meaning}") from error


def refuse_placeholders() -> None:
    """Raise SettingsError for a secret that is still the one of an example, which everybody can read."""
    for name, value in sorted(os.environ.items()):
        if name.startswith((PREFIX, STREAMLIT_PREFIX)) and PLACEHOLDER.search(value):
            raise SettingsError(
                f"設定 {name} が見本のままです。CHANGE-ME の部分を、この設置だけの値に書き換えてください。"
            )


def unknown_settings(environment: Mapping[str, str] = os.environ) -> list[str]:
    """KDX_… variables that are not settings, probably misspelt and worth a warning in the log."""
    names = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in names)
