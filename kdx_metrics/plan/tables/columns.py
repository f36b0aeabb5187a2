"""Definition of a column: everything that is read, checked, filled in, kept and shown by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kdx_metrics.plan.tables.codes import UNKNOWN_REFERENCE, Code
from kdx_metrics.plan.text import fold

ColumnKind = Literal[
    "code",
    "codes",
    "department",
    "departments",
    "choice",
    "period",
    "fiscal_year",
    "text",
    "date",
    "fiscal_date",
    "start_date",
    "end_date",
    "percent",
    "number",
]
# `codes` and `departments` are several in a cell. A `fiscal_date` may be a 年度 (its 31 March), a `start_date` a month
# or 年度 (its first day), and so an `end_date` (its last).

WIDE, NARROW = 32, 13  # characters of a column in Excel
_DTYPES: Mapping[ColumnKind, str] = {
    "period": "int64",
    "fiscal_year": "int64",
    "date": "datetime64[s]",
    "fiscal_date": "datetime64[s]",
    "start_date": "datetime64[s]",
    "end_date": "datetime64[s]",
    "percent": "float64",
    "number": "float64",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Word of a choice column: kept as `value`, shown as `name` if that is given, also read from `aliases`."""

    value: str
    name: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference to the column of another table that holds all values of this one; `code` is for any other value."""

    table: str
    column: str
    code: Code = UNKNOWN_REFERENCE


@dataclass(frozen=True, slots=True)
class Beside:
    """Column that says more of a number, in the same row or in the row that column `through` refers to."""

    column: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class DefaultOf:
    """Default of a text that follows from the word of a choice before it; none for a word that is not named."""

    column: str
    by_word: Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """Column: the Japanese header in files, the English name in code, and the way its cells are read and shown.

    `default` fills a missing cell. `choices` are the words of a choice and the 期 of a period, `unknown` the issue code
    of any other word, `letter_x` that of a letter x where × may be meant. A value that is given stands in one of the
    columns `refers_to`. `unit` may stand after a number, and 以上 or 以下 after one whose `direction` is that.
    `keeps_reason` keeps the reason of a missing number (未集計 and others) in a companion column; `blank_ahead` leaves
    the blanks of a required one to a rule. `prose` is text of sentences, which stands below its row on screen. A
    `defining` column gives the values recorded for a row their meaning, also those of earlier dates. The `naming`
    column holds the name by which people know a row.
    """

    name: str
    header: str
    kind: ColumnKind
    required: bool = False
    rule: str = ""
    default: float | str | DefaultOf | None = None
    choices: tuple[Choice, ...] = ()
    unknown: str = "unknown_choice"
    letter_x: str = ""
    unit: str | Beside = ""
    direction: Beside | None = None
    refers_to: tuple[Reference, ...] = ()
    keeps_reason: bool = False
    blank_ahead: bool = False
    prose: bool = False
    wide: bool = False
    defining: bool = False
    naming: bool = False

    @property
    def dtype(self) -> str:
        """Dtype of the typed column."""
        return _DTYPES.get(self.kind, "str")

    @property
    def is_list(self) -> bool:
        """True for a column of cells that list several."""
        return self.kind in {"codes", "departments"}

    @property
    def is_departments(self) -> bool:
        """True for a column of 課, one or several per cell."""
        return self.kind in {"department", "departments"}

    @property
    def is_number(self) -> bool:
        """True for a column of numbers, any of which may be missing."""
        return self.dtype == "float64"

    @property
    def is_date(self) -> bool:
        """True for a column of dates, any of which may be missing."""
        return self.dtype == "datetime64[s]"

    @property
    def companion(self) -> str | None:
        """Name of the companion column of reasons for missing numbers; None for a column without one."""
        return f"{self.name}_missing" if self.keeps_reason else None

    @property
    def width(self) -> int:
        """Width of the column in Excel, in characters."""
        return WIDE if self.wide or self.prose else NARROW

    @property
    def listed(self) -> tuple[str, ...]:
        """Words to pick from in a template; none for a column that is no choice."""
        return tuple(self.shown.get(choice.value, choice.value) for choice in self.choices)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of choices by value, of those that have one."""
        return {choice.value: choice.name for choice in self.choices if choice.name}

    @property
    def shown(self) -> Mapping[str, str]:
        """Names by value, for showing and filling in the table; a 期 is shown by its number."""
        return {} if self.kind == "period" else self.names

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Values by folded value, name or alias."""
        return {
            fold(word): choice.value
            for choice in self.choices
            for word in (choice.value, choice.name, *choice.aliases)
            if word
        }
