"""HTML comes to the screen through pages/html.py alone, and every text in it is escaped."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from kdx_metrics.settings import ROOT
from pages.html import definition_list, finding, heading, joined, link, listing, paragraph, tag

PAGES = ROOT / "pages"
ELEMENT = re.compile(r"</?[a-z][a-z0-9]*[ >]")
# They write elements themselves: one for all others, one for tables of thousands of cells.
WRITERS = {PAGES / "html.py", PAGES / "tables" / "html_table.py"}
HOSTILE = "<img src=x onerror='alert(1)'>"
ESCAPED = "&lt;img src=x onerror=&#39;alert(1)&#39;&gt;"


def test_texts_and_attributes_are_escaped() -> None:
    assert tag("p", HOSTILE, kind=HOSTILE, data_label=HOSTILE) == (
        f"<p class='{ESCAPED}' data-label='{ESCAPED}'>{ESCAPED}</p>"
    )
    for written in (
        heading(HOSTILE),
        finding(HOSTILE),
        paragraph(HOSTILE),
        listing([HOSTILE]),
        definition_list([(HOSTILE, HOSTILE)]),
        link(HOSTILE, HOSTILE),
        joined([HOSTILE, HOSTILE], HOSTILE),
    ):
        assert "<img" not in written
        assert ESCAPED in written


def test_elements_within_elements_stay_as_they_are() -> None:
    assert finding("計画比 ", tag("b", "遅れ"), "です") == "<p class='kdx-finding'>計画比 <b>遅れ</b>です</p>"
    assert isinstance(finding(""), Markup)


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PAGES.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_other_module_hands_html_to_streamlit() -> None:
    """`show` takes Markup, so that mypy refuses a plain string."""
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "html"
    ]
    (only,) = calls
    assert only.startswith("pages/html.py:")


def test_no_other_module_writes_an_element_by_hand() -> None:
    by_hand = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ELEMENT.search(node.value)
        if path not in WRITERS
    ]
    assert by_hand == []
    assert all(ELEMENT.search(path.read_text(encoding="utf-8")) for path in WRITERS)
