"""The view that a page draws: date, department and numbers, its address, and the ways between pages."""
