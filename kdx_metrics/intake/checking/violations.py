"""Violations and changed cells before they are put into words, one code at many rows."""

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
    """Violation of one code in `column` (English name; None for the whole row) at ascending row positions.

    `words` gives the fields of the message for one position; it is asked only for issues that are shown.
    """

    code: Code
    column: str | None
    positions: Positions
    words: Words = field(default=no_words)


@dataclass(frozen=True, slots=True)
class ChangedCells:
    """Cells of one column that are read otherwise than typed; `after` is the canonical text by position."""

    column: str
    positions: Positions
    after: Callable[[int], str]


def positions_of(mask: NDArray[np.bool_]) -> Positions:
    """Row positions, ascending, at which a mask is True."""
    return np.flatnonzero(mask)
