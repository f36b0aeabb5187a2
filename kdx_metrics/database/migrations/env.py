"""Alembic's environment, which runs migrations in the transaction that `database.migrate` has opened."""

from __future__ import annotations

from alembic import context

from kdx_metrics.database.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
