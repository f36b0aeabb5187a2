"""The store: every published file byte for byte, who published it, when and why; SQLite or PostgreSQL."""
