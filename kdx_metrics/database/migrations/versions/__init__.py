"""Migrations in order, one module per migration; a released migration is never changed."""
