"""What axe-core finds on a page that stands in somebody's way."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# target-size is part of WCAG 2.2 AA, and off unless asked for.
RUN = """exceptions => axe.run(document, {
    resultTypes: ["violations"],
    rules: {"target-size": {enabled: true}, ...Object.fromEntries(exceptions.map(rule => [rule, {enabled: false}]))},
})"""
GRAVE = {"serious", "critical"}
# Rule of axe → why it cannot be kept, with the place upstream. Nothing needs one.
EXCEPTIONS: dict[str, str] = {}


def grave_violations(page: Page) -> list[str]:
    """`rule: element` of every serious or critical violation on the page."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN, list(EXCEPTIONS))["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]
