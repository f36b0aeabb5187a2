"""Bytes → typed tables, or issues with an Excel address."""
