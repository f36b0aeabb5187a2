"""The papers' tables (texts only) as frames for the screen."""

from __future__ import annotations

import pandas as pd

from kdx_metrics.reports.tables import Table


def as_frame(table: Table) -> pd.DataFrame:
    """The rows under their headers."""
    return pd.DataFrame(table.rows, columns=[column.header for column in table.columns])
