"""What a check finds, before it is put into words: one code at many places, so that counting costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.intp]
Words = Callable[[int], Mapping[str, str]]


def no_words(_position: int) -> Mapping[str, str]:
    """For messages that need nothing but the cell."""
    return {}


@dataclass(frozen=True, slots=True)
class Found:
    """One code, found in `column` (English name; None for the whole row) at row positions, ascending.

    `words` gives the fields of the message for one position; it is asked only for issues that are shown.
    """

    code: str
    column: str | None
    at: Positions
    words: Words = field(default=no_words)


@dataclass(frozen=True, slots=True)
class Changed:
    """Cells of one column that are read otherwise than typed; `after` gives the canonical text at a position."""

    column: str
    at: Positions
    after: Callable[[int], str]


def positions_of(mask: NDArray[np.bool_]) -> Positions:
    """Ascending row positions at which a mask holds."""
    return np.flatnonzero(mask)
