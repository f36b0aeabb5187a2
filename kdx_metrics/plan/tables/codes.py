"""Issue codes: each a stable word with its severity, its meaning and the words of its message and its mend.

`{value}`, `{header}` and the other fields of a template are filled where the issue is found; templates are the
program's own, so a hostile cell is only ever an argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of issue: `meaning` for the data dictionary, `message` and `fix` as templates."""

    name: str
    severity: Severity
    meaning: str
    message: str
    fix: str


def error(name: str, meaning: str, message: str, fix: str) -> Code:
    """An issue that forbids publication."""
    return Code(name, "error", meaning, message, fix)


def warning(name: str, meaning: str, message: str, fix: str) -> Code:
    """An issue to look at."""
    return Code(name, "warning", meaning, message, fix)


def by_name(*codes: Code) -> dict[str, Code]:
    """Name → code, in order of first appearance."""
    return {code.name: code for code in codes}


DUPLICATE_KEY = error(
    "duplicate_key",
    "同じ行が二つある",
    "{key}が{first}行目と同じです。",
    "どちらかの行を削除するか、番号や日付を直してください。",
)
END_BEFORE_START = error(
    "end_before_start",
    "終わりが始まりより前",
    "{header}「{value}」が{start_header}({start})より前です。",
    "どちらかの日付を直してください。",
)
UNKNOWN_REFERENCE = error(
    "unknown_reference",
    "ほかの表にない番号",
    "{header}「{value}」が{table}の表({file})にありません。",
    "番号を直すか、{table}の表に加えてください。",
)
