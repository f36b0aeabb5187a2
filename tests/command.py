"""The command line inside the tests' process: each call reads the settings anew, as a process of its own does."""

from __future__ import annotations

from collections.abc import Sequence

from kdx_metrics import cli
from kdx_metrics.publications.live import get_source
from kdx_metrics.settings import get_settings


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    _forget()
    try:
        return cli.main(arguments)
    finally:
        _forget()


def _forget() -> None:
    get_settings.cache_clear()
    get_source.cache_clear()
