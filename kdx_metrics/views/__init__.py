"""Listings of what is shown as a table: one list of columns per thing, for screen, slide, sheet, handout and CSV."""
