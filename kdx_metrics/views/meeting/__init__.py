"""Rows of a meeting: attention, changes, decisions and outlook."""
