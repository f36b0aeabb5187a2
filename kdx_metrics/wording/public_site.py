"""Sentences about an edition of the public site."""

from __future__ import annotations

from collections.abc import Mapping

NOTHING_NEW = "はじめて公開されるものはありません。"


def first_seen(counts: Mapping[str, int], *, is_first: bool) -> str:
    """`はじめて公開されるもの: 行3件、文1件。`; of the first edition that all of it is."""
    if is_first:
        return f"これまでに公開した版がないため、{sum(counts.values())}件すべてがはじめて公開されます。"
    counted = "、".join(f"{kind}{count}件" for kind, count in counts.items() if count)
    return f"はじめて公開されるもの: {counted}。" if counted else NOTHING_NEW
