"""The outcome of a 抹消 in words: what is gone, what is shown instead, and where to look for the same rows."""

from __future__ import annotations

from kdx_metrics.publications.equal_rows import EqualRows
from kdx_metrics.publications.redaction import Erased

HOLDERS_AT_MOST = 10


def erased_words(erased: Erased) -> str:
    """The sentences for the administrator."""
    numbers = "・".join(map(str, erased.revisions))
    parts = f"第{numbers}版の内容を抹消しました。", _shown(erased), _built_on(erased), _equal(erased), erased.remains
    return " ".join(part for part in parts if part)


def _shown(erased: Erased) -> str:
    if not erased.was_shown:
        return ""
    return f"代わりに第{erased.shown}版が表示されます。" if erased.shown else "この表を表示する版はなくなりました。"


def _built_on(erased: Erased) -> str:
    built = "・".join(f"第{number}版" for number in erased.built_on)
    return f"部分更新で引き継いだ {built} にも同じ行が残っているかもしれません。" if built else ""


def _equal(erased: Erased) -> str:
    if not erased.equal:
        return ""
    listed = "、".join(f"第{holder.revision}版({_count(holder)})" for holder in erased.equal[:HOLDERS_AT_MOST])
    left_out = len(erased.equal) - HOLDERS_AT_MOST
    more = f"、ほか{left_out}版" if left_out > 0 else ""
    return f"次の版にも同じ行があります: {listed}{more}。抹消が必要な行が含まれていないか確かめてください。"


def _count(holder: EqualRows) -> str:
    if holder.count is None:
        return "いまの規則では読めず、確かめられません"
    return f"{holder.total:,}行中{holder.count:,}行"
