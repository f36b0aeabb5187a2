"""Numbers are shown by `plan/formats.py` alone: nothing else rounds what people read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.test_prose import Finding, findings, modules

ROOMS = ("wording", "views", "charts", "papers", "meeting")
LENGTHS = ("svg.py", "upload_box.py")  # lengths of drawings, sizes of files
STYLE = re.compile(r"(?:left|right|width|height|flex-grow):")  # of an element, in percent of its surroundings


def rounding(tree: ast.Module) -> Iterator[Finding]:
    """Format specifications with decimals outside styles, and calls of `round` to a number of decimals."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and not STYLE.search(_literals(node)):
            for part in node.values:
                spec = _literals(part.format_spec) if isinstance(part, ast.FormattedValue) else ""
                if spec.endswith(("e", "f", "g", "%")):
                    yield node.lineno, f":{spec}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "round" and node.args[1:]:
            yield node.lineno, ast.unparse(node)


def _literals(text: ast.expr | None) -> str:
    parts = text.values if isinstance(text, ast.JoinedStr) else []
    return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))


def test_nothing_but_the_module_of_formats_rounds_what_people_read() -> None:
    files = modules(*(f"kdx_metrics/{room}" for room in ROOMS), "pages")
    assert findings([file for file in files if file.name not in LENGTHS], rounding) == ""


def test_the_rule_catches_what_it_forbids() -> None:
    bad = ast.parse("text = f'{share:.1f}% {count:,} {name}'\nvalue = round(share, 1)\nstyle = f'left:{round(x):.2f}%'")
    assert sorted(rounding(bad)) == [(1, ":.1f"), (2, "round(share, 1)")]
