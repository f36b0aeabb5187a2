"""Numbers are shown by `plan/formats.py` alone: nothing else rounds what people read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.test_prose import Finding, findings, modules

ROOMS = ("wording", "views", "charts", "papers", "meeting")
LENGTHS = ("svg.py", "tiles.py", "table_chart.py")  # where a rounded number is a length of a drawing
SIZES = ("upload_box.py",)  # of files, in MB


def rounding(tree: ast.Module) -> Iterator[Finding]:
    """Format specifications with decimals, and calls of `round` to a number of decimals."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            spec = "".join(str(part.value) for part in node.format_spec.values if isinstance(part, ast.Constant))
            if spec.endswith(("e", "f", "g", "%")):
                yield node.lineno, f":{spec}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "round" and node.args[1:]:
            yield node.lineno, ast.unparse(node)


def test_nothing_but_the_module_of_formats_rounds_what_people_read() -> None:
    files = modules(*(f"kdx_metrics/{room}" for room in ROOMS), "pages")
    assert findings([file for file in files if file.name not in (*LENGTHS, *SIZES)], rounding) == ""


def test_the_rule_catches_what_it_forbids() -> None:
    bad = ast.parse("text = f'{share:.1f}% {count:,} {name}'\nvalue = round(share, 1)\npx = round(share)")
    assert sorted(rounding(bad)) == [(1, ":.1f"), (2, "round(share, 1)")]
