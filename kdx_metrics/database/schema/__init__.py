"""Every SQL table of the program, on one metadata: importing this package is what makes it complete."""

from kdx_metrics.database.schema import decisions, identity, revisions
from kdx_metrics.database.schema.metadata import metadata

__all__ = ["decisions", "identity", "metadata", "revisions"]
