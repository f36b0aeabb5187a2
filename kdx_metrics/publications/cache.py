"""A cache for what functools.lru_cache cannot key: values made from more than their key says."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

Value = TypeVar("Value")


@dataclass(eq=False)
class LruCache:
    """At most `size` values, the least recently used let go first; shared by every session of a process.

    A hit costs a tenth of one in st.cache_resource, which hashes every argument anew.
    """

    size: int
    _values: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get_or_create(self, key: Hashable, create: Callable[[], Value]) -> Value:
        """The value of a key, which must never be changed afterwards.

        Sessions that miss together all create it; the first value is the one that each of them gets.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return cast("Value", self._values[key])
        created = create()
        with self._lock:
            value = self._values.setdefault(key, created)
            while len(self._values) > self.size:
                self._values.popitem(last=False)
        return cast("Value", value)

    def get(self, key: Hashable) -> Any:  # noqa: ANN401  # whatever was created for the key
        """The value of a key, None where there is none."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)
