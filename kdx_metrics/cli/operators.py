"""The actor of the command line: whoever has it has the store, so the records keep the user of the computer."""

from __future__ import annotations

import os
import pwd

from kdx_metrics.database.actors import Actor

NAME = "システム管理者"


def operator(name: str = NAME) -> Actor:
    """An administrator; `name` is the one that history shows."""
    return Actor(name, "admin", account=f"cli:{_user()}")


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container a number may be all that a user has
        return str(os.getuid())
