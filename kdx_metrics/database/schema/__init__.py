"""All SQL tables on one metadata, which is complete once this package is imported."""

from kdx_metrics.database.schema import decisions, identity, revisions
from kdx_metrics.database.schema.metadata import metadata

__all__ = ["decisions", "identity", "metadata", "revisions"]
