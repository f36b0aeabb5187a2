"""Actors and their roles, checked by every function that writes and not only where the button is shown."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Literal

Role = Literal["viewer", "editor", "admin"]

EDITORS: tuple[Role, ...] = ("editor", "admin")
ADMINISTRATORS: tuple[Role, ...] = ("admin",)
ROLE_WORDS: dict[Role, str] = {"viewer": "閲覧者", "editor": "編集者", "admin": "管理者"}


@dataclass(frozen=True, slots=True)
class Actor:
    """Person or job that acts, with the name shown in the history, its role, its address and its account.

    Two people may bear one name; `account` (with the number of the person, where it is one) tells them apart. It is
    `cli:USER` at the command line and `system:…` for what the program does by itself.
    """

    name: str
    role: Role
    address: str = ""
    person_id: int | None = None
    account: str = ""

    @property
    def author(self) -> dict[str, Any]:
        """Columns that name the author of a record."""
        return {"by": self.name, "person_id": self.person_id, "account": self.account}


def network_of(address: str) -> str:
    """Address under which a visitor is counted: a whole /64 for IPv6, since a visitor is given one."""
    try:
        parsed = ip_address(address)
    except ValueError:  # a socket without an address, or a host name of a test
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), 64), strict=False))
