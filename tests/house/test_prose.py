"""First lines of docstrings say what a thing is or does, and names of variables say what they hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from kdx_metrics.settings import ROOT

PROGRAM = ("kdx_metrics", "pages", "dashboard.py", "bench", "scripts")
QUESTION = re.compile(r"(What|Whatever|Whether|Who|Whoever|Whose|Where|How)\b")
EMPTY_NAMES = {"one", "place", "found"}

Finding = tuple[int, str]  # line, text


def modules(*tops: str) -> list[Path]:
    """Modules below the folders and files `tops`."""
    return [file for top in tops for file in [ROOT / top, *sorted((ROOT / top).rglob("*.py"))] if file.is_file()]


def findings(files: list[Path], search: Callable[[ast.Module], Iterator[Finding]]) -> str:
    """Findings of `search`, one `file:line: text` per line."""
    return "\n".join(
        f"{file.relative_to(ROOT)}:{line}: {text}"
        for file in files
        for line, text in search(ast.parse(file.read_text(encoding="utf-8")))
    )


def questions(tree: ast.Module) -> Iterator[Finding]:
    """First lines of docstrings that begin with a question word."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node) or ""
            if QUESTION.match(docstring):
                yield node.body[0].lineno, docstring.split("\n", 1)[0]


def empty_names(tree: ast.Module) -> Iterator[Finding]:
    """Variables and arguments, those of loops and comprehensions included, that have one of EMPTY_NAMES."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in EMPTY_NAMES:
            yield node.lineno, node.id
        elif isinstance(node, ast.arg) and node.arg in EMPTY_NAMES:
            yield node.lineno, node.arg


def test_no_docstring_begins_with_a_question_word() -> None:
    assert findings(modules(*PROGRAM), questions) == ""


def test_no_variable_is_called_by_a_word_that_fits_everything() -> None:
    assert findings(modules(*PROGRAM, "tests"), empty_names) == ""


def test_both_rules_catch_what_they_forbid() -> None:
    bad = ast.parse(
        '"""Whether it is so."""\n'
        'def f(place):\n    """How it is done."""\n    found = [one for one in place]\n'
        "for one in ():\n    pass\n"
    )
    assert [line for line, _ in questions(bad)] == [1, 3]
    assert sorted(empty_names(bad)) == [(2, "place"), (4, "found"), (4, "one"), (5, "one")]
    good = ast.parse('"""Whole tables, whoever wrote them."""\ndef place(position):\n    return position.one\n')
    assert [*questions(good), *empty_names(good)] == []
