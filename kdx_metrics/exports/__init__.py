"""Exports for Excel (CSV, templates, workbooks) and the data dictionary."""
