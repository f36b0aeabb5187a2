"""The HTTP layer around the pages: headers, gate, first page, compressed assets, health (Starlette)."""
