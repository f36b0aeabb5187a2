"""Who acts, and in what role: asked again where the write happens, not only where the button is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["viewer", "editor", "admin"]

EDITORS: tuple[Role, ...] = ("editor", "admin")
ADMINISTRATORS: tuple[Role, ...] = ("admin",)
ROLE_WORDS: dict[Role, str] = {"viewer": "閲覧者", "editor": "編集者", "admin": "管理者"}


@dataclass(frozen=True, slots=True)
class Actor:
    """One person (or job) at work: the name that history shows, the role, and the address it came from."""

    name: str
    role: Role
    address: str = ""
