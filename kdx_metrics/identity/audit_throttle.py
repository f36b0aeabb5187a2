"""Refusals into the audit log, but not every one of a flood: the log must not be a way to fill the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

PAUSE = 60.0  # seconds between two lines about the same thing from the same address
KINDS_AT_MOST = 200  # lines a PAUSE about one thing from all addresses together


@dataclass(eq=False)
class Notices:
    """Says which refusal is worth a line; the others are counted and told with the next line of their kind."""

    clock: Callable[[], float] = monotonic
    _last: dict[tuple[str, str], tuple[float, int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def due(self, action: str, address: str) -> int | None:
        """How many were left out since the last line, or None when this one is to be left out too."""
        now, key = self.clock(), (action, address)
        with self._lock:
            at, left_out = self._last.get(key, (-PAUSE, 0))
            if now - at < PAUSE:
                self._last[key] = at, left_out + 1
                return None
            if key not in self._last and self._known(action) >= KINDS_AT_MOST:
                self._last = {kind: kept for kind, kept in self._last.items() if now - kept[0] < PAUSE}
                if self._known(action) >= KINDS_AT_MOST:
                    return None
            self._last[key] = now, 0
            return left_out

    def _known(self, action: str) -> int:
        """How many addresses there are lines from: each kind has its own bound, so that none hides another."""
        return sum(kind == action for kind, _ in self._last)
