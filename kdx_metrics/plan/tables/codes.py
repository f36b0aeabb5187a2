"""Issue codes: stable words with severity, meaning, and templates of message and mend.

The fields of a template, `{value}`, `{header}` and others, are filled in per issue. Templates are the program's own, so
a hostile cell is only ever an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
SEVERITY_WORDS: Mapping[Severity, str] = {"error": "誤り", "warning": "注意"}


@dataclass(frozen=True, slots=True)
class Code:
    """Kind of issue: `meaning` stands in the data dictionary, `message` and `fix` are templates."""

    name: str
    severity: Severity
    meaning: str
    message: str
    fix: str


def error(name: str, meaning: str, message: str, fix: str) -> Code:
    """Code of an issue that forbids publication."""
    return Code(name, "error", meaning, message, fix)


def warning(name: str, meaning: str, message: str, fix: str) -> Code:
    """Code of an issue to look at."""
    return Code(name, "warning", meaning, message, fix)


def by_name(*codes: Code) -> dict[str, Code]:
    """Codes by name, in order of first appearance."""
    return {code.name: code for code in codes}


REQUIRED_MISSING = error(
    "required_missing",
    "必須の欄が空欄",
    "「{header}」が{blank}です。",
    "「{header}」を入力してください。{hint}",
)
REASON_HINT = "値がまだないときは「未集計」などと入力し、0とは区別します(機械可読性ルール L1-09)。"
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
