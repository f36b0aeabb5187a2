"""Who is at work: people, passwords, sessions, failed attempts, and accounts of an OIDC provider."""
