"""Actors and their roles, checked by every function that writes and not only where the button is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["viewer", "editor", "admin"]

EDITORS: tuple[Role, ...] = ("editor", "admin")
ADMINISTRATORS: tuple[Role, ...] = ("admin",)
ROLE_WORDS: dict[Role, str] = {"viewer": "閲覧者", "editor": "編集者", "admin": "管理者"}


@dataclass(frozen=True, slots=True)
class Actor:
    """Person or job that acts, with the name shown in the history, its role and the address of its request."""

    name: str
    role: Role
    address: str = ""
