"""Addresses of our own: health, accounts, sign-in, scripts, the first page."""
