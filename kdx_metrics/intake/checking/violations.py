"""Violations and changed cells before they are put into words: one code at many rows, so counting costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kdx_metrics.plan.tables.codes import Code
from kdx_metrics.plan.tables.rules import Words, no_words

Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Violation:
    """One code in `column` (English name; None for the whole row) at row positions, ascending.

    `words` gives the fields of the message for one position; it is asked only for issues that are shown.
    """

    code: Code
    column: str | None
    positions: Positions
    words: Words = field(default=no_words)


@dataclass(frozen=True, slots=True)
class ChangedCells:
    """Cells of one column that are read otherwise than typed; `after` gives the canonical text at a position."""

    column: str
    positions: Positions
    after: Callable[[int], str]


def positions_of(mask: NDArray[np.bool_]) -> Positions:
    """Ascending row positions at which a mask holds."""
    return np.flatnonzero(mask)
