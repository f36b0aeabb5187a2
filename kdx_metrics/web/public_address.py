"""The address under which visitors find the dashboard: scheme, host and path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from kdx_metrics.settings import SettingsError


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """`origin` is `https://dx.example.jp`, "" where none was configured; `base` is `/dx`, "" at the root."""

    origin: str = ""
    base: str = ""

    @classmethod
    def of(cls, public_url: str, base_path: str) -> Self:
        """The address by KDX_PUBLIC_URL and `server.baseUrlPath`; either tells the path.

        Raises SettingsError where both are given and differ.
        """
        parts = urlsplit(public_url)
        base = f"/{base_path.strip('/')}".rstrip("/")
        if public_url and base not in {"", parts.path}:
            raise SettingsError(
                f"設定 KDX_PUBLIC_URL のパス「{parts.path or '/'}」と server.baseUrlPath「{base}」が違います。"
                "KDX_PUBLIC_URL だけを指定してください。"
            )
        return cls(f"{parts.scheme}://{parts.netloc}" if public_url else "", parts.path or base)

    @property
    def host(self) -> str:
        """Host and port as browsers send them; "" where no address was configured."""
        return urlsplit(self.origin).netloc

    @property
    def is_secure(self) -> bool:
        """True if visitors are told to come over https."""
        return self.origin.startswith("https:")
