"""Each class of bad inputs has a test in the table of tests/README.md, and that test exists."""

from __future__ import annotations

import re

from kdx_metrics.settings import ROOT

TESTS = ROOT / "tests"
ROWS = re.findall(
    r"^\| (\d+)(?:–(\d+))? ?[^|]*\| (.*) \|$", (TESTS / "README.md").read_text(encoding="utf-8"), re.MULTILINE
)


def named() -> list[tuple[str, str]]:
    """File and test of each reference.

    A file written as `…` is that of the reference before, a test written as `test_so_…` is any with that beginning.
    """
    references: list[tuple[str, str]] = []
    for *_, cell in ROWS:
        file = ""
        for path, test in re.findall(r"`([\w/…]+(?:\.py)?)(?:::([\w.…]+))?`", cell):
            if path.startswith("test_") and not path.endswith(".py"):  # a test of the file before it
                references.append((file, path))
                continue
            file = file if path == "…" else path
            if file.endswith(".py") and "/" in file:
                references.append((file, test))
    return references


def test_every_class_from_1_to_55_has_a_row() -> None:
    numbers = [number for first, last, _ in ROWS for number in range(int(first), int(last or first) + 1)]
    assert numbers == list(range(1, 56))


def is_there(file: str, test: str) -> bool:
    """True if the file exists and defines the test, if one is named."""
    beginning = test.rsplit(".", maxsplit=1)[-1]  # `Record.assert_quiet`
    defined = f"def {beginning.rstrip('…')}" + ("" if beginning.endswith("…") else "(")
    return (TESTS / file).is_file() and (not test or defined in (TESTS / file).read_text(encoding="utf-8"))


def test_every_test_that_is_named_is_where_it_is_said_to_be() -> None:
    assert len(named()) > len(ROWS)
    assert [(file, test) for file, test in named() if not is_there(file, test)] == []
