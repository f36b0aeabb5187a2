"""Accounts, passwords, sessions, failed attempts, and accounts of an OIDC provider."""
