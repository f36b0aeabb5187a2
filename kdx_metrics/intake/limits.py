"""Bounds that CSV files and workbooks share."""

from __future__ import annotations

COLUMNS_AT_MOST = 100
ROWS_AT_MOST = 200_000  # where nothing smaller is asked for
