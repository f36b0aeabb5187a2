"""The definition of a column: all that reading, checking, templates, storing and showing need to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kdx_metrics.plan.strategy import fold
from kdx_metrics.plan.tables.codes import UNKNOWN_REFERENCE, Code

ColumnKind = Literal[
    "code", "department", "choice", "period", "text", "date", "fiscal_date", "percent", "number"
]  # a `fiscal_date` is a date that may also be a 年度 (its 31 March)

WIDE, NARROW = 32, 13  # characters of a column in Excel
_DTYPES: Mapping[ColumnKind, str] = {
    "period": "int64",
    "date": "datetime64[s]",
    "fiscal_date": "datetime64[s]",
    "percent": "float64",
    "number": "float64",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a choice column: kept as `value`, shown as `name` where that differs, also read from `aliases`."""

    value: str
    name: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """The column of another table in which each value of this one must stand; `code` is the issue where it does not."""

    table: str
    column: str
    code: Code = UNKNOWN_REFERENCE


@dataclass(frozen=True, slots=True)
class UnitColumn:
    """The column that holds the unit of a number: of the same row, or of the row that column `through` refers to."""

    column: str
    through: str = ""


@dataclass(frozen=True)
class Column:
    """One column: the Japanese header of the file, the name inside the code, and how its cells are read and shown.

    `default` fills a missing number. `choices` are the words of a choice and the 期 of a period, `unknown` the issue
    code of any other word. `unit` may stand after a number. `keeps_reason` keeps why a number is missing (未集計 …) in
    a companion column. `prose` is text of sentences: on screen it stands below its row.
    """

    name: str
    header: str
    kind: ColumnKind
    required: bool = False
    rule: str = ""
    default: float | None = None
    choices: tuple[Choice, ...] = ()
    unknown: str = "unknown_choice"
    unit: str | UnitColumn = ""
    refers_to: Reference | None = None
    keeps_reason: bool = False
    prose: bool = False
    wide: bool = False

    @property
    def dtype(self) -> str:
        """The dtype of the typed column."""
        return _DTYPES.get(self.kind, "str")

    @property
    def is_number(self) -> bool:
        """Its cells are numbers, each of which may be missing."""
        return self.dtype == "float64"

    @property
    def is_date(self) -> bool:
        """Its cells are dates, each of which may be missing."""
        return self.dtype == "datetime64[s]"

    @property
    def companion(self) -> str | None:
        """The name of the column beside it that keeps why a number is missing; None where nothing is kept."""
        return f"{self.name}_missing" if self.keeps_reason else None

    @property
    def width(self) -> int:
        """Characters of the column in Excel."""
        return WIDE if self.wide or self.prose else NARROW

    @property
    def listed(self) -> tuple[str, ...]:
        """The words to pick from in a template; none for a column that is no choice."""
        return tuple(self.shown.get(choice.value, choice.value) for choice in self.choices)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Value → name of the choices whose name is another than their value."""
        return {choice.value: choice.name for choice in self.choices if choice.name}

    @property
    def shown(self) -> Mapping[str, str]:
        """Value → the name that stands for it where the table is shown or filled in; a 期 stands by its number."""
        return {} if self.kind == "period" else self.names

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Folded value, name or alias → value."""
        return {
            fold(word): choice.value
            for choice in self.choices
            for word in (choice.value, choice.name, *choice.aliases)
            if word
        }
