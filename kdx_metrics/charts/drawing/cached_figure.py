"""A finished figure whose plain data is worked out once."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go


class CachedFigure(go.Figure):  # type: ignore[misc]  # plotly ships no types
    """A copy of a figure that is never changed again.

    Every rerun of a page asks each figure for its dict, and plotly copies the whole figure for it: five milliseconds
    of a page of six, three quarters of what drawing them costs.
    """

    def __init__(self, figure: go.Figure) -> None:
        super().__init__(figure)
        object.__setattr__(self, "_plain", None)

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain data; the same object each time, for reading only."""
        if self._plain is None:
            object.__setattr__(self, "_plain", super().to_dict())
        return dict(self._plain)
