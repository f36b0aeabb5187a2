"""[public] of strategy.toml: the licence of the open data, and the columns that citizens may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import model_serializer, model_validator

from kdx_metrics.plan.strategy.part import Part, Word


class Public(Part):
    """Licence of the open data, and per table an allow-list of columns by header or English name.

    In the file each key beside the licence names a table.
    """

    licence: Word = "CC BY 4.0"
    tables: Mapping[str, tuple[Word, ...]] = {}

    @model_validator(mode="before")
    @classmethod
    def _by_table(cls, given: Any) -> Any:  # noqa: ANN401  # what TOML holds
        if not isinstance(given, Mapping):
            return given
        licence = {"licence": given["licence"]} if "licence" in given else {}
        return licence | {"tables": {name: columns for name, columns in given.items() if name != "licence"}}

    @model_serializer
    def _as_in_the_file(self) -> dict[str, Any]:
        return {"licence": self.licence} | {name: list(columns) for name, columns in self.tables.items()}
