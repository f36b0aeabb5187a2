"""Rate limit of refusals in the audit log, so that a flood of them cannot fill the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import NamedTuple

PAUSE = 60.0  # seconds between two entries about the same action from the same origin
ENTRIES_AT_MOST = 200  # per action and PAUSE, from all origins together


class _Last(NamedTuple):
    """Last entry of an origin, in seconds of the stopwatch, and the number of refusals left out since."""

    told_at: float
    left_out: int


@dataclass(eq=False)
class AuditThrottle:
    """Decides which refusal becomes an entry; the next entry of its kind counts those left out."""

    clock: Callable[[], float] = monotonic
    _last: dict[tuple[str, str], _Last] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def due(self, action: str, origin: str) -> int | None:
        """Number of refusals left out since the last entry, or None for a refusal to be left out.

        `origin` is an address or an account. Each action has its own bound, so that no flood hides another action.
        """
        now, key = self.clock(), (action, origin)
        with self._lock:
            last = self._last.get(key, _Last(-PAUSE, 0))
            if now - last.told_at < PAUSE:
                self._last[key] = last._replace(left_out=last.left_out + 1)
                return None
            if key not in self._last and self._origins(action) >= ENTRIES_AT_MOST:
                self._last = {kind: entry for kind, entry in self._last.items() if now - entry.told_at < PAUSE}
                if self._origins(action) >= ENTRIES_AT_MOST:
                    return None
            self._last[key] = _Last(now, 0)
            return last.left_out

    def _origins(self, action: str) -> int:
        """Number of origins with entries of this action."""
        return sum(kind == action for kind, _ in self._last)
