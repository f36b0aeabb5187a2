"""The plan: strategy, calendar, tables, snapshots of them, and the writing of values."""
