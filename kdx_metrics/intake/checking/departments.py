"""Typing of 課: one spelling for each, several in a cell only where a column lists them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import pandas as pd

from kdx_metrics.intake.checking.distinct import DistinctColumn, TypedColumn
from kdx_metrics.intake.japanese import departments_in, is_marker, read_text
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.text import BETWEEN, fold_department


class Departments:
    """課 of one file: spellings that fold alike are one 課, called as the strategy or else the file first does."""

    def __init__(self, strategy: Strategy, owners: Iterable[DistinctColumn]) -> None:
        self._listed = [department.name for department in strategy.departments]
        self._names: dict[str, str] = {}
        for department in strategy.departments:
            self._names |= {fold_department(word): department.name for word in (department.name, *department.aliases)}
        for column in owners:
            for text in column.distinct:
                if not is_marker(read_text(text)) and len(departments_in(text)) == 1:
                    self._called(read_text(text))

    def read(self, column: DistinctColumn) -> TypedColumn:
        """Type a column of 課, one or several per cell as its kind says."""
        parts = {
            number: departments_in(text, lambda name: fold_department(name) in self._names)
            for number, text in enumerate(column.distinct)
            if not is_marker(read_text(text))
        }
        several = [] if column.definition.is_list else [number for number, names in parts.items() if len(names) > 1]
        column.report("two_departments", several, lambda _: {})
        if column.definition.required:
            column.report_blanks(number for number in range(len(column.distinct)) if number not in parts)
        self._report_unknown(column, parts)
        called = {number: dict.fromkeys(map(self._called, names)) for number, names in parts.items()}
        texts = [BETWEEN.join(called.get(number, ())) for number in range(len(column.distinct))]
        after = {
            number: texts[number]
            for number in parts.keys() - {*several, *column.spoilt}
            if texts[number] != column.distinct[number].replace("\r", "")
        }
        cells = pd.array(texts, dtype="str")[column.codes]
        return TypedColumn(cells, None, tuple(column.violations), column.changed(after))

    def _called(self, name: str) -> str:
        return self._names.setdefault(fold_department(name), name)

    def _report_unknown(self, column: DistinctColumn, parts: dict[int, list[str]]) -> None:
        """Warn of 課 that the strategy, if it names any, does not; with the nearest that it does."""
        if not self._listed:
            return
        strange = {
            number: next(name for name in names if self._called(name) not in self._listed)
            for number, names in parts.items()
            if any(self._called(name) not in self._listed for name in names)
        }

        def words(number: int) -> dict[str, str]:
            name = strange[number]
            nearest = get_close_matches(name, self._listed, 1, 0)
            return {"name": name, "nearest": f"「{nearest[0]}」ではありませんか。" if nearest else ""}

        column.report("unknown_department", strange, words)
