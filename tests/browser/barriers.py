"""Barriers that axe-core finds on a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Page

# target-size is part of WCAG 2.2 AA, and off unless asked for.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
GRAVE = {"serious", "critical"}


def grave_violations(page: Page) -> list[str]:
    """`rule: element` of each serious or critical violation on the page."""
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in Axe().run(page, options=OPTIONS).response["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]
